// What the brain is asked before a turn is over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conversation/core_under_test.hpp"

namespace attendant::conversation {
namespace {

using testing::ElementsAre;

class GuessTest : public CoreTest {
 protected:
  GuessTest() { policy_.guess_within = 1000ms; }

  // The caller has paused after words that may be all of it.
  void paused(const std::string& text = "why was my MRI denied") {
    greeted();
    says(2000ms, text);
  }
  void guessed(CallTime when, std::vector<Act> acts, bool more = false) {
    at(when, BrainGuessed{.request = state_.last_request, .acts = std::move(acts), .more = more});
  }
  static CallTool read(std::uint32_t id = 1) {
    return {.id = id, .name = "claim_denial", .arguments = {}, .filler = {}, .may_run_ahead = true};
  }
  void tool_answered(CallTime when, std::uint32_t id = 1) {
    at(when, ToolAnswered{.id = id, .name = "claim_denial", .answer = {}, .identity = {}, .took = 3ms});
  }
  template <class T>
  std::vector<std::string> texts() const {
    std::vector<std::string> all;
    for (const auto& effect : effects_) {
      if constexpr (std::is_same_v<T, Prepare>) {
        if (const auto* found = std::get_if<Prepare>(&effect)) all.push_back(found->speak.text);
      } else if (const auto* found = std::get_if<Speak>(&effect)) {
        all.push_back(found->text);
      }
    }
    return all;
  }
};

TEST_F(GuessTest, APauseAsksTheBrainBeforeTheTurnIsOver) {
  paused();
  ASSERT_NE(effect<Guess>(), nullptr);
  EXPECT_EQ(std::get<Heard>(effect<Guess>()->input).text, "why was my MRI denied");
  EXPECT_EQ(effect<Think>(), nullptr);
}

TEST_F(GuessTest, WhatItSaysIsPreparedAndPlayedWhenTheTurnIsTaken) {
  paused();
  guessed(3030ms, {Say{.text = "It was denied."}, Say{.text = "You owe nothing."}, Say{.text = "More?"},
                   Listen{.asked = Asked::confirm}});
  EXPECT_THAT(texts<Prepare>(), ElementsAre("It was denied.", "You owe nothing."));
  EXPECT_THAT(texts<Speak>(), ElementsAre());
  const auto first = effect<Prepare>()->speak.utterance;
  EXPECT_EQ(state_.listen.asked, Asked::open) << "nothing of a guess counts yet";
  fire(Timer::end_of_turn, 3250ms);
  EXPECT_NE(effect<KeepGuess>(), nullptr);
  EXPECT_EQ(effect<Think>(), nullptr);
  EXPECT_THAT(texts<Speak>(), ElementsAre("It was denied.", "You owe nothing.", "More?"));
  EXPECT_EQ(effect<Speak>()->utterance, first);
  EXPECT_EQ(state_.listen.asked, Asked::confirm);
  EXPECT_EQ(state_.turn.guesses, 1);
  EXPECT_TRUE(state_.turn.guess_used);
}

TEST_F(GuessTest, ACallerWhoGoesOnThrowsItAway) {
  paused("why was my MRI");
  guessed(3030ms, {Say{.text = "Which MRI?"}, EndCall{"goodbye"}});
  at(3100ms, SpeechResumed{});
  EXPECT_NE(effect<ForgetGuess>(), nullptr);
  at(3600ms, SpeechPaused{.text = "why was my MRI denied", .last_voiced = 3400ms, .silence = 200ms});
  ASSERT_NE(effect<Guess>(), nullptr);
  EXPECT_EQ(std::get<Heard>(effect<Guess>()->input).text, "why was my MRI denied");
  guessed(3640ms, {Say{.text = "It was denied."}});
  fire(Timer::end_of_turn, 3900ms);
  EXPECT_THAT(texts<Speak>(), ElementsAre("It was denied."));
  EXPECT_EQ(effect<HangUp>(), nullptr);
  EXPECT_EQ(state_.turn.guesses, 2) << "one of them was wasted";
}

TEST_F(GuessTest, AnAnswerToAForgottenGuessIsIgnored) {
  paused();
  const auto request = state_.last_request;
  at(3100ms, SpeechResumed{});
  at(3110ms, BrainGuessed{.request = request, .acts = {Say{.text = "It was denied."}, read()}});
  EXPECT_TRUE(effects_.empty());
}

TEST_F(GuessTest, ReadsRunAheadAndTheirAnswersGoOnWithTheGuess) {
  paused();
  guessed(3020ms, {Note{.key = "intent", .value = "claim_denial"}, read()});
  ASSERT_NE(effect<RunTool>(), nullptr);
  EXPECT_EQ(effect<AddNote>(), nullptr);
  tool_answered(3030ms);
  ASSERT_NE(effect<Guess>(), nullptr);
  EXPECT_EQ(std::get<ToolDone>(effect<Guess>()->input).id, 1U);
  guessed(3040ms, {Say{.text = "It was denied."}});
  EXPECT_THAT(texts<Prepare>(), ElementsAre("It was denied."));
  fire(Timer::end_of_turn, 3250ms);
  EXPECT_EQ(effect<RunTool>(), nullptr) << "it ran already";
  EXPECT_NE(effect<AddNote>(), nullptr);
  EXPECT_THAT(texts<Speak>(), ElementsAre("It was denied."));
  ASSERT_EQ(state_.turn.tools.size(), 1U);
  EXPECT_EQ(state_.turn.tools[0].name, "claim_denial");
}

TEST_F(GuessTest, AHandOverGoesAheadToo) {
  paused();
  guessed(3030ms, {HandOver{.to = "claims", .summary = ""}, SetSpeech{.voice = "ava"},
                   Say{.text = "One moment."}, read()});
  EXPECT_EQ(effect<Prepare>()->speak.voice, "ava");
  EXPECT_NE(effect<RunTool>(), nullptr);
  EXPECT_EQ(agent_at_work(state_), "claims") << "whose tool it is";
  EXPECT_EQ(state_.agent, "") << "nothing of a guess counts yet";
  fire(Timer::end_of_turn, 3250ms);
  EXPECT_EQ(state_.agent, "claims");
}

TEST_F(GuessTest, AReadThatIsStillRunningAnswersTheTurn) {
  paused();
  guessed(3020ms, {read()});
  fire(Timer::end_of_turn, 3250ms);
  EXPECT_EQ(effect<RunTool>(), nullptr);
  tool_answered(3300ms);
  ASSERT_NE(thought<ToolDone>(), nullptr);
  brain(3310ms, {Say{.text = "It was denied."}});
  EXPECT_THAT(texts<Speak>(), ElementsAre("It was denied."));
}

TEST_F(GuessTest, TheAnswerOfAReadWhoseGuessWasForgottenIsNobodys) {
  paused();
  guessed(3020ms, {read()});
  at(3100ms, SpeechResumed{});
  tool_answered(3110ms);
  EXPECT_TRUE(effects_.empty());
}

TEST_F(GuessTest, WhatChangesSomethingWaitsForTheTurn) {
  paused();
  guessed(3020ms, {CallTool{.id = 1, .name = "verify_member", .arguments = {}, .filler = {}}});
  EXPECT_EQ(effect<RunTool>(), nullptr);
  fire(Timer::end_of_turn, 3250ms);
  ASSERT_NE(effect<RunTool>(), nullptr);
  EXPECT_EQ(effect<RunTool>()->name, "verify_member");
}

TEST_F(GuessTest, NotMoreReadsRunAheadThanThePolicyAllows) {
  policy_.tools_ahead = 1;
  paused();
  guessed(3020ms, {read(1), read(2)});
  EXPECT_EQ(
      std::ranges::count_if(effects_, [](const Effect& e) { return std::holds_alternative<RunTool>(e); }), 1);
  fire(Timer::end_of_turn, 3250ms);
  ASSERT_NE(effect<RunTool>(), nullptr);
  EXPECT_EQ(effect<RunTool>()->id, 2U);
}

TEST_F(GuessTest, ATurnTakenBeforeTheBrainHasAnsweredWaitsForThatAnswer) {
  paused();
  fire(Timer::end_of_turn, 3250ms);
  EXPECT_NE(effect<KeepGuess>(), nullptr);
  EXPECT_EQ(effect<Think>(), nullptr);
  guessed(3300ms, {Say{.text = "It was denied."}});
  EXPECT_THAT(texts<Speak>(), ElementsAre("It was denied."));
}

TEST_F(GuessTest, ABrainThatDoesNotGuessIsAskedWhenTheTurnIsTaken) {
  paused();
  at(3001ms, BrainGuessed{.request = state_.last_request, .acts = {}, .refused = true});
  fire(Timer::end_of_turn, 3250ms);
  ASSERT_NE(thought<Heard>(), nullptr);
  EXPECT_EQ(state_.turn.guesses, 0);
}

TEST_F(GuessTest, ARefusalAfterTheTurnWasTakenAsksAgain) {
  paused();
  fire(Timer::end_of_turn, 3250ms);
  at(3251ms, BrainGuessed{.request = state_.last_request, .acts = {}, .refused = true});
  ASSERT_NE(thought<Heard>(), nullptr);
  EXPECT_EQ(thought<Heard>()->text, "why was my MRI denied");
}

TEST_F(GuessTest, NothingIsGuessedAtWordsThatWillSurelyGoOn) {
  paused("I would like to know about my");
  EXPECT_EQ(effect<Guess>(), nullptr);
}

TEST_F(GuessTest, WordsThatTheBrainMakesNothingOfGetMoreTime) {
  paused("it was cold there");
  const auto before = effect<StartTimer>()->after;
  guessed(3020ms, {Note{.key = "not_understood", .value = "open"}, Say{.text = "Sorry?"}});
  ASSERT_NE(effect<StartTimer>(), nullptr);
  EXPECT_GT(effect<StartTimer>()->after, before);
}

TEST_F(GuessTest, NothingIsGuessedWhileAToolIsOpen) {
  paused();
  guessed(3020ms, {CallTool{.id = 1, .name = "verify_member", .arguments = {}, .filler = {}}});
  fire(Timer::end_of_turn, 3250ms);
  says(3300ms, "it was in May");
  EXPECT_EQ(effect<Guess>(), nullptr);
}

TEST_F(GuessTest, AKeyThrowsItAway) {
  paused();
  at(3050ms, DigitPressed{});
  EXPECT_NE(effect<ForgetGuess>(), nullptr);
}

TEST_F(GuessTest, AGuessIsInTheJournal) {
  const Event event{.at = 3ms,
                    .body = BrainGuessed{.request = 4, .acts = {read()}, .more = true, .refused = true}};
  const auto back = event_from_json(to_json(event));
  ASSERT_TRUE(back) << back.error().message;
  const auto& guessed = std::get<BrainGuessed>(back->body);
  EXPECT_EQ(guessed.request, 4U);
  EXPECT_TRUE(guessed.more);
  EXPECT_TRUE(guessed.refused);
  EXPECT_TRUE(std::get<CallTool>(guessed.acts[0]).may_run_ahead);
}

}  // namespace
}  // namespace attendant::conversation
