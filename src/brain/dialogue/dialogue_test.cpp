#include "brain/dialogue/dialogue.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

using conversation::Act;
using conversation::Asked;
using conversation::AuthLevel;
using conversation::SayKind;
using testing::HasSubstr;
using understanding::Intent;
using understanding::Slots;
using understanding::Understanding;

constexpr const char* kMemberId = "NW28319242";

// Talks to a Dialogue with meanings and tool answers made by hand.
class DialogueTest : public testing::Test {
 protected:
  void start(bool office_open = true) { step(conversation::Started{"", office_open}); }

  void says(std::string text, std::vector<Intent> intents, Slots slots = {}) {
    Understanding meant;
    meant.intents = std::move(intents);
    meant.slots = std::move(slots);
    meant.confidence = 0.9F;
    if (meant.slots.member_id) meant.member_id_readings = {*meant.slots.member_id};
    step(HeardTurn{{std::move(text), 1.0F}, std::move(meant)});
  }

  // A yes in a line so bad that it may have been another word.
  void says_yes_faintly() {
    step(HeardTurn{{"okay", 0.4F},
                   Understanding{.intents = {Intent::affirm}, .slots = {}, .confidence = 0.9F}});
  }

  void probably_says(std::string text, std::vector<Intent> intents) {
    step(HeardTurn{{std::move(text), 1.0F},
                   Understanding{.intents = std::move(intents), .slots = {}, .confidence = 0.15F}});
  }

  void tool(ToolAnswer answer) {
    const auto* call = last<conversation::CallTool>();
    ASSERT_NE(call, nullptr) << "no tool was called";
    step(conversation::ToolDone{call->id, std::move(answer), identity_});
  }
  void tool_says(std::string sentence) { tool({.outcome = Outcome::ok, .say = {std::move(sentence)}}); }
  void tool_needs(std::string need, std::vector<std::string> sentences = {},
                  std::vector<Choice> options = {}) {
    tool({.outcome = Outcome::need,
          .say = std::move(sentences),
          .need = std::move(need),
          .options = std::move(options)});
  }
  void tool_needs_identity(std::string level) {
    tool({.outcome = Outcome::needs_identity, .need = std::move(level)});
  }

  void verified_member_asks(std::string text, Intent intent, Slots slots = {}) {
    start();
    identity_.level = AuthLevel::member;
    identity_.member_id = kMemberId;
    says(std::move(text), {intent}, std::move(slots));
  }

  void step(const Input& input) { acts_ = dialogue_.step(input); }

  template <class T>
  const T* last() const {
    for (auto act = acts_.rbegin(); act != acts_.rend(); ++act)
      if (const auto* found = std::get_if<T>(&*act)) return found;
    return nullptr;
  }
  std::string said() const {
    std::string all;
    for (const auto& act : acts_)
      if (const auto* say = std::get_if<conversation::Say>(&act)) all += say->text + " ";
    return all;
  }
  std::string called() const {
    return last<conversation::CallTool>() ? last<conversation::CallTool>()->name : "";
  }
  std::string argument(std::string_view name) const {
    const auto* value = last<conversation::CallTool>()->arguments.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
  }
  auto questions() const { return std::ranges::count(said(), '?'); }

  tools::Catalogue catalogue_ = tools::insurance_catalogue();
  Dialogue dialogue_{{}, catalogue_};
  conversation::Identity identity_;
  std::vector<Act> acts_;
};

TEST_F(DialogueTest, GreetsAsAMachineOnARecordedCallAndAsksOneQuestion) {
  start();
  EXPECT_THAT(said(), HasSubstr("automated assistant"));
  EXPECT_THAT(said(), HasSubstr("recorded"));
  EXPECT_EQ(questions(), 1);
  EXPECT_EQ(last<conversation::Listen>()->asked, Asked::open);
}

TEST_F(DialogueTest, TheAnswerComesBeforeAnythingElseAndEndsWithOneQuestion) {
  verified_member_asks("what's my deductible", Intent::benefit_deductible);
  EXPECT_EQ(called(), "benefit_deductible");
  tool_says("$150.00 is left.");
  EXPECT_EQ(std::get<conversation::Say>(acts_.front()).text, "$150.00 is left.");
  EXPECT_EQ(std::get<conversation::Say>(acts_.front()).kind, SayKind::answer);
  EXPECT_EQ(questions(), 1);
  EXPECT_EQ(dialogue_.asked(), Asked::anything_else);
}

TEST_F(DialogueTest, AsksForTheIdThenTheBirthDateAndThenRunsTheToolAgain) {
  start();
  says("was my claim paid", {Intent::claim_status});
  tool_needs_identity("member");
  EXPECT_EQ(dialogue_.asked(), Asked::ask_member_id);
  EXPECT_EQ(last<conversation::Listen>()->digits, 8);
  EXPECT_TRUE(last<conversation::Listen>()->sensitive);
  says("...", {Intent::provide_info}, {.member_id = kMemberId});
  EXPECT_EQ(dialogue_.asked(), Asked::ask_dob);
  says("...", {Intent::provide_info}, {.dob = "1978-10-23"});
  EXPECT_EQ(called(), "verify_member");
  EXPECT_EQ(argument("dob"), "1978-10-23");
  identity_.level = AuthLevel::member;
  tool({.outcome = Outcome::ok, .facts = {{"given_name", "Eli"}}});
  EXPECT_EQ(called(), "claim_status");
  EXPECT_EQ(said(), "");  // no courtesy keeps the answer waiting
  tool_says("It was paid.");
  EXPECT_EQ(std::get<conversation::Say>(acts_.front()).text, "It was paid.");
  EXPECT_THAT(said(), HasSubstr("anything else, Eli?"));
}

TEST_F(DialogueTest, AnIdWhoseCheckDigitIsWrongIsAskedForAgainAndNeverUsed) {
  start();
  says("was my claim paid", {Intent::claim_status});
  tool_needs_identity("member");
  says("...", {Intent::provide_info}, {.member_id = "NW28319243"});
  EXPECT_EQ(dialogue_.asked(), Asked::ask_member_id);
  EXPECT_EQ(called(), "");
}

TEST_F(DialogueTest, TakesIdAndBirthDateFromTheKeys) {
  start();
  says("was my claim paid", {Intent::claim_status});
  tool_needs_identity("member");
  step(conversation::Keyed{"28319242#"});
  EXPECT_EQ(dialogue_.asked(), Asked::ask_dob);
  step(conversation::Keyed{"10231978"});
  EXPECT_EQ(called(), "verify_member");
  EXPECT_EQ(argument("member_id"), kMemberId);
  EXPECT_EQ(argument("dob"), "1978-10-23");
}

TEST_F(DialogueTest, ThreeFailedVerificationsLeadToAPersonWithTheSameSentenceEachTime) {
  start();
  says("was my claim paid", {Intent::claim_status});
  tool_needs_identity("member");
  for (int attempt = 1; attempt <= 3; ++attempt) {
    says("...", {Intent::provide_info}, {.member_id = kMemberId});
    says("...", {Intent::provide_info}, {.dob = "1980-01-01"});
    tool({.outcome = Outcome::refused});
    EXPECT_THAT(said(), HasSubstr("Those details don't match our records."));
  }
  ASSERT_NE(last<conversation::Transfer>(), nullptr);
  EXPECT_EQ(last<conversation::Transfer>()->target, "person");
}

TEST_F(DialogueTest, AWriteIsDoneOnlyAfterYesWithTheSameArguments) {
  verified_member_asks("new card", Intent::id_card);
  tool_needs("confirm", {"I'll send a new card to 1 Elm Street. Is that right?"});
  EXPECT_EQ(dialogue_.asked(), Asked::confirm);
  EXPECT_EQ(called(), "");
  says("yes", {Intent::affirm});
  EXPECT_EQ(called(), "id_card");
  EXPECT_TRUE(last<conversation::CallTool>()->confirmed);
}

TEST_F(DialogueTest, AYesToAWriteThatWasHeardWithDoubtIsAskedForOnceMore) {
  verified_member_asks("I need a new card", Intent::id_card);
  tool_needs("confirm", {"I'll send a new card to 1 Elm Street. Is that right?"});
  says_yes_faintly();
  EXPECT_EQ(called(), "");
  EXPECT_THAT(said(), HasSubstr("yes or no"));
  EXPECT_THAT(said(), HasSubstr("1 Elm Street"));
  EXPECT_EQ(dialogue_.asked(), Asked::confirm);
  says_yes_faintly();
  EXPECT_TRUE(last<conversation::CallTool>()->confirmed);
}

TEST_F(DialogueTest, AKeyIsAClearYesToAWrite) {
  verified_member_asks("I need a new card", Intent::id_card);
  tool_needs("confirm", {"I'll send a new card to 1 Elm Street. Is that right?"});
  step(conversation::Keyed{"1"});
  EXPECT_TRUE(last<conversation::CallTool>()->confirmed);
}

TEST_F(DialogueTest, NoToAReadBackWritesNothing) {
  verified_member_asks("new card", Intent::id_card);
  tool_needs("confirm", {"Is that right?"});
  says("no", {Intent::deny});
  EXPECT_EQ(called(), "");
  EXPECT_THAT(said(), HasSubstr("Nothing was changed."));
}

TEST_F(DialogueTest, ACorrectedReadBackIsReadBackAgainBeforeItIsWritten) {
  verified_member_asks("change my phone number", Intent::update_details, {.phone = "3125550190"});
  tool_needs("confirm", {"Is that right?"});
  says("no, 0191", {Intent::deny, Intent::provide_info}, {.phone = "3125550191"});
  EXPECT_EQ(argument("phone"), "3125550191");
  EXPECT_FALSE(last<conversation::CallTool>()->confirmed);
}

TEST_F(DialogueTest, TwoRequestsAreAnsweredInTurnWithOneQuestionAtTheEnd) {
  start();
  identity_.level = AuthLevel::member;
  says("my deductible and my out of pocket", {Intent::benefit_deductible, Intent::benefit_oop_max});
  EXPECT_EQ(called(), "benefit_deductible");
  tool_says("$150.00 is left.");
  EXPECT_EQ(called(), "benefit_oop_max");
  EXPECT_EQ(questions(), 0);
  tool_says("$3,150.00 is left.");
  EXPECT_EQ(questions(), 1);
}

TEST_F(DialogueTest, TheOptionThatIsMeantIsPassedBackByItsId) {
  const std::vector<Choice> options{{"CLM1", "the chest X-ray that was paid"},
                                    {"CLM2", "the chest X-ray that was denied"},
                                    {"CLM3", "the blood count that was paid"}};
  const auto chosen = [&](std::string text) {
    dialogue_ = Dialogue({}, catalogue_);
    verified_member_asks("my claim", Intent::claim_status);
    tool_needs("claim", {"Which one do you mean?"}, options);
    EXPECT_EQ(dialogue_.asked(), Asked::ask_claim);
    says(std::move(text), {Intent::provide_info});
    return argument("claim_id");
  };
  EXPECT_EQ(chosen("the denied one"), "CLM2");
  EXPECT_EQ(chosen("the first one"), "CLM1");
  EXPECT_EQ(chosen("the last one"), "CLM3");
  EXPECT_EQ(chosen("the blood count"), "CLM3");
  EXPECT_EQ(chosen("the one that was rejected"), "CLM2");
}

TEST_F(DialogueTest, AnEmergencyGoesBeforeAllElseAndNeedsNoIdentity) {
  start();
  says("was my claim paid", {Intent::claim_status});
  tool_needs_identity("member");
  says("he can't breathe", {Intent::emergency});
  EXPECT_THAT(said(), HasSubstr("911"));
  EXPECT_EQ(dialogue_.asked(), Asked::open);
  says("I want to kill myself", {Intent::emergency});
  EXPECT_THAT(said(), HasSubstr("988"));
}

TEST_F(DialogueTest, AfterHoursAPersonMeansACallBackThatIsReadBackFirst) {
  start(false);
  says("a person please", {Intent::human});
  EXPECT_EQ(last<conversation::Transfer>(), nullptr);
  EXPECT_EQ(dialogue_.asked(), Asked::ask_phone);
  says("...", {Intent::provide_info}, {.phone = "3125550180"});
  EXPECT_EQ(called(), "schedule_callback");
  EXPECT_FALSE(last<conversation::CallTool>()->confirmed);
}

TEST_F(DialogueTest, ATransferThatFailsEndsInACallBackNotInSilence) {
  start();
  says("a person please", {Intent::human});
  ASSERT_NE(last<conversation::Transfer>(), nullptr);
  step(conversation::TransferDone{false, "486"});
  EXPECT_EQ(dialogue_.asked(), Asked::ask_phone);
}

TEST_F(DialogueTest, SlowerChangesTheRateAndSaysTheLastThingAgain) {
  start();
  says("slower please", {Intent::repeat});
  ASSERT_NE(last<conversation::SetSpeech>(), nullptr);
  EXPECT_LT(last<conversation::SetSpeech>()->rate, 1.0F);
  EXPECT_THAT(said(), HasSubstr("How can I help you today?"));
}

TEST_F(DialogueTest, SilenceIsAnsweredByTheQuestionTheKeysAPersonAndThenTheCallEnds) {
  start();
  step(conversation::Silence{1});
  EXPECT_THAT(said(), HasSubstr("How can I help"));
  step(conversation::Silence{2});
  EXPECT_THAT(said(), HasSubstr("keys"));
  step(conversation::Silence{3});
  EXPECT_THAT(said(), HasSubstr("Would you like to talk to a person?"));
  EXPECT_EQ(last<conversation::EndCall>(), nullptr);
  step(conversation::Silence{4});
  ASSERT_NE(last<conversation::EndCall>(), nullptr);
  EXPECT_EQ(last<conversation::EndCall>()->reason, "no_input");
}

TEST_F(DialogueTest, AfterHoldOnSilenceIsLetPass) {
  start();
  says("one moment", {Intent::hold_on});
  ASSERT_NE(last<conversation::Listen>(), nullptr);
  EXPECT_GE(last<conversation::Listen>()->patience.count(), 40'000);
  says("where is it", {Intent::out_of_scope});  // to themselves
  EXPECT_EQ(said(), "");
  step(conversation::Silence{1});
  EXPECT_EQ(said(), "I'm still here. ");
  step(conversation::Silence{2});
  step(conversation::Silence{3});  // the first one that counts
  EXPECT_THAT(said(), HasSubstr("How can I help"));
}

TEST_F(DialogueTest, TheQuestionThatSilencePutOffIsStillAnswered) {
  start();
  says("was my claim paid", {Intent::claim_status});
  tool_needs_identity("member");
  for (int times = 1; times <= 3; ++times) step(conversation::Silence{times});
  EXPECT_EQ(dialogue_.asked(), Asked::confirm);
  says("...", {Intent::provide_info}, {.member_id = kMemberId});
  EXPECT_EQ(dialogue_.asked(), Asked::ask_dob);
}

TEST_F(DialogueTest, WhatIsOnlyProbablyMeantIsAskedBackAndThenAnswered) {
  start();
  identity_.level = AuthLevel::member;
  probably_says("the thing with the letter about money", {Intent::payment_status});
  EXPECT_EQ(called(), "");
  EXPECT_EQ(said(), "You want to know whether a payment arrived? ");
  EXPECT_EQ(dialogue_.asked(), Asked::confirm);
  says("yes", {Intent::affirm});
  EXPECT_EQ(called(), "payment_status");
}

TEST_F(DialogueTest, AGuessThatIsWrongIsDroppedAndTheRightRequestTaken) {
  start();
  probably_says("the thing with the letter", {Intent::payment_status});
  says("no", {Intent::deny});
  EXPECT_EQ(called(), "");
  EXPECT_EQ(dialogue_.asked(), Asked::open);
  probably_says("the thing with the letter", {Intent::payment_status});
  says("no, why it was denied", {Intent::deny, Intent::claim_denial});
  EXPECT_EQ(called(), "claim_denial");
}

TEST_F(DialogueTest, AnIdBeforeAnyRequestIsKeptAndNoRequestIsReadIntoIt) {
  start();
  step(HeardTurn{{"N W two eight three one nine two four two", 1.0F},
                 Understanding{.intents = {Intent::id_card},
                               .slots = {.member_id = kMemberId},
                               .confidence = 0.1F,
                               .member_id_readings = {kMemberId}}});
  EXPECT_EQ(called(), "");
  EXPECT_EQ(dialogue_.asked(), Asked::open);
  says("was my claim paid", {Intent::claim_status});
  tool_needs_identity("member");
  EXPECT_EQ(dialogue_.asked(), Asked::ask_dob);
}

TEST_F(DialogueTest, APersonIsNotConnectedOnAGuess) {
  start();
  probably_says("the lady last time", {Intent::human});
  EXPECT_EQ(last<conversation::Transfer>(), nullptr);
  EXPECT_EQ(said(), "Would you like to talk to a person? ");
}

TEST_F(DialogueTest, ABillThatCannotBeSplitIsOfferedAPerson) {
  verified_member_asks("can I pay in two parts", Intent::payment_plan);
  tool({.outcome = Outcome::refused, .say = {"A premium can't be split."}});
  EXPECT_THAT(said(), HasSubstr("Would you like to talk to a person?"));
  says("yes please", {Intent::affirm});
  ASSERT_NE(last<conversation::Transfer>(), nullptr);
}

TEST_F(DialogueTest, AnOfficeThatIsNotUnderstoodIsHelpedWithTheStatusOfOneClaim) {
  start();
  says("calling from the billing office at Juniper, it's about, well, something", {Intent::out_of_scope},
       {.provider = "juniper urgent care"});
  EXPECT_EQ(last<conversation::Transfer>(), nullptr);
  EXPECT_EQ(dialogue_.asked(), Asked::ask_member_id);
}

TEST_F(DialogueTest, ACardNumberIsRefusedAndLeadsToNoTool) {
  start();
  says("here it is", {Intent::provide_info}, {.digits = "4111"});
  EXPECT_THAT(said(), HasSubstr("never take"));
  EXPECT_EQ(called(), "");
}

TEST_F(DialogueTest, AProvidersOfficeHearsOneClaimAndNothingElse) {
  start();
  says("calling from the billing office, about a denial", {Intent::claim_denial},
       {.provider = "juniper urgent care"});
  EXPECT_EQ(dialogue_.asked(), Asked::ask_member_id);
  says("...", {Intent::provide_info}, {.member_id = "NW76317817"});
  says("...", {Intent::provide_info}, {.dob = "1997-07-31"});
  says("...", {Intent::provide_info}, {.claim_id = "CLM4507108"});
  EXPECT_THAT(said(), HasSubstr("CLM4507108"));
  says("yes", {Intent::affirm});
  EXPECT_EQ(called(), "verify_provider_office");
  identity_.provider_office = true;
  identity_.provider_claim_id = "CLM4507108";
  tool({.outcome = Outcome::ok});
  EXPECT_EQ(called(), "provider_claim_status");
  tool_says("It was denied.");
  says("how do we appeal", {Intent::claim_appeal});
  EXPECT_NE(last<conversation::Transfer>(), nullptr);
}

TEST_F(DialogueTest, NothingIsAskedAfterAHandOverAndTalkingOverItDoesNotStopIt) {
  start();
  says("was my claim paid", {Intent::claim_status});
  tool({.outcome = Outcome::failed});
  says("yes", {Intent::affirm});
  ASSERT_NE(last<conversation::Transfer>(), nullptr);
  EXPECT_EQ(questions(), 0);
  says("oh good", {Intent::smalltalk});
  ASSERT_NE(last<conversation::Transfer>(), nullptr);
  EXPECT_EQ(questions(), 0);
  says("no wait", {Intent::deny});
  EXPECT_EQ(last<conversation::Transfer>(), nullptr);
  EXPECT_EQ(dialogue_.asked(), Asked::open);
}

TEST_F(DialogueTest, WhoIsStillThereAfterTheGoodbyeIsAnswered) {
  start();
  says("bye", {Intent::goodbye});
  ASSERT_NE(last<conversation::EndCall>(), nullptr);
  says("was my claim paid", {Intent::claim_status});
  EXPECT_EQ(last<conversation::EndCall>(), nullptr);
  EXPECT_NE(last<conversation::CallTool>(), nullptr);
}

TEST_F(DialogueTest, AGoodbyeOverOursEndsTheCall) {
  start();
  says("bye", {Intent::goodbye});
  says("bye bye", {Intent::goodbye});
  EXPECT_NE(last<conversation::EndCall>(), nullptr);
  EXPECT_EQ(questions(), 0);
}

TEST_F(DialogueTest, ACopyFindsOutWhatWouldBeSaidAndLeavesNoTrace) {
  verified_member_asks("what's my deductible", Intent::benefit_deductible);
  tool_says("$150.00 is left.");
  auto copy = dialogue_.copy();
  const HeardTurn goodbye{{"no that's all", 1.0F},
                          Understanding{.intents = {Intent::goodbye}, .slots = {}, .confidence = 0.9F}};
  const auto guessed = copy.step(goodbye);
  EXPECT_TRUE(std::holds_alternative<conversation::EndCall>(guessed.back()));
  says("and my out of pocket maximum", {Intent::benefit_oop_max});
  EXPECT_EQ(called(), "benefit_oop_max") << "the call has not ended";
}

TEST_F(DialogueTest, ToolIdsOfACopyAreNotUsedAgain) {
  verified_member_asks("what's my deductible", Intent::benefit_deductible);
  tool_says("$150.00 is left.");
  auto copy = dialogue_.copy();
  const HeardTurn maximum{
      {"and my out of pocket maximum", 1.0F},
      Understanding{.intents = {Intent::benefit_oop_max}, .slots = {}, .confidence = 0.9F}};
  const auto guessed = std::get<conversation::CallTool>(copy.step(maximum).back());
  dialogue_.skip_tool_ids_of(copy);
  says("what do I owe", {Intent::billing_balance});
  EXPECT_GT(last<conversation::CallTool>()->id, guessed.id);
}

TEST_F(DialogueTest, OnlyReadsMayRunAheadAndBeCancelled) {
  start();
  says("what's my deductible", {Intent::benefit_deductible});
  EXPECT_TRUE(last<conversation::CallTool>()->may_run_ahead);
  EXPECT_TRUE(last<conversation::CallTool>()->cancel_on_interrupt);
  tool_needs_identity("member");
  Slots id;
  id.member_id = kMemberId;
  says("NW28319242", {Intent::provide_info}, id);
  Slots birth;
  birth.dob = "1978-10-23";
  says("October 23rd 1978", {Intent::provide_info}, birth);
  EXPECT_EQ(called(), "verify_member");
  EXPECT_FALSE(last<conversation::CallTool>()->may_run_ahead) << "a failure is counted";
  EXPECT_FALSE(last<conversation::CallTool>()->cancel_on_interrupt);
}

}  // namespace
}  // namespace attendant::brain
