#include "call/call.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "call/desk.hpp"
#include "call/test_fakes.hpp"
#include "runtime/fake_loop.hpp"

namespace attendant::call {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::HasSubstr;

class CallTest : public ::testing::Test {
 protected:
  CallTest()
      : desk_(Services{
            .loop = loop_,
            .clock = clock_,
            .policy = {},
            .versions = "test",
            .line = [this](telephony::MediaPortId) -> media::Line* { return &line_; },
            .ear = ear_,
            .voice = voice_,
            .open_brain =
                [this](const brain::CallSetting&) { return std::make_unique<testing::FakeBrain>(brain_); },
            .team = [this] { return team_; },
            .mask = [](std::string_view text, conversation::Asked) { return replace(text); },
            .tool_catalogue = nullptr,
            .run_tool =
                [this](Services::ToolRun run, Services::ToolDone done) {
                  tools_.push_back(run.name);
                  done({.outcome = Outcome::ok, .say = {"fine"}}, run.identity);
                },
            .journal = journal_,
            .keys = keys_,
            .keep = [this](Row row) { rows_.push_back(std::move(row)); },
            .record = [](const CallId&, const security::Key&, WallTime) { return nullptr; },
            .today = [](WallTime) { return *parse_date("2026-11-01"); },
            .office_open = [](WallTime) { return true; },
            .transfer_target = [](std::string_view name) -> std::optional<std::string> {
              if (name == "person") return "sip:person@127.0.0.1";
              return std::nullopt;
            }}) {}

  static std::string replace(std::string_view text) {
    return text.find("4242") == std::string_view::npos ? std::string(text) : "[card]";
  }

  void call_comes_in() {
    desk_.take(std::make_unique<testing::FakeLeg>(leg_));
    leg_.events->on_answered();
    loop_.run_posted();
  }
  void line(const media::LineEvent& event) {
    line_.events.push_back(event);
    loop_.advance(10ms);
  }
  void finish_speaking(std::uint32_t utterance) {
    line(media::UtteranceVoiced{.utterance = UtteranceId(utterance), .at = clock_.now()});
    line(media::UtteranceFinished{.utterance = UtteranceId(utterance), .at = clock_.now()});
  }
  void hear(speech::HearingEvent event) {
    ear_.hear(std::move(event));
    loop_.run_posted();
  }
  void says(const std::string& text) {
    hear(speech::SpeechStarted{clock_.now()});
    loop_.advance(1s);
    hear(speech::Paused{.text = text, .last_voiced = clock_.now() - 220ms, .silence = 220ms});
    loop_.advance(1500ms);
  }
  template <class T>
  std::vector<T> rows() const {
    std::vector<T> out;
    for (const auto& row : rows_)
      if (const auto* found = std::get_if<T>(&row)) out.push_back(*found);
    return out;
  }

  FakeClock clock_;
  runtime::FakeLoop loop_{clock_};
  testing::FakeLeg::Log leg_;
  testing::FakeLine line_;
  testing::FakeEar ear_;
  testing::FakeVoice voice_;
  testing::FakeJournal journal_;
  security::KeyRing keys_{security::Key::random()};
  testing::FakeBrain::Answer brain_ =
      [](const conversation::BrainInput& input) -> std::vector<conversation::Act> {
    if (std::holds_alternative<conversation::Started>(input))
      return {conversation::Say{.text = "How can I help?", .kind = conversation::SayKind::question},
              conversation::Listen{}};
    if (const auto* heard = std::get_if<conversation::Heard>(&input)) {
      if (heard->text == "a person please") return {conversation::Transfer{.target = "person"}};
      if (heard->text == "that is all thanks")
        return {conversation::Say{.text = "Goodbye."}, conversation::EndCall{"goodbye"}};
      return {conversation::Note{.key = "intent", .value = "billing_balance"},
              conversation::CallTool{.id = 1, .name = "billing_balance"}};
    }
    if (std::holds_alternative<conversation::ToolDone>(input))
      return {conversation::Say{.text = "You owe five dollars."}, conversation::Listen{}};
    return {};
  };
  static agents::TeamPtr team_with(std::string version, std::string tool) {
    agents::Team team;
    team.version = std::move(version);
    team.agents.push_back({.id = "front", .answers = true, .tools = {{.name = std::move(tool)}}});
    return std::make_shared<const agents::Team>(std::move(team));
  }

  std::vector<std::string> tools_;
  std::vector<Row> rows_;
  agents::TeamPtr team_;  // in force; null: none
  Desk desk_;
};

TEST_F(CallTest, ACallIsAnsweredGreetedAndJournaledBeforeItActs) {
  call_comes_in();
  EXPECT_THAT(leg_.done, Contains("answer"));
  EXPECT_THAT(voice_.said, Contains("How can I help?"));
  ASSERT_GE(journal_.records.size(), 2U);
  EXPECT_EQ(journal_.records[0].type, kStartRecord);
  EXPECT_THAT(journal_.records[1].payload, HasSubstr("call_started"));
  EXPECT_EQ(line_.played[UtteranceId(1)], 1500);
  EXPECT_EQ(line_.ended.size(), 1U);
}

TEST_F(CallTest, ACallKeepsTheAgentsThatItBeganWith) {
  team_ = team_with("1-aaaaaaaa", "billing_balance");
  call_comes_in();
  EXPECT_THAT(journal_.records[1].payload, HasSubstr("test; agents 1-aaaaaaaa"));
  finish_speaking(1);
  team_ = team_with("2-bbbbbbbb", "autopay");
  says("what is my balance");
  EXPECT_THAT(tools_, Contains("billing_balance"));
}

TEST_F(CallTest, AToolOfAnotherAgentIsRefusedWhateverTheBrainWants) {
  team_ = team_with("1-aaaaaaaa", "autopay");
  call_comes_in();
  finish_speaking(1);
  says("what is my balance");
  EXPECT_TRUE(tools_.empty());
  const bool told = std::ranges::any_of(journal_.records, [](const auto& record) {
    return std::string(record.payload).contains("none of this agent's tools");
  });
  EXPECT_TRUE(told) << "the journal says why";
}

TEST_F(CallTest, AQuestionRunsAToolAndIsAnswered) {
  call_comes_in();
  finish_speaking(1);
  says("what is my balance");
  EXPECT_THAT(tools_, Contains("billing_balance"));
  EXPECT_THAT(voice_.said, Contains("You owe five dollars."));
  finish_speaking(2);
  leg_.events->on_ended({.end = telephony::LegEnd::far_end_hung_up, .reason = "bye"});
  loop_.run_posted();
  EXPECT_EQ(desk_.live(), 0U);
  const auto turns = rows<store::TurnRow>();
  ASSERT_EQ(turns.size(), 2U);
  EXPECT_EQ(turns[1].caller, "what is my balance");
  EXPECT_EQ(turns[1].agent, "You owe five dollars.");
  EXPECT_EQ(turns[0].intents, "");
  EXPECT_EQ(turns[1].intents, "billing_balance");
  EXPECT_TRUE(turns[1].timings.audio_on_wire);
  ASSERT_EQ(rows<store::CallEnd>().size(), 1U);
  EXPECT_TRUE(journal_.closed);
}

TEST_F(CallTest, WhatWasHeardBeforeACutIsWordsOfTheClause) {
  call_comes_in();
  finish_speaking(1);
  says("what is my balance");
  line(media::UtteranceVoiced{.utterance = UtteranceId(2), .at = clock_.now()});
  hear(speech::SpeechStarted{clock_.now()});
  hear(speech::Partial{.text = "wait a minute", .at = clock_.now()});
  EXPECT_EQ(line_.stops, 1);
  line(media::Cut{.utterance = UtteranceId(2), .samples_played = 850, .at = clock_.now()});
  leg_.events->on_ended({.end = telephony::LegEnd::far_end_hung_up});
  loop_.run_posted();
  EXPECT_EQ(rows<store::TurnRow>().back().agent, "You owe");
  EXPECT_TRUE(rows<store::TurnRow>().back().interrupted);
}

TEST_F(CallTest, OfAClauseInWhichTheCallerHangsUpOnlyWhatWasHeardIsKept) {
  call_comes_in();
  finish_speaking(1);
  says("what is my balance");
  line(media::UtteranceStarted{.utterance = UtteranceId(2), .at = clock_.now()});
  line(media::UtteranceVoiced{.utterance = UtteranceId(2), .at = clock_.now()});
  loop_.advance(100ms);
  leg_.events->on_ended({.end = telephony::LegEnd::far_end_hung_up});
  loop_.run_posted();
  EXPECT_EQ(rows<store::TurnRow>().back().agent, "You owe");
}

TEST_F(CallTest, ACardNumberReachesNeitherJournalNorHistory) {
  call_comes_in();
  finish_speaking(1);
  says("my card is 4242 4242 4242 4242");
  leg_.events->on_ended({.end = telephony::LegEnd::far_end_hung_up});
  loop_.run_posted();
  for (const auto& record : journal_.records) EXPECT_THAT(record.payload, ::testing::Not(HasSubstr("4242")));
  EXPECT_EQ(rows<store::TurnRow>().back().caller, "[card]");
}

TEST_F(CallTest, ATransferWaitsForTheJournalAndUsesTheAllowList) {
  call_comes_in();
  finish_speaking(1);
  says("a person please");
  EXPECT_THAT(leg_.done, ::testing::Not(Contains(HasSubstr("transfer"))));
  journal_.deliver_synced();
  EXPECT_THAT(leg_.done, Contains("transfer sip:person@127.0.0.1"));
  leg_.events->on_transfer({.stage = telephony::TransferStage::succeeded, .status = 200, .reason = "OK"});
  loop_.run_posted();
  EXPECT_THAT(leg_.done, Contains("hang_up"));
  ASSERT_EQ(rows<TransferRow>().size(), 1U);
  EXPECT_TRUE(rows<TransferRow>()[0].reached);
}

TEST_F(CallTest, TheCallIsHungUpAfterTheGoodbyeWasHeard) {
  call_comes_in();
  finish_speaking(1);
  says("that is all thanks");
  EXPECT_THAT(leg_.done, ::testing::Not(Contains("hang_up")));
  finish_speaking(2);
  EXPECT_THAT(leg_.done, Contains("hang_up"));
  EXPECT_EQ(desk_.live(), 0U);
}

TEST_F(CallTest, KeysPauseTheRecordingUntilTheyAreComplete) {
  call_comes_in();
  finish_speaking(1);
  line(media::KeyPressed{.key = '1', .at = clock_.now()});
  EXPECT_FALSE(line_.recording);
  loop_.advance(3s);
  EXPECT_TRUE(line_.recording);
}

TEST_F(CallTest, ABrokenVoiceDoesNotHangTheCall) {
  voice_.broken = true;
  call_comes_in();
  says("that is all thanks");
  EXPECT_EQ(desk_.live(), 0U);
}

TEST_F(CallTest, WithoutJournalSpaceACallIsRefusedAndALiveOneEndsNormally) {
  call_comes_in();
  journal_.full = true;
  testing::FakeLeg::Log second;
  desk_.take(std::make_unique<testing::FakeLeg>(second));
  EXPECT_THAT(second.done, Contains("reject"));
  EXPECT_EQ(desk_.live(), 1U);
  says("what is my balance");
  EXPECT_EQ(desk_.live(), 0U);
  EXPECT_EQ(rows<store::CallEnd>().size(), 1U);
}

TEST_F(CallTest, ReplayingTheJournalGivesTheSameRows) {
  call_comes_in();
  finish_speaking(1);
  says("what is my balance");
  finish_speaking(2);
  leg_.events->on_ended({.end = telephony::LegEnd::far_end_hung_up, .reason = "bye"});
  loop_.run_posted();
  std::vector<store::JournalRecord> records;
  for (const auto& record : journal_.records)
    records.push_back({.call = CallId("c-1"),
                       .sequence = records.size() + 1,
                       .type = record.type,
                       .payload = Bytes(record.payload.begin(), record.payload.end())});
  const auto replayed = project(CallId("c-1"), records, {});
  ASSERT_TRUE(replayed) << replayed.error().message;
  std::vector<std::string> agent;
  for (const auto& row : *replayed)
    if (const auto* turn = std::get_if<store::TurnRow>(&row)) agent.push_back(turn->agent);
  std::vector<std::string> live;
  for (const auto& turn : rows<store::TurnRow>()) live.push_back(turn.agent);
  EXPECT_EQ(agent, live);
  // Who called whom and when comes back as well, though history never had the row.
  const auto* start = std::get_if<store::CallStart>(&replayed->front());
  ASSERT_NE(start, nullptr);
  const auto kept = rows<store::CallStart>().at(0);
  EXPECT_EQ(start->started, kept.started);
  EXPECT_EQ(start->direction, "inbound");
  EXPECT_EQ(start->caller, kept.caller);
  EXPECT_EQ(start->called, kept.called);
  EXPECT_EQ(start->versions, kept.versions);

  records.resize(records.size() - 1);  // killed before the end: the turns are whole all the same
  const auto recovered = project(CallId("c-1"), records, {});
  ASSERT_TRUE(recovered);
  EXPECT_EQ(recovered->size(), replayed->size());
}

}  // namespace
}  // namespace attendant::call
