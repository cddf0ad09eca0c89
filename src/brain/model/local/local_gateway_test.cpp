#include "brain/model/local/local_gateway.hpp"

#include <deque>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/fake_loop.hpp"

namespace attendant::brain {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Writes the pieces of its script; what the test does in between happens at a token.
class FakeTextModel final : public TextModel {
 public:
  Status begin(const TextQuestion& question, const std::stop_token& stop) override {
    begun.push_back(question);
    at_ = 0;
    if (const auto hook = on_prompt) hook();
    if (stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped");
    if (refuses) return fail(*refuses);
    ++evaluated;
    return {};
  }
  Result<TextPiece> next(const std::stop_token& stop) override {
    if (const auto hook = on_token) hook(at_);
    if (stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped");
    if (at_ == pieces.size()) return TextPiece{.text = {}, .end = TextEnd::stop};
    return TextPiece{.text = pieces[at_++], .end = {}};
  }
  TextCounts counts() const override {
    return {.prompt = 10, .reused = 8, .answered = static_cast<std::int64_t>(at_)};
  }

  std::vector<std::string> pieces;
  std::vector<TextQuestion> begun;
  std::optional<Error> refuses;
  int evaluated = 0;
  std::function<void()> on_prompt;
  std::function<void(std::size_t)> on_token;

 private:
  std::size_t at_ = 0;
};

class LocalGatewayTest : public testing::Test {
 protected:
  static LocalOptions options() {
    LocalOptions options;
    options.first_token = 1s;
    options.most_questions = 2;
    return options;
  }

  ModelRequestId ask(std::string name = "q", Duration within = 1h) {
    ModelQuestion question{.call = name, .agent = "claims", .deadline = clock_.now() + within};
    question.request.messages = {{.role = ChatRole::user, .text = "Was it paid?"}};
    question.request.tools = {{.name = "get_claim", .description = "a claim"}};
    const auto say = [this, name](const std::string& what) { told_.push_back(name + what); };
    return gateway_.ask(
        std::move(question),
        {.delta =
             [say](const AnswerDelta& delta) {
               if (const auto* text = std::get_if<TextDelta>(&delta)) say(":" + text->text);
               if (const auto* call = std::get_if<ToolCallDelta>(&delta)) say("=" + call->name);
             },
         .restart = [say] { say(" restarts"); },
         .finished =
             [this, say](const AnswerEnd& end, const Served& served) {
               say("-" + std::string(to_string(end.reason)));
               end_ = end;
               served_ = served;
             },
         .failed =
             [this, say](const Error& error, bool committed, const Served&) {
               say("!" + std::string(to_string(error.code)) + (committed ? " committed" : ""));
               why_ = error.message;
             }});
  }
  // The model's thread has its turn.
  void think() {
    while (!jobs_.empty()) {
      auto job = std::move(jobs_.front());
      jobs_.pop_front();
      job();
    }
    loop_.run_posted();
  }
  std::vector<std::string> told() { return std::exchange(told_, {}); }

  FakeClock clock_;
  runtime::FakeLoop loop_{clock_};
  FakeTextModel model_;
  telemetry::Registry registry_;
  std::deque<runtime::Job> jobs_;
  bool thread_takes_ = true;
  LocalGateway gateway_{loop_,
                        model_,
                        [this](runtime::Job job) {
                          if (thread_takes_) jobs_.push_back(std::move(job));
                          return thread_takes_;
                        },
                        options(),
                        registry_,
                        {}};
  std::vector<std::string> told_;
  std::optional<AnswerEnd> end_;
  Served served_;
  std::string why_;
};

TEST_F(LocalGatewayTest, StreamsWhatTheModelWrites) {
  model_.pieces = {"It was", " paid", "."};
  ask();
  EXPECT_THAT(told(), IsEmpty()) << "nothing is computed on the loop";
  loop_.advance(300ms);
  think();
  EXPECT_THAT(told(), ElementsAre("q:It was", "q: paid", "q:.", "q-stop"));
  EXPECT_EQ(end_->usage, (TokenUsage{.prompt = 10, .cached = 8, .completion = 3}));
  EXPECT_EQ(served_.first_token, 300ms);
  EXPECT_EQ(served_.attempts, 1);
  EXPECT_THAT(registry_.exposition(), HasSubstr(R"(gen_ai_provider_name="llama.cpp")"));
}

TEST_F(LocalGatewayTest, EndsGeneratingBehindACall) {
  model_.pieces = {R"({"tool":)", R"("get_claim"})", " I hope", " that helps"};
  model_.on_token = [this](std::size_t) { loop_.run_posted(); };
  ask();
  think();
  EXPECT_THAT(told(), ElementsAre("q=get_claim", "q-tool_calls"));
  EXPECT_EQ(model_.counts().answered, 2) << "it was stopped";
}

TEST_F(LocalGatewayTest, IsSilentOnceItIsDropped) {
  model_.pieces = {"It", " was", " paid"};
  const auto id = ask();
  model_.on_token = [&](std::size_t at) {
    loop_.run_posted();
    if (at == 1) gateway_.drop(id);
  };
  think();
  EXPECT_THAT(told(), ElementsAre("q:It"));
  EXPECT_EQ(model_.counts().answered, 1);
}

TEST_F(LocalGatewayTest, GivesUpWithoutAFirstTokenInTime) {
  ask();
  loop_.advance(999ms);
  EXPECT_THAT(told(), IsEmpty());
  loop_.advance(1ms);
  EXPECT_THAT(told(), ElementsAre("q!timed_out"));
  ask("hasty", 200ms);
  loop_.advance(200ms);
  EXPECT_THAT(told(), ElementsAre("hasty!timed_out")) << "the turn's own deadline is sooner";
}

TEST_F(LocalGatewayTest, GivesUpAnAnswerThatStalls) {
  model_.pieces = {"It", " was"};
  const auto id = ask();
  model_.on_token = [&](std::size_t at) {
    loop_.run_posted();
    if (at == 1) {
      gateway_.commit(id);
      loop_.advance(2s);
    }
  };
  think();
  EXPECT_THAT(told(), ElementsAre("q:It", "q!timed_out committed"));
}

TEST_F(LocalGatewayTest, EvaluatesALatePromptToItsEndForTheNextTurn) {
  ask();
  model_.on_prompt = [this] { loop_.advance(1s); };
  model_.pieces = {"late"};
  think();
  EXPECT_THAT(told(), ElementsAre("q!timed_out"));
  EXPECT_EQ(model_.evaluated, 1);
  EXPECT_EQ(model_.counts().answered, 0) << "but writes nothing";
}

TEST_F(LocalGatewayTest, EvaluatesNoLatePromptWhileSomebodyWaits) {
  ask("first");
  model_.on_prompt = [this] {
    model_.on_prompt = nullptr;
    loop_.advance(1s);
    ask("second");
  };
  model_.pieces = {"Hello"};
  think();
  EXPECT_EQ(model_.evaluated, 1);
  EXPECT_THAT(told(), ElementsAre("first!timed_out", "second:Hello", "second-stop"));
}

TEST_F(LocalGatewayTest, AnswersInOrderAndRefusesWhatWouldWaitTooLong) {
  model_.pieces = {"Hello"};
  ask("first");
  ask("second");
  ask("third");
  EXPECT_THAT(told(), ElementsAre("third!exhausted"));
  think();
  EXPECT_THAT(told(), ElementsAre("first:Hello", "first-stop", "second:Hello", "second-stop"));
  thread_takes_ = false;
  ask("fourth");
  EXPECT_THAT(told(), ElementsAre("fourth!exhausted"));
}

TEST_F(LocalGatewayTest, BeginsNothingThatWasDroppedWhileItWaited) {
  model_.pieces = {"Hello"};
  ask("first");
  gateway_.drop(ask("second"));
  think();
  EXPECT_EQ(model_.begun.size(), 1U);
  EXPECT_THAT(told(), ElementsAre("first:Hello", "first-stop"));
}

TEST_F(LocalGatewayTest, PassesOnWhyThePromptCannotBeTaken) {
  model_.refuses = Error{.code = ErrorCode::invalid, .message = "5000 tokens do not fit into 4096"};
  ask();
  think();
  EXPECT_THAT(told(), ElementsAre("q!invalid"));
  EXPECT_THAT(why_, HasSubstr("5000 tokens do not fit into 4096"));
}

TEST_F(LocalGatewayTest, AnswersForNoPoolButItsOwn) {
  std::string why;
  gateway_.ask({.pool = "talk"},
               {.failed = [&](const Error& error, bool, const Served&) { why = error.message; }});
  EXPECT_THAT(why, HasSubstr("there is no model pool 'talk'"));
}

TEST_F(LocalGatewayTest, FailsWithAnAnswerThatCannotBeRead) {
  model_.pieces = {R"({"answer": 42})"};
  ask();
  think();
  EXPECT_THAT(told(), ElementsAre("q!unavailable"));
}

TEST(LocalGatewayEnd, LeavesNothingBehindThatTouchesIt) {
  FakeClock clock;
  runtime::FakeLoop loop(clock);
  FakeTextModel model;
  telemetry::Registry registry;
  std::deque<runtime::Job> jobs;
  auto gateway = std::make_unique<LocalGateway>(
      loop, model,
      [&](runtime::Job job) {
        jobs.push_back(std::move(job));
        return true;
      },
      LocalOptions{}, registry, telemetry::Logger());
  ModelQuestion question{.deadline = clock.now() + 1s};
  question.request.messages = {{.role = ChatRole::user, .text = "Hello"}};
  gateway->ask(std::move(question), {});
  model.pieces = {"Hello", " you"};
  model.on_token = [&](std::size_t at) {
    if (at == 1) gateway.reset();
  };
  jobs.front()();
  loop.run_posted();
  EXPECT_EQ(model.counts().answered, 1);
}

}  // namespace
}  // namespace attendant::brain
