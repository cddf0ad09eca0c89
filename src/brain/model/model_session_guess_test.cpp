// What a model is asked before the caller's turn is over: kept it is the turn's answer, forgotten it never
// was.
#include "brain/model/session_under_test.hpp"

namespace attendant::brain {
namespace {

using namespace std::chrono_literals;
using conversation::AuthLevel;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ModelGuessTest : public SessionTest {
 protected:
  bool guess(conversation::BrainInput input) {
    return session_->guess(
        std::move(input),
        [this](const std::vector<conversation::Act>& acts, bool more) {
          for (const auto& act : acts) told_.push_back(written(act));
          if (!more) told_.emplace_back("-");
        },
        [this](const GivenUp& given_up) { told_.push_back("failed: " + given_up.why); });
  }
  bool guess_at(std::string text) { return guess(conversation::Heard{.text = std::move(text)}); }
};

TEST_F(ModelGuessTest, AKeptGuessIsTheTurnsAnswer) {
  open();
  EXPECT_TRUE(guess_at("good morning"));
  gateway_.say("Good morning. ");
  gateway_.say("How ");
  EXPECT_THAT(told(), ElementsAre("Good morning."));
  session_->keep_guess();
  gateway_.answer("can I help you?");
  EXPECT_THAT(told(), ElementsAre("How can I help you?", "listen open", "-"));
  hear("what do I owe");
  EXPECT_THAT(whole_question(), HasSubstr("good morning\nGood morning. How can I help you?\nwhat do I owe"));
  EXPECT_EQ(gateway_.asked.size(), 2U);
}

TEST_F(ModelGuessTest, AForgottenGuessNeverWas) {
  open({.data_to_model = agents::DataToModel::masked});
  EXPECT_TRUE(guess_at("my number is 312-555-0180"));
  gateway_.say("I have noted it. And ");
  told();
  session_->forget_guess();
  EXPECT_TRUE(gateway_.last().dropped) << "what nobody waits for costs nothing more";
  gateway_.say("Is that right?");
  loop_.advance(10s);
  EXPECT_THAT(told(), IsEmpty());
  hear("my number is 630-555-0120");
  EXPECT_THAT(whole_question(), Not(HasSubstr("noted")));
  EXPECT_THAT(whole_question(), HasSubstr("{phone_1}")) << "the first number was never heard";
}

TEST_F(ModelGuessTest, IsAskedOnceATurnUnlessTheOperatorPaysForMore) {
  open();
  EXPECT_TRUE(guess_at("what do"));
  session_->forget_guess();
  EXPECT_FALSE(guess_at("what do I owe"));
  hear("what do I owe");
  gateway_.answer("What is your member ID?");
  EXPECT_TRUE(guess_at("it is"));
  session_->forget_guess();
  open({.guesses_a_turn = 0});
  EXPECT_FALSE(guess_at("what do I owe"));
}

TEST_F(ModelGuessTest, ReadsRunAheadAndWritesDoNot) {
  open();
  identity_ = {.level = AuthLevel::member_zip, .member_id = "NW28319242"};
  std::vector<bool> ahead;
  const auto look = [&](const std::vector<conversation::Act>& acts, bool) {
    for (const auto& act : acts)
      if (const auto* call = std::get_if<conversation::CallTool>(&act)) ahead.push_back(call->may_run_ahead);
  };
  session_->take(conversation::Heard{.text = "I am NW28319242, October 23rd 1978"}, look,
                 [](const GivenUp&) {});
  gateway_.call("billing_balance", "{}", 0);
  gateway_.call("complaint", R"({"text": "rude"})", 1);
  gateway_.call("verify_member", R"({"member_id": "{member_1}", "dob": "{date_1}"})", 2);
  gateway_.finish(FinishReason::tool_calls);
  EXPECT_THAT(ahead, ElementsAre(true, false, false));
}

TEST_F(ModelGuessTest, GoesOnWithWhatItsToolsAnswer) {
  open();
  identity_ = {.level = AuthLevel::member, .member_id = "NW28319242"};
  EXPECT_TRUE(guess_at("what do I owe"));
  gateway_.call("billing_balance", "{}");
  gateway_.finish(FinishReason::tool_calls);
  EXPECT_THAT(told(), ElementsAre(HasSubstr("call 1 billing_balance"), "-"));
  EXPECT_TRUE(guess(conversation::ToolDone{
      .id = 1, .answer = told(Outcome::ok, {"You owe $5.00."}), .identity = identity_}));
  gateway_.say("You owe {amount_1}. ");
  session_->keep_guess();
  gateway_.finish();
  EXPECT_THAT(told(), ElementsAre("note outcome: answered", "You owe $5.00.", "listen open", "-"));
}

TEST_F(ModelGuessTest, WhatAForgottenToolAnsweredGroundsNothing) {
  open();
  identity_ = {.level = AuthLevel::member, .member_id = "NW28319242"};
  EXPECT_TRUE(guess_at("what do I owe"));
  gateway_.call("billing_balance", "{}");
  gateway_.finish(FinishReason::tool_calls);
  guess(conversation::ToolDone{
      .id = 1, .answer = told(Outcome::ok, {"You owe $5.00."}), .identity = identity_});
  session_->forget_guess();
  told();
  hear("what do I owe for my son");
  gateway_.answer("You owe $5.00.");
  EXPECT_EQ(told().back(), "failed: a sentence was not spoken");
  hear("what do I owe");
  gateway_.call("billing_balance", "{}");
  gateway_.finish(FinishReason::tool_calls);
  EXPECT_THAT(told(), ElementsAre(HasSubstr("call 2 billing_balance"), "-")) << "its id is not used again";
}

TEST_F(ModelGuessTest, NobodyGuessesWhileSomethingIsUnderWay) {
  open();
  hear("hello");
  EXPECT_FALSE(guess_at("what do I owe"));
  gateway_.answer("Good morning.");
  EXPECT_FALSE(guess(conversation::Silence{.times = 1}));
  EXPECT_FALSE(guess(conversation::ToolDone{.id = 7, .answer = {}, .identity = {}}));
}

}  // namespace
}  // namespace attendant::brain
