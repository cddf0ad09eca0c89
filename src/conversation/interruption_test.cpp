#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conversation/core_under_test.hpp"
#include "conversation/resumption.hpp"

namespace attendant::conversation {
namespace {

using testing::ElementsAre;

class InterruptionTest : public CoreTest {
 protected:
  // We are in the middle of an answer of two sentences.
  void answering() {
    greeted();
    says(2000ms, "why was my MRI denied");
    fire(Timer::end_of_turn, 3300ms);
    brain(3320ms, {Say{.text = "It was denied on May 4, because no prior authorization was on file."},
                   Say{.text = "Shall I start an appeal?", .kind = SayKind::question},
                   Listen{.asked = Asked::confirm}});
    at(3400ms, ClauseStarted{UtteranceId(2)});
  }
  // A voice without words has stopped us.
  void stopped_by_a_voice() {
    answering();
    at(5000ms, SpeechStarted{});
    fire(Timer::confirm_interruption, 5600ms);
    ASSERT_NE(effect<StopSpeaking>(), nullptr);
    at(5620ms, PlaybackCut{.utterance = UtteranceId(2), .heard = "It was denied on May 4, because no"});
  }
  std::vector<std::string> spoken() const {
    std::vector<std::string> texts;
    for (const auto& effect : effects_)
      if (const auto* speak = std::get_if<Speak>(&effect)) texts.push_back(speak->text);
    return texts;
  }
};

TEST_F(InterruptionTest, AVoiceThatSaidNothingLetsUsGoOnFromTheClauseItBrokeOff) {
  stopped_by_a_voice();
  EXPECT_EQ(thought<Interrupted>(), nullptr) << "nobody knows yet whether somebody spoke";
  at(6100ms, SpeechPaused{.text = "", .last_voiced = 5800ms, .silence = 300ms});
  EXPECT_THAT(spoken(),
              ElementsAre("because no prior authorization was on file.", "Shall I start an appeal?"));
  at(6200ms, ClauseStarted{UtteranceId(4)});
  at(8000ms, ClauseFinished{UtteranceId(4)});
  at(9000ms, ClauseFinished{UtteranceId(5)});
  at(9500ms, CallEnded{.by = "caller", .reason = "bye"});
  const auto& said = turns_.back().agent;  // what was played, and nothing else
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(said[0].text, "It was denied on May 4, because no");
  EXPECT_TRUE(said[0].cut);
  EXPECT_EQ(said[1].text, "because no prior authorization was on file.");
}

TEST_F(InterruptionTest, AVoiceThatComesBeforeOurFirstWordIsHeardOut) {
  greeted();
  says(2000ms, "why was my MRI denied");
  fire(Timer::end_of_turn, 3300ms);
  brain(3320ms, {Say{.text = "It was denied on May 4."}});
  at(3400ms, SpeechStarted{});
  EXPECT_NE(effect<StopSpeaking>(), nullptr);
  at(3410ms, PlaybackCut{.utterance = {}, .heard = ""});
  at(4400ms, SpeechPaused{.text = "the one in spring", .last_voiced = 4200ms, .silence = 200ms});
  EXPECT_NE(thought<Interrupted>(), nullptr) << "nothing of the answer was heard";
  fire(Timer::end_of_turn, 4700ms);
  ASSERT_NE(thought<Heard>(), nullptr);
  EXPECT_EQ(thought<Heard>()->text, "the one in spring");
}

TEST_F(InterruptionTest, AMurmurBetweenTwoOfOurSentencesDoesNotStopUs) {
  answering();
  at(5000ms, ClauseFinished{UtteranceId(2)});
  at(5050ms, SpeechStarted{});
  EXPECT_EQ(effect<StopSpeaking>(), nullptr);
  EXPECT_NE(effect<Duck>(), nullptr);
}

TEST_F(InterruptionTest, NoiseBeforeOurFirstWordOnlyDelaysIt) {
  greeted();
  says(2000ms, "why was my MRI denied");
  fire(Timer::end_of_turn, 3300ms);
  brain(3320ms, {Say{.text = "It was denied on May 4."}});
  at(3400ms, SpeechStarted{});
  at(3410ms, PlaybackCut{.utterance = {}, .heard = ""});
  at(4000ms, SpeechPaused{.text = "", .last_voiced = 3800ms, .silence = 200ms});
  EXPECT_THAT(spoken(), ElementsAre("It was denied on May 4."));
}

TEST_F(InterruptionTest, TheFalseAlarmMayBeKnownBeforeTheCut) {
  answering();
  at(5000ms, SpeechStarted{});
  fire(Timer::confirm_interruption, 5600ms);
  at(5601ms, SpeechPaused{.text = "okay", .last_voiced = 5300ms, .silence = 300ms});
  EXPECT_TRUE(spoken().empty());
  at(5620ms, PlaybackCut{.utterance = UtteranceId(2), .heard = ""});
  EXPECT_THAT(spoken(), ElementsAre("It was denied on May 4, because no prior authorization was on file.",
                                    "Shall I start an appeal?"));
}

TEST_F(InterruptionTest, WordsThatFollowConfirmIt) {
  stopped_by_a_voice();
  at(5800ms, PartialHeard{"wait what authorization"});
  ASSERT_NE(thought<Interrupted>(), nullptr);
  EXPECT_EQ(thought<Interrupted>()->heard, "It was denied on May 4, because no");
  at(7000ms, SpeechPaused{.text = "wait what authorization", .last_voiced = 6700ms, .silence = 300ms});
  EXPECT_TRUE(spoken().empty());
  fire(Timer::end_of_turn, 7200ms);
  EXPECT_EQ(thought<Heard>()->text, "wait what authorization");
}

TEST_F(InterruptionTest, NoiseThatDoesNotEndDoesNotSilenceUs) {
  stopped_by_a_voice();
  fire(Timer::confirm_interruption, 7100ms);
  EXPECT_THAT(spoken(),
              ElementsAre("because no prior authorization was on file.", "Shall I start an appeal?"));
}

TEST_F(InterruptionTest, AGoodbyeThatNoiseBrokeOffStillEndsTheCall) {
  greeted();
  says(2000ms, "no that is all thank you");
  fire(Timer::end_of_turn, 3300ms);
  brain(3310ms,
        {Say{.text = "Thank you for calling. Goodbye.", .kind = SayKind::goodbye}, EndCall{"goodbye"}});
  at(3400ms, ClauseStarted{UtteranceId(2)});
  at(3500ms, SpeechStarted{});
  fire(Timer::confirm_interruption, 4100ms);
  at(4120ms, PlaybackCut{.utterance = UtteranceId(2), .heard = "Thank you for"});
  at(4500ms, SpeechPaused{.text = "", .last_voiced = 4200ms, .silence = 300ms});
  at(6000ms, ClauseFinished{UtteranceId(3)});
  ASSERT_NE(effect<HangUp>(), nullptr);
  EXPECT_EQ(effect<HangUp>()->reason, "goodbye");
}

TEST_F(InterruptionTest, AVoiceWhoseWordsAreKnownToClaimNothingMayLastLonger) {
  answering();
  at(5000ms, SpeechStarted{});
  for (const auto* words : {"", "uh-huh"}) {
    at(5400ms, PartialHeard{words});
    ASSERT_NE(effect<StartTimer>(), nullptr);
    EXPECT_EQ(effect<StartTimer>()->after, policy_.confirm_without_words);
  }
  EXPECT_EQ(effect<StopSpeaking>(), nullptr);
}

TEST_F(InterruptionTest, ATurnThatTheRecogniserClosedInItsLastPauseIsTaken) {
  greeted();
  at(2000ms, SpeechStarted{});
  // Longer than its cap: it never reported a pause, and nobody speaks any more.
  at(13000ms, SpeechFinal{.text = "it all began when I went to the clinic", .last_voiced = 12800ms});
  fire(Timer::end_of_turn, 13500ms);
  ASSERT_NE(thought<Heard>(), nullptr);
}

TEST_F(InterruptionTest, AClosedUtteranceIsNoTurnWhileTheCallerSpeaksOn) {
  greeted();
  at(2000ms, SpeechStarted{});
  at(13000ms, SpeechStarted{});
  at(13100ms, SpeechFinal{.text = "it all began at the clinic", .last_voiced = 12900ms, .talking = true});
  EXPECT_EQ(state_.timers[static_cast<std::size_t>(Timer::end_of_turn)], 0U);
}

TEST(Resumption, GoesOnFromTheStartOfTheClause) {
  constexpr std::string_view text = "You owe $1,250.00 in all, and it is due on May 4. Do you want to pay?";
  EXPECT_EQ(rest_from_clause(text, ""), text);
  EXPECT_EQ(rest_from_clause(text, "You owe $1,250.00 in"), text);
  EXPECT_EQ(rest_from_clause(text, "You owe $1,250.00 in all"), text.substr(26));
  EXPECT_EQ(rest_from_clause(text, "You owe $1,250.00 in all, and it is"), text.substr(26));
  EXPECT_EQ(rest_from_clause(text, "You owe $1,250.00 in all, and it is due on May 4. Do"),
            "Do you want to pay?");
  EXPECT_EQ(rest_from_clause(text, text), "");
  EXPECT_EQ(rest_from_clause("Okay.", "Okay"), "");
  EXPECT_EQ(rest_from_clause("Is there anything else, Eli?", "Is there anything else,"),
            "Is there anything else, Eli?")
      << "a name alone says nothing";
}

TEST_F(InterruptionTest, ConfirmedSpeechStopsPlaybackAndTheTranscriptIsCutAtWhatWasHeard) {
  greeted();
  says(2000ms, "why was my MRI denied");
  fire(Timer::end_of_turn, 3300ms);
  brain(3320ms, {Say{.text = "There was no prior authorization on file."},
                 Say{.text = "You can appeal until March 9."}});
  at(3400ms, ClauseStarted{UtteranceId(2)});
  at(4000ms, SpeechStarted{});
  ASSERT_NE(effect<Duck>(), nullptr);
  EXPECT_LT(effect<Duck>()->level, 1.0F);
  at(4300ms, PartialHeard{"wait what does"});
  EXPECT_NE(effect<StopSpeaking>(), nullptr);
  at(4310ms, PlaybackCut{.utterance = UtteranceId(2), .heard = "There was no prior"});
  ASSERT_NE(thought<Interrupted>(), nullptr);
  EXPECT_EQ(thought<Interrupted>()->heard, "There was no prior");
  at(5200ms, SpeechPaused{.text = "wait what does that mean", .last_voiced = 4900ms, .silence = 300ms});
  fire(Timer::end_of_turn, 5400ms);
  EXPECT_EQ(thought<Heard>()->text, "wait what does that mean");
  const auto& spoken = turns_.back().agent;
  ASSERT_EQ(spoken.size(), 1U);  // the second sentence was never heard
  EXPECT_EQ(spoken[0].text, "There was no prior");
  EXPECT_TRUE(spoken[0].cut);
}

TEST_F(InterruptionTest, AClauseThatATurnBreaksOffBelongsToTheTurnThatSaidIt) {
  greeted();
  says(2000ms, "what is my balance");
  fire(Timer::end_of_turn, 3300ms);
  brain(3320ms, {Say{.text = "You owe $128.40."}, Listen{.asked = Asked::confirm}});
  at(3400ms, ClauseStarted{UtteranceId(2)});
  // No partial came first: one event stops us and is a whole turn.
  at(5000ms, SpeechPaused{.text = "no", .last_voiced = 4700ms, .silence = 300ms});
  ASSERT_NE(effect<StopSpeaking>(), nullptr);
  ASSERT_NE(thought<Heard>(), nullptr);
  at(5010ms, PlaybackCut{.utterance = UtteranceId(2), .heard = "You owe"});
  ASSERT_EQ(turns_.size(), 2U);
  EXPECT_EQ(turns_[1].caller, "what is my balance");
  ASSERT_EQ(turns_[1].agent.size(), 1U);
  EXPECT_EQ(turns_[1].agent[0].text, "You owe");
  EXPECT_TRUE(turns_[1].agent[0].cut);
  at(6000ms, CallEnded{.by = "caller"});
  ASSERT_EQ(turns_.size(), 3U);
  EXPECT_EQ(turns_[2].caller, "no");
  EXPECT_TRUE(turns_[2].agent.empty());
}

TEST_F(InterruptionTest, AnAnswerQueuedBeforeTheCutIsKnownIsNotLost) {
  greeted();
  says(2000ms, "what is my balance");
  fire(Timer::end_of_turn, 3300ms);
  brain(3320ms, {Say{.text = "You owe $128.40."}, Listen{.asked = Asked::confirm}});
  at(3400ms, ClauseStarted{UtteranceId(2)});
  at(5000ms, SpeechPaused{.text = "no", .last_voiced = 4700ms, .silence = 300ms});
  brain(5005ms, {Say{.text = "Then goodbye.", .kind = SayKind::goodbye}, EndCall{"goodbye"}});
  at(5010ms, PlaybackCut{.utterance = UtteranceId(2), .heard = "You owe $128.40."});
  at(5100ms, ClauseStarted{UtteranceId(3)});
  at(6000ms, ClauseFinished{UtteranceId(3)});
  ASSERT_NE(effect<HangUp>(), nullptr);
  at(6100ms, CallEnded{.by = "agent"});
  ASSERT_EQ(turns_.size(), 3U);
  EXPECT_EQ(turns_[1].agent.at(0).text, "You owe $128.40.");
  EXPECT_EQ(turns_[2].agent.at(0).text, "Then goodbye.");
}

TEST_F(InterruptionTest, TheBrainLearnsWhichSentenceWasCut) {
  greeted();
  says(2000ms, "why was my MRI denied");
  fire(Timer::end_of_turn, 3300ms);
  brain(3310ms, {Say{.text = "It was denied on May 4."}, Say{.text = "You can appeal until November 4."},
                 Listen{.asked = Asked::open}});
  at(3400ms, ClauseStarted{UtteranceId(2)});
  at(5400ms, ClauseFinished{UtteranceId(2)});
  at(5410ms, ClauseStarted{UtteranceId(3)});
  at(6000ms, SpeechStarted{});
  at(6200ms, PartialHeard{"wait what do you mean"});
  at(6210ms, PlaybackCut{.utterance = UtteranceId(3), .heard = "You can"});
  ASSERT_NE(thought<Interrupted>(), nullptr);
  EXPECT_EQ(thought<Interrupted>()->heard, "You can");
  EXPECT_EQ(thought<Interrupted>()->whole, 1);
}

TEST_F(InterruptionTest, AClauseCutInsideItsFirstWordCountsAsInterrupted) {
  greeted();
  says(2000ms, "what is my balance");
  fire(Timer::end_of_turn, 3300ms);
  brain(3320ms, {Say{.text = "$128.40 is due."}, Listen{}});
  at(3400ms, ClauseStarted{UtteranceId(2)});
  at(3500ms, SpeechStarted{});
  at(3700ms, PartialHeard{"wait a second"});
  at(3710ms, PlaybackCut{.utterance = UtteranceId(2), .heard = ""});
  at(5000ms, CallEnded{.by = "caller"});
  ASSERT_EQ(turns_.back().agent.size(), 1U);
  EXPECT_TRUE(turns_.back().agent[0].cut);
  EXPECT_EQ(turns_.back().agent[0].text, "");
}

TEST_F(InterruptionTest, BackchannelsDoNotStopUs) {
  greeted();
  says(2000ms, "why was my MRI denied");
  fire(Timer::end_of_turn, 3300ms);
  brain(3320ms, {Say{.text = "There was no prior authorization."},
                 Say{.text = "Anything else?", .kind = SayKind::question}});
  at(3400ms, ClauseStarted{UtteranceId(2)});
  for (const auto* word : {"uh-huh", "Okay.", "mm-hm", "right", "I see"}) {
    at(3500ms, SpeechStarted{});
    at(3700ms, PartialHeard{word});
    EXPECT_EQ(effect<StopSpeaking>(), nullptr) << word;
    at(3900ms, SpeechPaused{.text = word, .last_voiced = 3700ms, .silence = 220ms});
    EXPECT_EQ(effect<StopSpeaking>(), nullptr) << word;
    ASSERT_NE(effect<Duck>(), nullptr);
    EXPECT_EQ(effect<Duck>()->level, 1.0F);
  }
}

TEST_F(InterruptionTest, AMurmurThatSoundsLikeAWordDoesNotStopUs) {
  answering();
  at(5000ms, SpeechStarted{});
  at(5420ms, PartialHeard{.text = "No.", .confidence = 0.7F});
  EXPECT_EQ(effect<StopSpeaking>(), nullptr);
  at(5650ms, SpeechPaused{.text = "No.", .last_voiced = 5400ms, .silence = 250ms, .confidence = 0.7F});
  EXPECT_EQ(effect<StopSpeaking>(), nullptr);
  EXPECT_NE(effect<TakeTurn>(), nullptr) << "it is forgotten";
}

TEST_F(InterruptionTest, AShortWordThatTheRecogniserIsSureOfStopsUs) {
  answering();
  at(5000ms, SpeechStarted{});
  at(5420ms, PartialHeard{.text = "No.", .confidence = 0.9F});
  EXPECT_NE(effect<StopSpeaking>(), nullptr);
}

TEST_F(InterruptionTest, AWordThatStopsPeopleStopsUsHoweverUnclear) {
  answering();
  at(5000ms, SpeechStarted{});
  at(5420ms, PartialHeard{.text = "Wait,", .confidence = 0.5F});
  EXPECT_NE(effect<StopSpeaking>(), nullptr);
}

TEST_F(InterruptionTest, YeahOverAQuestionThatItCannotAnswerIsListening) {
  greeted();
  says(2000ms, "where is my claim");
  fire(Timer::end_of_turn, 3300ms);
  brain(3320ms, {Say{.text = "What is your member ID?", .kind = SayKind::question},
                 Listen{.asked = Asked::ask_member_id, .digits = 8}});
  at(3400ms, ClauseStarted{UtteranceId(2)});
  says(4000ms, "Yeah.");
  EXPECT_EQ(effect<StopSpeaking>(), nullptr);
}

TEST_F(InterruptionTest, ListeningOverOurQuestionAnswersNothing) {
  at(0ms, CallStarted{});
  brain(5ms, {Say{.text = "Is that right?", .kind = SayKind::question}, Listen{.asked = Asked::confirm}});
  at(100ms, ClauseStarted{UtteranceId(1)});
  at(600ms, SpeechStarted{});
  at(1000ms, SpeechPaused{.text = "I see.", .last_voiced = 700ms, .silence = 300ms});
  EXPECT_EQ(effect<StopSpeaking>(), nullptr);
  EXPECT_EQ(thought<Heard>(), nullptr);
}

TEST_F(InterruptionTest, YesOverTheEndOfOurQuestionAnswersIt) {
  at(0ms, CallStarted{});
  brain(5ms, {Say{.text = "Is that right?", .kind = SayKind::question}, Listen{.asked = Asked::confirm}});
  at(100ms, ClauseStarted{UtteranceId(1)});
  at(600ms, SpeechStarted{});
  at(1000ms, SpeechPaused{.text = "yes", .last_voiced = 700ms, .silence = 300ms});
  EXPECT_NE(effect<StopSpeaking>(), nullptr);
  EXPECT_NE(thought<Heard>(), nullptr);
}

TEST_F(InterruptionTest, SpeechWithoutKnownWordsInterruptsOnlyWhenItLasts) {
  greeted();
  says(2000ms, "why was my MRI denied");
  fire(Timer::end_of_turn, 3300ms);
  brain(3320ms, {Say{.text = "There was no prior authorization on file."}});
  at(3400ms, ClauseStarted{UtteranceId(2)});
  at(3500ms, SpeechStarted{});
  at(3800ms, SpeechPaused{.text = "", .last_voiced = 3550ms, .silence = 250ms});  // a cough
  EXPECT_EQ(effect<StopSpeaking>(), nullptr);
  at(4000ms, SpeechStarted{});
  fire(Timer::confirm_interruption, 4700ms);
  EXPECT_NE(effect<StopSpeaking>(), nullptr);
}

TEST_F(InterruptionTest, WhatIsSaidOverANoticeIsKeptAndAnsweredAfterIt) {
  at(0ms, CallStarted{});
  brain(5ms,
        {Say{.text = "This call is recorded.", .kind = SayKind::notice, .interruptible = false}, Listen{}});
  at(100ms, ClauseStarted{UtteranceId(1)});
  at(300ms, SpeechStarted{});
  EXPECT_EQ(effect<Duck>(), nullptr);
  at(1300ms, SpeechPaused{.text = "I want to know my balance", .last_voiced = 1000ms, .silence = 300ms});
  EXPECT_EQ(effect<StopSpeaking>(), nullptr);
  at(2000ms, ClauseFinished{UtteranceId(1)});
  ASSERT_NE(thought<Heard>(), nullptr);
  EXPECT_EQ(thought<Heard>()->text, "I want to know my balance");
}

}  // namespace
}  // namespace attendant::conversation
