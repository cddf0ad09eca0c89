// What becomes of the tools that run when the caller says something else.
#include <gtest/gtest.h>

#include "conversation/core_under_test.hpp"

namespace attendant::conversation {
namespace {

constexpr auto kAsked = 3300ms;  // the turn that called the tool was taken

class OpenToolTest : public CoreTest {
 protected:
  // The caller has asked for something, and tool 1 runs for it.
  void tool_runs(bool cancel_on_interrupt) {
    greeted();
    says(2000ms, "what is my balance");
    fire(Timer::end_of_turn, kAsked);
    brain(kAsked + 10ms, {CallTool{.id = 1,
                                   .name = "billing_balance",
                                   .arguments = {},
                                   .filler = "Let me look.",
                                   .cancel_on_interrupt = cancel_on_interrupt}});
  }
  void answer(CallTime when) {
    at(when, ToolAnswered{.id = 1, .name = "billing_balance", .answer = {.outcome = Outcome::ok}});
  }
  std::vector<const BrainInput*> thoughts() const {
    std::vector<const BrainInput*> inputs;
    for (const auto& effect : effects_)
      if (const auto* think = std::get_if<Think>(&effect)) inputs.push_back(&think->input);
    return inputs;
  }
};

TEST_F(OpenToolTest, WhatABrainDropsIsCancelledAndItsAnswerIsStillAwaited) {
  tool_runs(false);
  at(4000ms, BrainActed{.request = state_.last_request, .acts = {DropTool{1}}});
  ASSERT_NE(effect<CancelTool>(), nullptr);
  EXPECT_EQ(effect<CancelTool>()->id, 1U);
  at(4010ms, ToolAnswered{.id = 1, .name = "billing_balance", .answer = {.outcome = Outcome::cancelled}});
  ASSERT_NE(thought<ToolDone>(), nullptr);
  EXPECT_EQ(thought<ToolDone>()->answer.outcome, Outcome::cancelled);
}

TEST_F(OpenToolTest, ATurnOfTheCallerCancelsAReadAndTheBrainHearsOfThatFirst) {
  tool_runs(true);
  says(3500ms, "no wait, what is my deductible");
  EXPECT_EQ(effect<CancelTool>(), nullptr) << "they may not have finished";
  fire(Timer::end_of_turn, 5000ms);
  ASSERT_NE(effect<CancelTool>(), nullptr);
  const auto inputs = thoughts();
  ASSERT_EQ(inputs.size(), 2U);
  ASSERT_NE(std::get_if<ToolDone>(inputs[0]), nullptr);
  EXPECT_EQ(std::get_if<ToolDone>(inputs[0])->answer.outcome, Outcome::cancelled);
  ASSERT_NE(std::get_if<Heard>(inputs[1]), nullptr);
  EXPECT_EQ(std::get_if<Heard>(inputs[1])->text, "no wait, what is my deductible");
  const auto& asked = turns_.back();
  ASSERT_EQ(asked.tools.size(), 1U);
  EXPECT_EQ(asked.tools[0].outcome, "cancelled");
  answer(5100ms);
  EXPECT_TRUE(effects_.empty()) << "it came too late";
}

TEST_F(OpenToolTest, AnAnswerThatComesIntoTheCallersNextWordsDoesNotTalkIntoThem) {
  tool_runs(true);
  says(3500ms, "no wait, the deductible");
  answer(4600ms);
  EXPECT_TRUE(effects_.empty());
  fire(Timer::end_of_turn, 5000ms);
  EXPECT_EQ(effect<CancelTool>(), nullptr) << "it has answered";
  EXPECT_EQ(thoughts().size(), 2U);
}

TEST_F(OpenToolTest, AnAnswerIsNotLostWhenTheWordsWereNone) {
  tool_runs(true);
  says(3500ms, "hmm the");
  answer(4600ms);
  at(4700ms, SpeechResumed{});
  at(4900ms, SpeechPaused{.text = "", .last_voiced = 4800ms, .silence = 220ms});
  ASSERT_NE(thought<ToolDone>(), nullptr);
  EXPECT_EQ(thought<ToolDone>()->answer.outcome, Outcome::ok);
}

TEST_F(OpenToolTest, OkayToAToolThatTakesItsTimeCancelsNothing) {
  tool_runs(true);
  says(3500ms, "okay");
  EXPECT_EQ(effect<CancelTool>(), nullptr);
  answer(5000ms);
  ASSERT_NE(thought<ToolDone>(), nullptr);
}

TEST_F(OpenToolTest, SpeakingOverTheFillerCancelsTheReadOnceTheTurnIsTaken) {
  tool_runs(true);
  fire(Timer::waiting, 4010ms);
  at(4100ms, ClauseStarted{UtteranceId(2)});
  at(4300ms, SpeechStarted{});
  at(4500ms, PartialHeard{"never mind"});
  EXPECT_NE(effect<StopSpeaking>(), nullptr);
  at(4510ms, PlaybackCut{.utterance = UtteranceId(2), .heard = "Let me"});
  at(5000ms, SpeechPaused{.text = "never mind", .last_voiced = 4780ms, .silence = 220ms});
  fire(Timer::end_of_turn, 6000ms);
  EXPECT_NE(effect<CancelTool>(), nullptr);
  EXPECT_EQ(thoughts().size(), 2U);
}

TEST_F(OpenToolTest, AWriteIsFinishedAndTheWordsWaitForIt) {
  tool_runs(false);
  says(3500ms, "no wait, what is my deductible");
  EXPECT_EQ(effect<CancelTool>(), nullptr);
  fire(Timer::end_of_turn, 5000ms);
  EXPECT_EQ(effect<CancelTool>(), nullptr);
  answer(5500ms);
  ASSERT_NE(thought<ToolDone>(), nullptr);
  EXPECT_EQ(thought<ToolDone>()->answer.outcome, Outcome::ok);
  brain(5510ms, {Say{.text = "It is done."}, Listen{}});
  ASSERT_NE(thought<Heard>(), nullptr);
  EXPECT_EQ(thought<Heard>()->text, "no wait, what is my deductible");
}

TEST_F(OpenToolTest, NoFillerIsSaidIntoWordsThatMayGoOn) {
  tool_runs(true);
  says(3500ms, "no wait, the");
  fire(Timer::waiting, 4600ms);
  EXPECT_EQ(effect<Speak>(), nullptr);
  ASSERT_NE(effect<StartTimer>(), nullptr);
  EXPECT_EQ(effect<StartTimer>()->timer, Timer::waiting);
}

}  // namespace
}  // namespace attendant::conversation
