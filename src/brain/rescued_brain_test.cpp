// The real dialogue engine beside a model whose gateway is the test's, on the demo records, under a fake
// clock.
#include "brain/rescued_brain.hpp"

#include <filesystem>
#include <memory>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "brain/dialogue/dialogue_brain.hpp"
#include "brain/model/fake_gateway.hpp"
#include "brain/model/model_brain.hpp"
#include "brain/model/model_history.hpp"
#include "records/sqlite_store.hpp"
#include "runtime/fake_loop.hpp"
#include "tools/runtime.hpp"
#include "understanding/understander_under_test.hpp"

namespace attendant::brain {
namespace {

using namespace std::chrono_literals;
using conversation::CallTool;
using conversation::Listen;
using conversation::Note;
using conversation::Say;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

namespace fs = std::filesystem;
const fs::path kSource = ATTENDANT_SOURCE_DIR;
constexpr Date kToday{std::chrono::year(2026) / 11 / 1};

std::shared_ptr<const understanding::Understander> understander() {
  return understanding::shipped_understander(kSource, ATTENDANT_ENGINES_DIR);
}

// Tools run at once when they are called.
class RescuedBrainTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(understander(), nullptr);
    auto opened = records::SqliteStore::open({.path = ":memory:", .data = kSource / "data/demo"});
    ASSERT_TRUE(opened);
    store_ = *std::move(opened);
    tools_ = std::make_unique<tools::ToolRuntime>(tools::insurance_catalogue(), *store_);
    dialogue_ = std::make_unique<DialogueBrain>(DialogueOptions{}, tools_->catalogue(), understander(),
                                                run_in_place());
    model_ = std::make_unique<ModelBrain>(ModelOptions{.greeting = "Welcome."}, tools_->catalogue(), gateway_,
                                          loop_);
    brain_ = std::make_unique<RescuedBrain>(*model_, *dialogue_, tools_->catalogue());
    session_ = brain_->open({.call = CallId("c-1"), .today = kToday});
    take(conversation::Started{});
    told_.clear();
  }

  void take(conversation::BrainInput input) {
    session_->take(std::move(input), [this](const std::vector<conversation::Act>& acts, bool) {
      for (const auto& act : acts) {
        if (const auto* call = std::get_if<CallTool>(&act)) calls_.push_back(*call);
        told_.push_back(written(act));
      }
    });
  }
  // As the core does, in its own time.
  void run_tools() {
    while (!calls_.empty()) {
      const auto call = calls_.front();
      calls_.erase(calls_.begin());
      const tools::CallContext context{CallId("c-1"), "", kToday, WallTime(std::chrono::sys_days(kToday))};
      auto answer = tools_->run(context, identity_, call.name, call.arguments, call.confirmed);
      take(conversation::ToolDone{.id = call.id, .answer = std::move(answer), .identity = identity_});
    }
  }
  void hear(std::string text) {
    take(conversation::Heard{.text = std::move(text)});
    run_tools();
  }
  std::vector<std::string> told() {
    run_tools();
    return std::exchange(told_, {});
  }

  static std::string written(const conversation::Act& act) {
    if (const auto* say = std::get_if<Say>(&act)) return say->text;
    if (const auto* note = std::get_if<Note>(&act)) return "note " + note->key + ": " + note->value;
    if (const auto* call = std::get_if<CallTool>(&act))
      return fmt::format("call {} {}", call->name, call->confirmed ? "confirmed" : "");
    if (const auto* listen = std::get_if<Listen>(&act))
      return fmt::format("listen {}", to_string(listen->asked));
    return "other";
  }

  FakeClock clock_;
  runtime::FakeLoop loop_{clock_};
  FakeGateway gateway_;
  std::unique_ptr<records::SqliteStore> store_;
  std::unique_ptr<tools::ToolRuntime> tools_;
  std::unique_ptr<DialogueBrain> dialogue_;
  std::unique_ptr<ModelBrain> model_;
  std::unique_ptr<RescuedBrain> brain_;
  std::unique_ptr<BrainSession> session_;
  conversation::Identity identity_;
  std::vector<CallTool> calls_;
  std::vector<std::string> told_;
};

TEST_F(RescuedBrainTest, AModelThatIsDownIsRescuedInTheSameTurn) {
  hear("why was my MRI denied");
  EXPECT_THAT(told(), IsEmpty());
  gateway_.fail();
  EXPECT_THAT(told(), AllOf(Contains("note brain: rescued: the model failed: unavailable"),
                            Contains("What is your member ID?"), Contains("listen ask_member_id")));
}

TEST_F(RescuedBrainTest, AModelThatIsLateIsRescuedWithinItsTime) {
  hear("why was my MRI denied");
  loop_.advance(1499ms);
  EXPECT_THAT(told(), IsEmpty());
  loop_.advance(1ms);
  EXPECT_THAT(told(), Contains("What is your member ID?"));
}

TEST_F(RescuedBrainTest, TheNextTurnTriesTheModelAgain) {
  hear("why was my MRI denied");
  gateway_.fail();
  told();
  hear("it is NW28319242");
  EXPECT_EQ(gateway_.asked.size(), 2U);
  gateway_.answer("Thank you. What is your date of birth?");
  EXPECT_THAT(told(), Contains("What is your date of birth?"));
}

TEST_F(RescuedBrainTest, TheEngineBesideKnowsWhatTheCallerWantedAndGaveBefore) {
  hear("why was my MRI denied");
  gateway_.answer("What is your member ID?");
  hear("N W two eight three one nine two four two");
  gateway_.answer("And your date of birth?");
  told();
  hear("October 23rd 1978");
  gateway_.fail();
  const auto all = told();
  EXPECT_THAT(all, Contains(HasSubstr("call verify_member")));
  EXPECT_THAT(all, Contains(HasSubstr("call claim_denial")));
  EXPECT_THAT(all, Contains(HasSubstr("prior authorization")));
}

TEST_F(RescuedBrainTest, WhatTheModelHasDoneIsNotDoneAgain) {
  hear("why was my MRI denied, N W two eight three one nine two four two, October 23rd 1978");
  gateway_.call("verify_member", R"({"member_id": "{member_1}", "dob": "{date_1}"})");
  gateway_.finish(FinishReason::tool_calls);
  run_tools();
  EXPECT_TRUE(identity_.known());
  gateway_.call("claim_denial", R"({"service": "imaging"})");
  gateway_.finish(FinishReason::tool_calls);
  run_tools();
  gateway_.fail();
  const auto all = told();
  EXPECT_THAT(all, Contains(HasSubstr("the tools' own words")));
  EXPECT_THAT(all, Contains(HasSubstr("denied")));
  hear("and what is my deductible");
  gateway_.fail();
  EXPECT_THAT(told(), Contains(HasSubstr("deductible")));
}

TEST_F(RescuedBrainTest, InsteadOfWhatTheGateRefusesTheCallerHearsTheEngine) {
  hear("what is my balance");
  gateway_.say("I have found your bill. You owe $99.00. And ");
  EXPECT_THAT(told(), testing::ElementsAre("I have found your bill.",
                                           "note guard: not spoken: an amount that no tool told",
                                           "note brain: rescued: a sentence was not spoken", testing::_,
                                           testing::_, "What is your member ID?", "listen ask_member_id"));
}

TEST_F(RescuedBrainTest, WhereNeitherUnderstandsAPersonIsOffered) {
  hear("flurb the gromble snick");
  gateway_.finish();
  EXPECT_THAT(told(), AllOf(Contains("note brain: rescued: an empty answer"),
                            Contains("Or say: a person, and I'll connect you.")));
}

TEST_F(RescuedBrainTest, DangerIsNotLeftToAModel) {
  hear("my husband can't breathe");
  EXPECT_THAT(gateway_.asked, IsEmpty());
  EXPECT_THAT(told(), Contains(HasSubstr("call 911")));
}

TEST_F(RescuedBrainTest, AnEngineThatWouldHaveLeftIsOpenedAnew) {
  hear("that's all, goodbye");
  gateway_.answer("Before you go, what is it about?");
  hear("what is my balance");
  gateway_.fail();
  EXPECT_THAT(told(), Contains("What is your member ID?"));
}

TEST_F(RescuedBrainTest, TheModelIsShownWhatTheEngineSaid) {
  hear("why was my MRI denied");
  gateway_.fail();
  told();
  hear("NW28319242");
  std::string all;
  for (const auto& message : gateway_.last().question.request.messages) all += message.text + "\n";
  EXPECT_THAT(all, HasSubstr("What is your member ID?"));
  EXPECT_TRUE(check_messages(gateway_.last().question.request.messages));
}

TEST_F(RescuedBrainTest, AnOutageOfTheWholeCallIsTheDialogueEnginesCall) {
  gateway_.on_ask = [this] { gateway_.fail(); };
  hear("what is my deductible");
  hear("NW28319242");
  hear("October 23rd 1978");
  EXPECT_THAT(told(), Contains(HasSubstr("of your")));
  EXPECT_TRUE(identity_.known());
}

class RescuedGuessTest : public RescuedBrainTest {
 protected:
  bool guess(std::string text) {
    return session_->guess(conversation::Heard{.text = std::move(text)},
                           [this](const std::vector<conversation::Act>& acts, bool) {
                             for (const auto& act : acts) {
                               if (const auto* call = std::get_if<CallTool>(&act)) calls_.push_back(*call);
                               told_.push_back(written(act));
                             }
                           });
  }
};

TEST_F(RescuedGuessTest, AKeptGuessThatFailedIsTheDialogueEnginesTurn) {
  EXPECT_TRUE(guess("what is my balance"));
  gateway_.fail();
  EXPECT_THAT(told(), IsEmpty()) << "whether the turn is over is not known yet";
  session_->keep_guess();
  EXPECT_THAT(told(), AllOf(Contains("note brain: rescued: the model failed: unavailable"),
                            Contains("What is your member ID?")));
}

TEST_F(RescuedGuessTest, AKeptGuessThatFailsLaterIsTheDialogueEnginesTurn) {
  EXPECT_TRUE(guess("what is my balance"));
  session_->keep_guess();
  loop_.advance(1500ms);
  EXPECT_THAT(told(), Contains("What is your member ID?"));
}

TEST_F(RescuedGuessTest, TheEngineBesideHearsOnlyWhatWasKept) {
  EXPECT_TRUE(guess("that's all, goodbye"));
  session_->forget_guess();
  hear("why was my MRI denied");
  gateway_.answer("What is your member ID?");
  EXPECT_FALSE(told().empty());
  EXPECT_TRUE(guess("N W two eight three one nine two four two"));
  gateway_.answer("And your date of birth?");
  session_->keep_guess();
  EXPECT_THAT(told(), Contains("And your date of birth?"));
  hear("October 23rd 1978");
  gateway_.fail();
  EXPECT_THAT(told(), Contains(HasSubstr("call verify_member")));
}

TEST_F(RescuedGuessTest, DangerIsNotGuessedAt) { EXPECT_FALSE(guess("my husband can't breathe")); }

}  // namespace
}  // namespace attendant::brain
