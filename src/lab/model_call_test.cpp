// Whole calls whose words are a language model's, over a real network: the real core, both brains, tools,
// understanding and demo records, and the gateway with its sockets in front of a server that streams what the
// test says. Its clock is the call's own, and goes as fast as the network while an answer is owed.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "brain/dialogue/dialogue_brain.hpp"
#include "brain/model/model_brain.hpp"
#include "brain/model/pool_gateway.hpp"
#include "brain/model/scripted_model.hpp"
#include "brain/rescued_brain.hpp"
#include "lab/replay.hpp"
#include "lab/text_call.hpp"
#include "net/asio_http_client.hpp"
#include "records/sqlite_store.hpp"
#include "runtime/run_here.hpp"
#include "runtime/shard.hpp"
#include "telemetry/redact.hpp"
#include "tools/runtime.hpp"
#include "understanding/mask.hpp"
#include "understanding/understander.hpp"
#include "understanding/understander_under_test.hpp"

namespace attendant::lab {
namespace {

using namespace std::chrono_literals;
using brain::ScriptedModel;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Kind = Happening::Kind;
namespace fs = std::filesystem;

const fs::path kSource = ATTENDANT_SOURCE_DIR;
constexpr Date kToday{std::chrono::year(2026) / 11 / 1};
constexpr auto kLongestSilence = 2500ms;  // 2 s of the policy, and what a busy machine is late

std::shared_ptr<const understanding::Understander> understander() {
  return understanding::shipped_understander(kSource, ATTENDANT_ENGINES_DIR);
}

class NoLines final : public telemetry::LogSink {
 public:
  void write(std::string) override {}
};

// The longest time in which nobody spoke, but after our last question.
conversation::CallTime longest_silence(const std::vector<conversation::Event>& events) {
  conversation::CallTime longest{0};
  std::optional<conversation::CallTime> silent_since;
  int playing = 0;
  const auto broken = [&](conversation::CallTime at) {
    if (silent_since) longest = std::max(longest, at - *silent_since);
    silent_since.reset();
  };
  for (const auto& event : events) {
    if (const auto* paused = std::get_if<conversation::SpeechPaused>(&event.body)) {
      if (playing == 0) silent_since = paused->last_voiced;
    } else if (std::holds_alternative<conversation::ClauseStarted>(event.body)) {
      ++playing;
      broken(event.at);
    } else if (std::holds_alternative<conversation::SpeechStarted>(event.body)) {
      broken(event.at);
    } else if (std::holds_alternative<conversation::ClauseFinished>(event.body)) {
      if (--playing == 0) silent_since = event.at;
    } else if (std::holds_alternative<conversation::PlaybackCut>(event.body)) {
      playing = 0;
    }
  }
  return longest;
}

class ModelCallTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(understander(), nullptr);
    auto opened = records::SqliteStore::open({.path = ":memory:", .data = kSource / "data/demo"});
    ASSERT_TRUE(opened);
    store_ = *std::move(opened);
    tools_ = std::make_unique<tools::ToolRuntime>(tools::insurance_catalogue(), *store_);
    dialogue_ = std::make_unique<brain::DialogueBrain>(brain::DialogueOptions{}, tools_->catalogue(),
                                                       understander(), brain::run_in_place());
    auto client = net::AsioHttpClient::make(shard_, {});
    ASSERT_TRUE(client);
    client_ = *std::move(client);
    begin_calls({});
  }
  // How long the model may be silent. Long, so that a busy machine is no silence.
  struct Patience {
    std::chrono::milliseconds first_token{5000};
    std::chrono::milliseconds stall{5000};
  };
  void begin_calls(Patience patience) {
    call_.reset();
    brain::ModelPoolOptions pool{.name = "talk"};
    pool.endpoints = {
        {.endpoint = {.name = "only"}, .dialect = {.model = "m"}, .origin = model_.origin(), .key = {}}};
    pool.policy.shortest_first_token = std::min(pool.policy.shortest_first_token, patience.first_token);
    pool.policy.longest_first_token = patience.first_token;
    pool.policy.stall = patience.stall;
    pool.policy.most_attempts = 2;
    pool.policy.hedged_share = 0;
    gateway_ = std::make_unique<brain::PoolGateway>(
        shard_, *client_, std::vector{pool}, registry_,
        telemetry::Logger(lines_, clock_, telemetry::Level::error,
                          std::make_shared<const telemetry::Redactor>()));
    worded_ = std::make_unique<brain::ModelBrain>(
        brain::ModelOptions{.greeting = "Welcome.", .first_words = 10s, .turn = 20s}, tools_->catalogue(),
        *gateway_, shard_);
    rescued_ = std::make_unique<brain::RescuedBrain>(*worded_, *dialogue_, tools_->catalogue());
    open_call();
  }
  void open_call() {
    seen_ = 0;
    call_ = std::make_unique<TextCall>(
        rescued_->open({.call = CallId("c-1"), .today = kToday}),
        [this](conversation::Identity& identity, const conversation::RunTool& run) {
          const tools::CallContext context{CallId("c-1"), "", kToday,
                                           WallTime(std::chrono::sys_days(kToday))};
          return tools_->run(context, identity, run.name, run.arguments, run.confirmed);
        },
        [](std::string_view text, conversation::Asked asked) { return understanding::mask(text, asked); },
        TextCall::Options{.tools_take = 40ms, .brain_works_on = &shard_});
    call_->start();
    call_->settle();
    told();
  }
  void TearDown() override {
    if (call_) look_at_the_whole_call();
  }
  // Nobody was left in silence, and the core does the same again with what the journal has.
  void look_at_the_whole_call() {
    EXPECT_LE(longest_silence(call_->events()), kLongestSilence) << "the caller was left in silence";
    const auto again = replay(call_->events(), nullptr, call_->policy());
    const auto difference = again.difference.value_or(Difference{});
    EXPECT_FALSE(again.difference) << difference.what << ": " << difference.then;
    EXPECT_EQ(again.events, call_->events().size());
  }

  void hear(std::string_view text) {
    call_->says(text);
    call_->settle();
  }
  // What was said, as far as it was heard, done and noted since the last look.
  std::vector<std::string> told() {
    std::vector<std::string> lines;
    const auto& all = call_->happenings();
    for (; seen_ < all.size(); ++seen_) {
      const auto& one = all[seen_];
      if (one.kind == Kind::said && one.detail != "filler") lines.push_back(one.heard.value_or(one.text));
      if (one.kind == Kind::tool) lines.push_back(fmt::format("[{} {}]", one.text, one.outcome));
      if (one.kind == Kind::note && one.text == "brain") lines.push_back("(" + one.detail + ")");
    }
    return lines;
  }
  // Says the sentences of the last tool's answer, with their tokens.
  ScriptedModel::Answer repeats_the_tool() {
    return [this](net::ScriptedConnection& c) {
      const auto request = boost::json::parse(model_.asked().back());
      const auto& last = request.at("messages").as_array().back().as_object();
      const auto answer = boost::json::parse(std::string_view(last.at("content").as_string()));
      std::string text;
      for (const auto& sentence : answer.at("say").as_array())
        text += std::string(sentence.as_string()) + " ";
      return model_.says({text.substr(0, text.size() / 2), text.substr(text.size() / 2)})(c);
    };
  }
  // The service is told at once that nobody listens any more.
  void expect_a_closed_stream() {
    runtime::run_here(shard_, 2s, [this] { return model_.dropped() == 1; });
    EXPECT_EQ(model_.dropped(), 1);
  }
  void identify() {
    model_.then(model_.says({"What is your member ID ", "and your date of birth?"}));
    model_.then(model_.calls("verify_member", R"({"member_id": "{member_1}", "dob": "{date_1}"})"));
    model_.then(model_.says({"Thank you. ", "What can I do for you?"}));
    hear("hello, I have a question");
    hear("N W two eight three one nine two four two, October 23rd 1978");
    EXPECT_THAT(told(), Contains("[verify_member ok]"));
  }

  SystemClock clock_;
  runtime::Shard shard_{"models", clock_};
  telemetry::Registry registry_;
  NoLines lines_;
  ScriptedModel model_;
  std::unique_ptr<records::SqliteStore> store_;
  std::unique_ptr<tools::ToolRuntime> tools_;
  std::unique_ptr<brain::DialogueBrain> dialogue_;
  std::unique_ptr<net::AsioHttpClient> client_;
  std::unique_ptr<brain::PoolGateway> gateway_;
  std::unique_ptr<brain::ModelBrain> worded_;
  std::unique_ptr<brain::RescuedBrain> rescued_;
  std::unique_ptr<TextCall> call_;
  std::size_t seen_ = 0;
};

TEST_F(ModelCallTest, AnswersCallsAToolAndWordsItsAnswer) {
  identify();
  model_.then(model_.calls("billing_balance", "{}", "Let me see. "));
  model_.then(repeats_the_tool());
  hear("what do I owe you");
  const auto lines = told();
  ASSERT_GE(lines.size(), 3U);
  EXPECT_THAT(lines, Contains("Let me see."));
  EXPECT_THAT(lines, Contains("[billing_balance ok]"));
  EXPECT_THAT(lines[2], AllOf(HasSubstr("$"), Not(HasSubstr("{")))) << "tokens are spoken in full";
  EXPECT_THAT(model_.asked().back(), Not(HasSubstr("NW28319242"))) << "the model sees tokens";
}

TEST_F(ModelCallTest, ABargeInClosesTheStreamAndTheModelLearnsWhatWasHeard) {
  model_.then(model_.stalls({"I can help you with claims, benefits and bills. ", "Tell me what it is. "}));
  model_.then(model_.says({"What is your member ID?"}));
  call_->says("good morning");
  call_->await_first_words();
  ASSERT_TRUE(call_->interrupts("claims", "no wait, what do I owe"));
  call_->settle();
  expect_a_closed_stream();
  const auto lines = told();
  ASSERT_EQ(lines.size(), 3U) << testing::PrintToString(lines);
  EXPECT_THAT(lines[0], AllOf(testing::StartsWith("I can help you with claims"), Not(HasSubstr("bills"))));
  EXPECT_EQ(lines[1], "") << "queued behind it, and never heard";
  EXPECT_EQ(lines[2], "What is your member ID?");
  EXPECT_THAT(model_.asked().back(), AllOf(HasSubstr("[interrupted]"), Not(HasSubstr("Tell me what"))));
}

TEST_F(ModelCallTest, AStreamThatIsCutBeforeAWordIsTheDialogueEnginesTurn) {
  model_.then(model_.breaks_off({}));
  model_.then(model_.breaks_off({}));
  hear("what is my balance");
  EXPECT_THAT(told(),
              AllOf(Contains(HasSubstr("(rescued: the model failed")), Contains("What is your member ID?")));
  model_.then(model_.says({"And your date of birth?"}));
  hear("N W two eight three one nine two four two");
  EXPECT_THAT(told(), ElementsAre("And your date of birth?")) << "the next turn is the model's again";
}

TEST_F(ModelCallTest, AStreamThatIsCutAmidItsWordsIsGoneOnWithAndNothingIsSaidTwice) {
  model_.then(model_.breaks_off({"I can look that up for you. ", "What is your mem"}));
  hear("what is my balance");
  EXPECT_THAT(told(), ElementsAre("I can look that up for you.", HasSubstr("(rescued: the model failed"),
                                  "[billing_balance needs_identity]", "What is your member ID?"));
  EXPECT_EQ(model_.asked().size(), 1U) << "no second try once words were spoken";
}

TEST_F(ModelCallTest, AStreamThatStallsAmidItsWordsIsGoneOnWith) {
  begin_calls({.stall = 300ms});
  model_.then(model_.stalls({"I can look that up for you. ", "What is your mem"}));
  hear("what is my balance");
  EXPECT_THAT(told(), ElementsAre("I can look that up for you.", HasSubstr("(rescued: "),
                                  "[billing_balance needs_identity]", "What is your member ID?"));
  expect_a_closed_stream();
}

TEST_F(ModelCallTest, AModelThatSaysNothingIsTheDialogueEnginesTurn) {
  begin_calls({.first_token = 200ms});
  model_.then(model_.stalls({}));
  model_.then(model_.stalls({}));
  hear("what is my balance");
  EXPECT_THAT(told(), Contains("What is your member ID?"));
}

TEST_F(ModelCallTest, AServiceThatIsToBeLeftAloneForADayIsTheDialogueEnginesTurnAtOnce) {
  model_.then(ScriptedModel::refuses(429, "Retry-After: 86400\r\n"));
  const auto before = call_->now();
  hear("what is my balance");
  EXPECT_THAT(told(), ElementsAre(HasSubstr("(rescued: the model failed"), "[billing_balance needs_identity]",
                                  "What is your member ID?"));
  EXPECT_LT(call_->now() - before, 10s);
  hear("N W two eight three one nine two four two");
  EXPECT_THAT(told(), Contains(HasSubstr("date of birth")));
}

TEST_F(ModelCallTest, StreamsThatMakeNoSenseAreTheDialogueEnginesTurn) {
  const std::vector<ScriptedModel::Answer> answers = {
      ScriptedModel::streams({"{not json", "[DONE]"}),
      ScriptedModel::streams({R"({"choices":[]})", "[DONE]"}),
      ScriptedModel::streams({R"({"choices":[{"index":0,"finish_reason":"stop"}]})", "[DONE]"}),
      ScriptedModel::streams({R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})", "[DONE]"}),
      ScriptedModel::streams({R"({"choices":"none"})"}),
      ScriptedModel::streams({R"({"error":{"message":"overloaded","type":"server_error"}})"}),
      ScriptedModel::streams({}),
      ScriptedModel::refuses(200, ""),
      ScriptedModel::refuses(500, ""),
  };
  for (const auto& answer : answers) {
    open_call();
    model_.then(answer);
    model_.then(answer);
    hear("what is my balance");
    EXPECT_THAT(told(), AllOf(Contains(HasSubstr("(rescued: ")), Contains(HasSubstr("member ID"))));
    look_at_the_whole_call();
  }
}

TEST_F(ModelCallTest, ACallOfAToolThatIsCutRunsNoTool) {
  model_.then(ScriptedModel::streams(
      {R"({"choices":[{"index":0,"delta":{"content":"One moment please, I'm looking. It"}}]})",
       R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"billing_balance","arguments":"{"}}]}}]})"}));
  hear("what is my balance");
  EXPECT_THAT(told(), ElementsAre("One moment please, I'm looking.", HasSubstr("(rescued: "),
                                  "[billing_balance needs_identity]", "What is your member ID?"));
}

TEST_F(ModelCallTest, TheCallEndsWhileAnAnswerStreams) {
  model_.then(model_.stalls({"I can help you with claims, benefits and bills. ", "Tell me"}));
  call_->says("good morning");
  call_->await_first_words();
  call_->hangs_up();
  EXPECT_TRUE(call_->ended());
  call_.reset();
  expect_a_closed_stream();
}

}  // namespace
}  // namespace attendant::lab
