// A call's brain and voice when a speech-to-speech model is behind them.
#include "call/live_conversation.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "call/test_fakes.hpp"
#include "runtime/fake_loop.hpp"

namespace attendant::call {
namespace {

using namespace std::chrono_literals;
using conversation::Act;

class ScriptedModel final : public speech::LiveModel {
 public:
  class Session final : public speech::LiveSession {
   public:
    explicit Session(ScriptedModel& model) : model_(model) {}
    void hear(audio::SamplesView pcm) override { model_.heard += pcm.size(); }
    void answer() override { model_.asked += "answer "; }
    void go_on() override { model_.asked += "go_on "; }
    void add_words(std::string_view text, bool ours) override {
      model_.asked += (ours ? "ours:" : "caller:") + std::string(text) + " ";
    }
    void add_tool_answer(const std::string& id, std::string_view text) override {
      model_.asked += "tool:" + id + " ";
      model_.shown += text;
    }
    void cut(std::chrono::milliseconds played) override {
      model_.asked += "cut:" + std::to_string(played.count()) + " ";
    }

   private:
    ScriptedModel& model_;
  };
  std::unique_ptr<speech::LiveSession> open(const speech::LiveSetting&, Tell listener) override {
    tell = std::move(listener);
    return std::make_unique<Session>(*this);
  }
  std::string name() const override { return "scripted"; }

  Tell tell;
  std::string asked;
  std::string shown;  // of tools' answers
  std::size_t heard = 0;
};

class LiveConversationTest : public ::testing::Test {
 protected:
  LiveConversationTest() {
    brain_ = live_.open_brain();
    take(conversation::Started{.caller_number = "1"});
    acts_.clear();
    model_.asked.clear();
  }

  void take(conversation::BrainInput input) {
    done_ = false;
    brain_->take(std::move(input), [this](std::vector<Act> acts, bool more) {
      std::ranges::move(acts, std::back_inserter(acts_));
      done_ = !more;
    });
  }
  // What the acts say, and the names of the others.
  std::string told() const {
    std::string text;
    for (const Act& act : acts_) {
      if (const auto* say = std::get_if<conversation::Say>(&act)) text += "[" + say->text + "]";
      if (const auto* call = std::get_if<conversation::CallTool>(&act))
        text += (call->confirmed ? "confirmed:" : "call:") + call->name + std::to_string(call->id) + " ";
      if (std::holds_alternative<conversation::Listen>(act)) text += "listen ";
      if (std::holds_alternative<conversation::EndCall>(act)) text += "end ";
      if (const auto* transfer = std::get_if<conversation::Transfer>(&act))
        text += "transfer:" + transfer->target;
      if (const auto* note = std::get_if<conversation::Note>(&act)) text += "note:" + note->value + " ";
    }
    return text;
  }
  void words(const std::string& text) { model_.tell(speech::LiveWords{text}); }
  void sound(std::chrono::milliseconds length) {
    model_.tell(speech::LiveSound{audio::Samples(static_cast<std::size_t>(length.count()) * 8, 7)});
  }
  void call(const std::string& id, const std::string& name, const std::string& arguments = "{}") {
    model_.tell(speech::LiveToolCall{.id = id, .name = name, .arguments = arguments});
  }
  void answered() { model_.tell(speech::LiveAnswered{}); }

  // The samples of a clause as the mouth would get them.
  struct Spoken {
    std::size_t samples = 0;
    bool over = false;
    std::vector<speech::WordMark> words;
    std::unique_ptr<speech::Speaking> speaking;
  };
  std::unique_ptr<Spoken> speak(const std::string& text, std::uint32_t utterance) {
    auto spoken = std::make_unique<Spoken>();
    spoken->speaking =
        live_.voice().speak({.text = text, .utterance = UtteranceId(utterance)},
                            [to = spoken.get()](const speech::SynthesisEvent& event) {
                              if (const auto* chunk = std::get_if<speech::SpokenChunk>(&event)) {
                                to->samples += chunk->pcm.size();
                                to->words.insert(to->words.end(), chunk->words.begin(), chunk->words.end());
                              } else {
                                to->over = true;
                              }
                            });
    return spoken;
  }

  FakeClock clock_;
  runtime::FakeLoop loop_{clock_};
  ScriptedModel model_;
  testing::FakeVoice ordinary_;
  testing::FakeBrain::Answer rescue_ = [](const conversation::BrainInput&) {
    return std::vector<Act>{conversation::Say{.text = "rescued"},
                            conversation::CallTool{.id = 1, .name = "claim_status"}};
  };
  LiveConversation live_{loop_,
                         model_,
                         ordinary_,
                         [this] { return std::make_unique<testing::FakeBrain>(rescue_); },
                         {.brain = {.greeting = "Welcome."}}};
  std::unique_ptr<brain::BrainSession> brain_;
  std::vector<Act> acts_;
  bool done_ = false;
};

TEST_F(LiveConversationTest, TheGreetingIsSaidInTheOrdinaryVoiceAndTheModelKnowsOfIt) {
  acts_.clear();
  take(conversation::Started{});
  EXPECT_EQ(told(), "[Welcome.]listen ");
  EXPECT_EQ(model_.asked, "ours:Welcome. ");
  speak("Welcome.", 1);
  EXPECT_EQ(ordinary_.said, std::vector<std::string>{"Welcome."});
}

TEST_F(LiveConversationTest, TheModelIsSentTheTurnOfTheCallerWithWhatCameJustBefore) {
  for (int i = 0; i < 100; ++i) live_.hear(audio::Samples(160));
  EXPECT_EQ(model_.heard, 0U);
  live_.on_hearing(speech::SpeechStarted{});
  EXPECT_EQ(model_.heard, 4800U);
  live_.hear(audio::Samples(160));
  EXPECT_EQ(model_.heard, 4960U);
  take(conversation::Heard{.text = "my claim"});
  live_.hear(audio::Samples(160));
  EXPECT_EQ(model_.heard, 4960U);
  EXPECT_EQ(model_.asked, "answer ");
}

TEST_F(LiveConversationTest, WhatTheModelSaysIsSaidClauseByClauseInItsOwnSound) {
  take(conversation::Heard{});
  words("It was paid. The che");
  EXPECT_EQ(told(), "[It was paid.]");
  const auto first = speak("It was paid.", 2);
  EXPECT_FALSE(first->over);
  sound(2s);
  EXPECT_TRUE(first->over);
  EXPECT_EQ(first->samples, 12U * 533U);
  EXPECT_EQ(first->words.size(), 3U);
  words("ck was sent.");
  sound(1s);
  answered();
  EXPECT_EQ(told(), "[It was paid.][The check was sent.]listen ");
  EXPECT_TRUE(done_);
  const auto second = speak("The check was sent.", 3);
  EXPECT_TRUE(second->over);
  EXPECT_EQ(first->samples + second->samples, 24000U) << "all of the sound, once";
  EXPECT_TRUE(ordinary_.said.empty());
}

TEST_F(LiveConversationTest, AFunctionIsAToolOfTheCallAndItsAnswerGoesBack) {
  take(conversation::Heard{});
  words("Let me look.");
  sound(700ms);
  call("c1", "claim_status", R"({"claim_id":"1"})");
  call("c2", "billing_due");
  answered();
  EXPECT_EQ(told(), "[Let me look.]call:claim_status1 call:billing_due2 ");
  take(conversation::ToolDone{.id = 1, .answer = {.outcome = Outcome::ok}});
  EXPECT_TRUE(done_) << "the model answers when it has both";
  EXPECT_EQ(model_.asked, "answer tool:c1 ");
  take(conversation::ToolDone{.id = 2, .answer = {.outcome = Outcome::ok}});
  EXPECT_EQ(model_.asked, "answer tool:c1 tool:c2 go_on ");
  EXPECT_EQ(speak("Let me look.", 2)->samples, 5600U) << "what was said before the tools is still played";
  EXPECT_TRUE(ordinary_.said.empty());
}

TEST_F(LiveConversationTest, WhatAToolSaysOfAMemberIsSaidByUsAndNotShownToTheModel) {
  take(conversation::Heard{});
  call("c1", "claim_status");
  answered();
  take(conversation::ToolDone{.id = 1, .answer = {.outcome = Outcome::ok, .say = {"It was paid."}}});
  EXPECT_EQ(told(), "call:claim_status1 [It was paid.]listen ");
  EXPECT_EQ(model_.asked, "answer tool:c1 ") << "and is asked for no words of its own";
  EXPECT_EQ(model_.shown.find("paid"), std::string::npos) << model_.shown;
  EXPECT_TRUE(done_);
}

TEST_F(LiveConversationTest, AWriteIsConfirmedOnlyAfterItsReadBackAndAnotherWordOfTheCaller) {
  take(conversation::Heard{});
  call("c1", "update_phone", R"({"phone":"1","confirmed":true})");
  answered();
  take(conversation::ToolDone{.id = 1, .answer = {.outcome = Outcome::need, .need = "confirm"}});
  call("c2", "update_phone", R"({"phone":"1","confirmed":true})");
  answered();
  take(conversation::ToolDone{.id = 2, .answer = {.outcome = Outcome::need, .need = "confirm"}});
  words("Shall I?");
  answered();
  take(conversation::Heard{.text = "yes"});
  call("c3", "update_phone", R"({"phone":"1","confirmed":true})");
  call("c4", "update_phone", R"({"phone":"2","confirmed":true})");
  answered();
  EXPECT_EQ(
      told(),
      "call:update_phone1 call:update_phone2 [Shall I?]listen confirmed:update_phone3 call:update_phone4 ");
}

TEST_F(LiveConversationTest, AnInterruptionCutsTheModelsMemoryWhereThePlaybackWasCut) {
  take(conversation::Heard{});
  words("It was paid. The check was sent on Monday.");
  sound(3s);
  answered();
  speak("It was paid.", 2);
  speak("The check was sent on Monday.", 3);
  live_.played_all(UtteranceId(2));
  live_.played(UtteranceId(3), 800);
  take(conversation::Interrupted{.heard = "The"});
  // The first clause is the first 12 of 42 letters: 857 ms of three seconds, as the whole answer is known.
  EXPECT_EQ(model_.asked, "answer cut:957 ");
  EXPECT_TRUE(done_);
}

TEST_F(LiveConversationTest, WhenTheModelIsLateAnotherBrainTakesTheCallWithToolsNumberedOn) {
  take(conversation::Heard{});
  call("c1", "claim_status");
  answered();
  take(conversation::ToolDone{.id = 1, .answer = {.outcome = Outcome::ok}});
  acts_.clear();
  loop_.advance(3s);
  EXPECT_EQ(told(), "note:failed [rescued]call:claim_status2 ");
  speak("rescued", 9);
  EXPECT_EQ(ordinary_.said, std::vector<std::string>{"rescued"});
}

TEST_F(LiveConversationTest, AModelThatFailsBeforeAWordIsReplacedInTheSameTurn) {
  take(conversation::Heard{});
  model_.tell(speech::LiveFailed{{.code = ErrorCode::unavailable, .message = "gone"}});
  EXPECT_EQ(told(), "note:failed [rescued]call:claim_status1 ");
  EXPECT_TRUE(done_);
}

TEST_F(LiveConversationTest, AModelThatFailsInTheMiddleOfASentenceIsReplacedInTheNext) {
  take(conversation::Heard{});
  words("It was paid. The che");
  model_.tell(speech::LiveFailed{});
  EXPECT_EQ(told(), "[It was paid.][The che]listen ");
  acts_.clear();
  take(conversation::Heard{});
  EXPECT_EQ(told(), "note:failed [rescued]call:claim_status1 ");
}

TEST_F(LiveConversationTest, AnAnswerWithoutAWordIsAFailure) {
  take(conversation::Heard{});
  answered();
  EXPECT_EQ(told(), "note:failed [rescued]call:claim_status1 ");
}

TEST_F(LiveConversationTest, TheModelMayTransferAndEndTheCall) {
  take(conversation::Heard{});
  words("One moment.");
  call("c1", "transfer_to_person", R"({"summary":"x"})");
  answered();
  EXPECT_EQ(told(), "[One moment.]transfer:person");
  acts_.clear();
  take(conversation::TransferDone{.reached = false});
  words("Nobody is there.");
  call("c2", "end_call", R"({"reason":"goodbye"})");
  answered();
  EXPECT_EQ(told(), "[Nobody is there.]end ");
}

}  // namespace
}  // namespace attendant::call
