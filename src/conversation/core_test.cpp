#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conversation/core_under_test.hpp"

namespace attendant::conversation {
namespace {

TEST_F(CoreTest, TheBrainIsAskedForTheGreetingAtOnce) {
  at(0ms, CallStarted{.caller_number = "+13125550180", .office_open = false});
  ASSERT_NE(thought<Started>(), nullptr);
  EXPECT_FALSE(thought<Started>()->office_open);
  EXPECT_EQ(effect<StartTimer>()->timer, Timer::max_duration);
}

TEST_F(CoreTest, ATurnIsTakenAfterSilenceAndNotBefore) {
  greeted();
  says(2000ms, "why was my MRI denied");
  EXPECT_EQ(effect<Think>(), nullptr);
  ASSERT_NE(effect<StartTimer>(), nullptr);
  EXPECT_EQ(effect<StartTimer>()->after, policy_.turn_end.neutral - 220ms);
  fire(Timer::end_of_turn, 3230ms);
  ASSERT_NE(thought<Heard>(), nullptr);
  EXPECT_EQ(thought<Heard>()->text, "why was my MRI denied");
  EXPECT_NE(effect<TakeTurn>(), nullptr);
}

TEST_F(CoreTest, AdviceShortensAndLengthensTheSilence) {
  greeted();
  at(2000ms, SpeechStarted{});
  at(2900ms, TurnAdvised{TurnAdvice::not_done});  // before the words are known
  at(3000ms, SpeechPaused{.text = "why was my MRI denied", .last_voiced = 2780ms, .silence = 220ms});
  EXPECT_EQ(effect<StartTimer>()->after, policy_.turn_end.neutral_not_done - 220ms);
  at(3300ms, TurnAdvised{TurnAdvice::done});  // asked again, it thinks better of it: 520 ms are enough
  EXPECT_NE(thought<Heard>(), nullptr);
  brain(3310ms, {Listen{}});
  says(5000ms, "and what can I do");
  at(6010ms, TurnAdvised{TurnAdvice::done});
  EXPECT_EQ(effect<StartTimer>()->after, policy_.turn_end.neutral_done - 230ms);
}

TEST_F(CoreTest, AdviceOnOneSilenceSaysNothingOfTheNext) {
  greeted();
  at(2000ms, SpeechStarted{});
  at(2900ms, TurnAdvised{TurnAdvice::done});
  at(2950ms, SpeechResumed{});
  at(4000ms, SpeechPaused{.text = "why was my MRI denied", .last_voiced = 3780ms, .silence = 220ms});
  EXPECT_EQ(effect<StartTimer>()->after, policy_.turn_end.neutral - 220ms);
}

TEST_F(CoreTest, ACallerWhoGoesOnKeepsTheTurn) {
  greeted();
  says(2000ms, "I have a question about");
  const auto number = state_.timers[static_cast<std::size_t>(Timer::end_of_turn)];
  at(3100ms, SpeechResumed{});
  at(3500ms, TimerFired{.timer = Timer::end_of_turn, .number = number});
  EXPECT_TRUE(effects_.empty());
  at(4500ms,
     SpeechPaused{.text = "I have a question about my bill", .last_voiced = 4200ms, .silence = 300ms});
  fire(Timer::end_of_turn, 4650ms);
  EXPECT_EQ(thought<Heard>()->text, "I have a question about my bill");
}

TEST_F(CoreTest, AWholeMemberIdEndsTheTurnAtOnceAndHalfOfOneDoesNot) {
  greeted(Asked::ask_member_id, 8);
  says(2000ms, "N W two eight three one nine two four two", 300ms);
  ASSERT_NE(thought<Heard>(), nullptr);
  brain(3100ms, {Listen{.asked = Asked::ask_member_id, .digits = 8}});
  says(4000ms, "N W two eight three", 260ms);
  EXPECT_EQ(effect<Think>(), nullptr);
  EXPECT_EQ(effect<StartTimer>()->after, policy_.turn_end.incomplete - 260ms);
}

TEST_F(CoreTest, UtterancesThatTheRecogniserClosedAreJoinedIntoOneTurn) {
  greeted();
  at(2000ms, SpeechStarted{});
  at(14000ms, SpeechFinal{.text = "it all began when I went to the clinic and", .last_voiced = 13900ms});
  at(14100ms, SpeechStarted{});
  at(16000ms, SpeechPaused{.text = "they sent me a bill", .last_voiced = 15700ms, .silence = 300ms});
  fire(Timer::end_of_turn, 16200ms);
  EXPECT_EQ(thought<Heard>()->text, "it all began when I went to the clinic and they sent me a bill");
}

TEST_F(CoreTest, ASlowToolIsBridgedByItsFillerOnceAndThenByOtherWords) {
  greeted();
  says(2000ms, "what is my balance");
  fire(Timer::end_of_turn, 3300ms);
  ASSERT_NE(effect<StartTimer>(), nullptr);
  EXPECT_EQ(effect<StartTimer>()->after, policy_.filler_after);
  brain(3310ms, {CallTool{.id = 1, .name = "billing_balance", .arguments = {}, .filler = "One moment."}});
  fire(Timer::waiting, 4010ms);
  ASSERT_NE(effect<Speak>(), nullptr);
  EXPECT_EQ(effect<Speak>()->text, "One moment.");
  EXPECT_EQ(effect<Speak>()->kind, SayKind::filler);
  at(4100ms, ClauseStarted{UtteranceId(2)});
  at(4900ms, ClauseFinished{UtteranceId(2)});
  ASSERT_NE(effect<StartTimer>(), nullptr);
  EXPECT_EQ(effect<StartTimer>()->after, policy_.filler_apart);
  fire(Timer::waiting, 6400ms);
  ASSERT_NE(effect<Speak>(), nullptr);
  EXPECT_EQ(effect<Speak>()->text, policy_.still_waiting[0]);
  at(6500ms, ToolAnswered{.id = 1, .name = "billing_balance"});
  brain(6510ms, {Say{.text = "You owe $5.00."}, Listen{}});
  EXPECT_EQ(effect<Speak>()->text, "You owe $5.00.");
  fire(Timer::waiting, 9000ms);
  EXPECT_EQ(effect<Speak>(), nullptr);
}

TEST_F(CoreTest, ABrainThatStallsIsBridgedForAsLongAsItTakes) {
  greeted();
  says(2000ms, "what is my balance");
  fire(Timer::end_of_turn, 3300ms);
  fire(Timer::waiting, 4000ms);
  ASSERT_NE(effect<Speak>(), nullptr);
  EXPECT_EQ(effect<Speak>()->text, policy_.one_moment);
  at(4020ms, ClauseStarted{UtteranceId(2)});
  at(4900ms, ClauseFinished{UtteranceId(2)});
  auto id = UtteranceId(3);
  for (auto now = 4900ms; now < 30s; now += 2500ms) {
    ASSERT_NE(effect<StartTimer>(), nullptr) << "silence from " << now.count();
    EXPECT_LE(effect<StartTimer>()->after, 2s);
    fire(Timer::waiting, now + effect<StartTimer>()->after);
    ASSERT_NE(effect<Speak>(), nullptr);
    EXPECT_EQ(effect<Speak>()->kind, SayKind::filler);
    at(now + 2500ms, ClauseFinished{id});
    id = UtteranceId(id.value() + 1);
  }
}

TEST_F(CoreTest, AModelThatStallsInTheMiddleOfItsAnswerIsBridged) {
  greeted();
  says(2000ms, "what is my balance");
  fire(Timer::end_of_turn, 3300ms);
  at(3500ms, BrainActed{.request = state_.last_request, .acts = {Say{.text = "Let me see."}}, .more = true});
  at(3600ms, ClauseStarted{UtteranceId(2)});
  at(4300ms, ClauseFinished{UtteranceId(2)});
  ASSERT_NE(effect<StartTimer>(), nullptr);
  EXPECT_LE(effect<StartTimer>()->after, 2s);
  fire(Timer::waiting, 5000ms);
  ASSERT_NE(effect<Speak>(), nullptr);
  EXPECT_EQ(effect<Speak>()->text, policy_.one_moment);
}

TEST_F(CoreTest, AFillerComesEarlierWhenTheCallerHasBeenSilentForLong) {
  greeted();
  says(2000ms, "I would like to know about my");
  fire(Timer::end_of_turn, 3980ms);  // 1.2 s after the last word
  ASSERT_NE(effect<StartTimer>(), nullptr);
  EXPECT_EQ(effect<StartTimer>()->after, policy_.dead_air - 1200ms);
}

TEST_F(CoreTest, WhatWasHeardOfAFillerIsNotPartOfTheTalk) {
  greeted();
  says(2000ms, "what is my balance");
  fire(Timer::end_of_turn, 3300ms);
  fire(Timer::waiting, 4000ms);
  at(4020ms, ClauseStarted{UtteranceId(2)});
  at(4300ms, SpeechStarted{});
  at(4600ms, PartialHeard{"wait I mean the bill"});
  at(4620ms, PlaybackCut{.utterance = UtteranceId(2), .heard = "One moment,"});
  ASSERT_NE(thought<Interrupted>(), nullptr);
  EXPECT_EQ(thought<Interrupted>()->heard, "");
}

TEST_F(CoreTest, AToolThatAnswersInTimeNeedsNoFiller) {
  greeted();
  says(2000ms, "what is my balance");
  fire(Timer::end_of_turn, 3300ms);
  brain(3310ms, {CallTool{.id = 1, .name = "billing_balance", .arguments = {}, .filler = "One moment."}});
  const auto number = state_.timers[static_cast<std::size_t>(Timer::waiting)];
  at(3400ms, ToolAnswered{.id = 1, .name = "billing_balance"});
  brain(3410ms, {Say{.text = "You owe $5.00."}, Listen{}});
  at(4010ms, TimerFired{.timer = Timer::waiting, .number = number});
  EXPECT_EQ(effect<Speak>(), nullptr);
}

TEST_F(CoreTest, OkayToASlowToolDoesNotDisplaceItsAnswer) {
  greeted();
  says(2000ms, "what is my balance");
  fire(Timer::end_of_turn, 3300ms);
  brain(3310ms, {CallTool{.id = 1, .name = "billing_balance"}});
  says(3400ms, "okay");
  at(4500ms, ToolAnswered{.id = 1, .name = "billing_balance"});
  brain(4510ms, {Say{.text = "You owe $5.00."}, Listen{}});
  ASSERT_NE(effect<Speak>(), nullptr);
  EXPECT_EQ(thought<Heard>(), nullptr);
}

TEST_F(CoreTest, WhoeverWasPromisedPatienceIsNotAskedAgainSoon) {
  greeted();
  says(2000ms, "hold on let me find the letter");
  fire(Timer::end_of_turn, 3300ms);
  brain(3310ms, {Say{.text = "Take your time.", .kind = SayKind::acknowledgement},
                 Listen{.asked = Asked::ask_member_id, .digits = 8, .patience = 45s}});
  at(3400ms, ClauseStarted{UtteranceId(2)});
  at(4000ms, ClauseFinished{UtteranceId(2)});
  ASSERT_NE(effect<StartTimer>(), nullptr);
  EXPECT_EQ(effect<StartTimer>()->timer, Timer::no_input);
  EXPECT_EQ(effect<StartTimer>()->after, 45s);
}

TEST_F(CoreTest, WhatIsSaidWhileWeThinkIsNotLost) {
  greeted();
  says(2000ms, "what is my balance");
  fire(Timer::end_of_turn, 3300ms);
  at(3400ms, SpeechStarted{});
  at(4000ms, SpeechPaused{.text = "and my deductible", .last_voiced = 3800ms, .silence = 220ms});
  brain(4100ms, {Say{.text = "Your balance is $10."}, Listen{.asked = Asked::anything_else}});
  ASSERT_NE(thought<Heard>(), nullptr);
  EXPECT_EQ(thought<Heard>()->text, "and my deductible");
}

TEST_F(CoreTest, KeyedDigitsStopUsPauseTheRecordingAndReachTheBrain) {
  at(0ms, CallStarted{});
  brain(5ms, {Say{.text = "Your member ID, please?", .kind = SayKind::question},
              Listen{.asked = Asked::ask_member_id, .digits = 8}});
  at(100ms, ClauseStarted{UtteranceId(1)});
  at(500ms, DigitPressed{});
  EXPECT_NE(effect<StopSpeaking>(), nullptr);
  ASSERT_NE(effect<PauseRecording>(), nullptr);
  EXPECT_TRUE(effect<PauseRecording>()->paused);
  at(3000ms, DigitsKeyed{"28319242"});
  EXPECT_FALSE(effect<PauseRecording>()->paused);
  EXPECT_EQ(thought<Keyed>()->digits, "28319242");
  at(9000ms, CallEnded{.by = "caller", .reason = "bye"});
  EXPECT_EQ(turns_.back().caller, "[keyed 8 digits]");
}

TEST_F(CoreTest, SilenceIsCountedAndAnAnswerEndsTheCount) {
  greeted();
  fire(Timer::no_input, 8500ms);
  ASSERT_NE(thought<Silence>(), nullptr);
  EXPECT_EQ(thought<Silence>()->times, 1);
  brain(8510ms, {Say{.text = "Are you still there?", .kind = SayKind::question}, Listen{}});
  at(8600ms, ClauseStarted{UtteranceId(2)});
  at(9600ms, ClauseFinished{UtteranceId(2)});
  fire(Timer::no_input, 16600ms);
  EXPECT_EQ(thought<Silence>()->times, 2);
  brain(16610ms, {Listen{}});
  says(17000ms, "yes I am here now");
  fire(Timer::end_of_turn, 18300ms);
  EXPECT_EQ(state_.silences, 0);
}

TEST_F(CoreTest, TheCallEndsOnlyWhenTheGoodbyeWasSaid) {
  greeted();
  says(2000ms, "no that is all thank you");
  fire(Timer::end_of_turn, 3300ms);
  brain(3310ms, {Say{.text = "Goodbye.", .kind = SayKind::goodbye}, EndCall{"goodbye"}});
  EXPECT_EQ(effect<HangUp>(), nullptr);
  at(3400ms, ClauseStarted{UtteranceId(2)});
  at(4000ms, ClauseFinished{UtteranceId(2)});
  ASSERT_NE(effect<HangUp>(), nullptr);
  EXPECT_EQ(effect<HangUp>()->reason, "goodbye");
}

TEST_F(CoreTest, NoSilenceCountsWhileTheCallerHoldsTheLine) {
  greeted();
  at(2000ms, HoldChanged{true});
  const auto& running = state_.timers[static_cast<std::size_t>(Timer::no_input)];
  EXPECT_EQ(running, 0U);
  at(60000ms, HoldChanged{false});
  EXPECT_NE(running, 0U);
  fire(Timer::no_input, 68000ms);
  EXPECT_NE(thought<Silence>(), nullptr);
}

TEST_F(CoreTest, ATransferThatFailsGoesBackToTheBrain) {
  greeted();
  says(2000ms, "get me a person please now");
  fire(Timer::end_of_turn, 3300ms);
  brain(3310ms, {Say{.text = "One moment."}, Transfer{.target = "person", .summary = "wants a person"}});
  at(3400ms, ClauseStarted{UtteranceId(2)});
  at(4000ms, ClauseFinished{UtteranceId(2)});
  ASSERT_NE(effect<TransferTo>(), nullptr);
  EXPECT_EQ(effect<TransferTo>()->target, "person");
  at(9000ms, TransferEnded{.reached = false, .reason = "486 Busy Here"});
  ASSERT_NE(thought<TransferDone>(), nullptr);
  EXPECT_EQ(thought<TransferDone>()->reason, "486 Busy Here");
}

TEST_F(CoreTest, ToolsAreRunAndTheirAnswersReachTheBrainAndTheTurn) {
  greeted();
  says(2000ms, "what is my balance");
  fire(Timer::end_of_turn, 3300ms);
  brain(3310ms, {CallTool{.id = 1, .name = "billing_balance", .arguments = {}, .confirmed = false}});
  ASSERT_NE(effect<RunTool>(), nullptr);
  Identity identity{.level = AuthLevel::member, .member_id = "NW28319242"};
  at(3320ms, ToolAnswered{.id = 1,
                          .name = "billing_balance",
                          .answer = {.outcome = Outcome::ok, .say = {"You owe $5.00."}},
                          .identity = identity,
                          .took = 4ms});
  ASSERT_NE(thought<ToolDone>(), nullptr);
  EXPECT_EQ(state_.identity, identity);
  at(3330ms, CallEnded{.by = "caller"});
  ASSERT_EQ(turns_.back().tools.size(), 1U);
  EXPECT_EQ(turns_.back().tools[0].outcome, "ok");
}

TEST_F(CoreTest, ATurnKeepsItsWaterfall) {
  greeted();
  says(2000ms, "what is my balance", 220ms);
  fire(Timer::end_of_turn, 3230ms);
  brain(3240ms,
        {Say{.text = "Okay.", .kind = SayKind::acknowledgement}, Say{.text = "You owe $5.00."}, Listen{}});
  at(3350ms, AudioQueued{UtteranceId(2)});
  at(3360ms, ClauseStarted{UtteranceId(2)});
  at(3900ms, ClauseFinished{UtteranceId(2)});
  at(3910ms, ClauseStarted{UtteranceId(3)});
  at(5000ms, CallEnded{.by = "caller"});
  const auto& turn = turns_.back();
  EXPECT_EQ(turn.last_voiced, 2780ms);
  EXPECT_EQ(turn.decided, 3230ms);
  EXPECT_EQ(turn.first_text, 3240ms);
  EXPECT_EQ(turn.first_queued, 3350ms);
  EXPECT_EQ(turn.first_audio, 3360ms);
  EXPECT_EQ(turn.first_answer, 3910ms);  // the acknowledgement is not the answer
}

TEST_F(CoreTest, TimeIsUpIsSaidAndEndsTheCall) {
  greeted();
  fire(Timer::max_duration, policy_.max_duration);
  ASSERT_NE(effect<Speak>(), nullptr);
  const auto id = effect<Speak>()->utterance;
  at(policy_.max_duration + 1s, ClauseStarted{id});
  at(policy_.max_duration + 5s, ClauseFinished{id});
  ASSERT_NE(effect<HangUp>(), nullptr);
}

TEST_F(CoreTest, NothingHappensAfterTheEnd) {
  greeted();
  at(2000ms, CallEnded{.by = "caller"});
  says(3000ms, "hello are you there");
  EXPECT_TRUE(effects_.empty());
}

TEST(EventJson, EveryKindOfEventSurvivesTheJournal) {
  const std::vector<EventBody> bodies = {
      CallStarted{.caller_number = "+13125550180", .office_open = false, .versions = "agent 1"},
      SpeechStarted{},
      PartialHeard{"why was"},
      SpeechPaused{.text = "why", .last_voiced = 120ms, .silence = 220ms, .confidence = 0.5F},
      SpeechResumed{},
      SpeechFinal{.text = "why", .last_voiced = 120ms, .confidence = 0.25F, .talking = true},
      CallerStirred{},
      TurnAdvised{TurnAdvice::not_done},
      DigitPressed{},
      DigitsKeyed{"28319242"},
      AudioQueued{UtteranceId(3)},
      ClauseStarted{UtteranceId(3)},
      ClauseFinished{UtteranceId(3)},
      PlaybackCut{.utterance = UtteranceId(3), .heard = "There was"},
      BrainActed{.request = 7,
                 .acts = {Say{.text = "Hi.", .kind = SayKind::greeting, .interruptible = false},
                          Listen{.asked = Asked::ask_dob, .digits = 8, .sensitive = true, .patience = 45s},
                          CallTool{.id = 2,
                                   .name = "claim_status",
                                   .arguments = {{"claim_id", "CLM4532427"}},
                                   .confirmed = true,
                                   .filler = "One moment."},
                          Transfer{.target = "person", .summary = "s"},
                          SetSpeech{.rate = 0.5F, .level = 2.0F, .voice = "ava"},
                          Note{.key = "outcome", .value = "answered"}, EndCall{"goodbye"}}},
      BrainGuessed{.request = 8, .acts = {Say{.text = "Hi."}}, .more = true},
      ToolAnswered{.id = 2,
                   .name = "claim_status",
                   .answer = {.outcome = Outcome::need,
                              .say = {"Which one?"},
                              .facts = {{"n", 3}},
                              .need = "claim",
                              .options = {{"CLM4532427", "the MRI"}}},
                   .identity = {.level = AuthLevel::member_zip,
                                .member_id = "NW28319242",
                                .subscriber_id = "NW28319242",
                                .subject_id = "NW28319242",
                                .provider_office = true,
                                .provider_claim_id = "CLM4532427"},
                   .took = 12ms},
      TimerFired{.timer = Timer::no_input, .number = 9},
      TransferEnded{.reached = true, .reason = "200"},
      HoldChanged{true},
      CallEnded{.by = "caller", .reason = "bye"}};
  ASSERT_EQ(bodies.size(), std::variant_size_v<EventBody>);
  for (const auto& body : bodies) {
    const auto written = to_json({.at = 1234ms, .body = body});
    const auto read = event_from_json(written);
    ASSERT_TRUE(read) << name_of(body) << ": " << read.error().message;
    EXPECT_EQ(to_json(*read), written) << name_of(body);
  }
}

TEST(EventJson, WhatIsWrongIsNamed) {
  const auto check = [](boost::json::object object, std::string_view part) {
    const auto read = event_from_json(object);
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().message, testing::HasSubstr(part));
  };
  check({{"at", 1}, {"event", "sneeze"}}, "sneeze");
  check({{"event", "speech_started"}}, "at");
  check({{"at", 1}, {"event", "partial_heard"}, {"text", 5}}, "text");
  check({{"at", 1}, {"event", "clause_started"}, {"utterance", -1}}, "utterance");
  check({{"at", 1}, {"event", "brain_acted"}, {"request", 1}, {"acts", {{{"act", "dance"}}}}}, "dance");
}

TEST_F(CoreTest, ASoundThatMayBeTheVoiceComingBackKeepsTheTurnOpenUntilTheEarKnows) {
  greeted();
  says(2000ms, "I want to ask about my claim");
  at(3100ms, CallerStirred{});
  ASSERT_NE(effect<StartTimer>(), nullptr);
  EXPECT_EQ(effect<StartTimer>()->timer, Timer::end_of_turn);
  EXPECT_GE(effect<StartTimer>()->after, policy_.turn_end.stir);
  at(3200ms, SpeechResumed{});
  fire(Timer::end_of_turn, 3400ms);
  EXPECT_EQ(thought<Heard>(), nullptr);
}

TEST_F(CoreTest, ASoundThatWasNoVoiceOnlyDelaysTheTurn) {
  greeted();
  says(2000ms, "I want to ask about my claim");
  at(3100ms, CallerStirred{});
  fire(Timer::end_of_turn, 3400ms);
  EXPECT_NE(thought<Heard>(), nullptr);
}

TEST_F(CoreTest, NoiseDoesNotKeepATurnOpenBeyondItsCap) {
  greeted();
  says(2000ms, "I want to ask about my claim");
  for (auto when = 3100ms; when < 4780ms; when += 100ms) at(when, CallerStirred{});
  EXPECT_LE(now_ - 2780ms, policy_.turn_end.longest);
  at(4785ms, CallerStirred{});
  EXPECT_NE(thought<Heard>(), nullptr);
}

TEST_F(CoreTest, AnAnswerWaitsWhileTheCallerMayBeGoingOn) {
  greeted();
  says(2000ms, "I want to ask about my claim");
  fire(Timer::end_of_turn, 3300ms);
  at(3350ms, CallerStirred{});
  brain(3400ms, {Say{.text = "What is your member id?", .kind = SayKind::question}});
  EXPECT_EQ(effect<Speak>(), nullptr);
  at(3500ms, SpeechStarted{});
  fire(Timer::confirm_interruption, 3600ms);
  at(4000ms, SpeechPaused{.text = "if it is paid", .last_voiced = 3900ms, .silence = 100ms});
  fire(Timer::end_of_turn, 4300ms);
  ASSERT_NE(thought<Heard>(), nullptr);
  EXPECT_EQ(thought<Heard>()->text, "if it is paid");
}

TEST_F(CoreTest, AnAnswerThatWaitedForNothingIsSaid) {
  greeted();
  says(2000ms, "I want to ask about my claim");
  fire(Timer::end_of_turn, 3300ms);
  at(3350ms, CallerStirred{});
  brain(3400ms, {Say{.text = "What is your member id?", .kind = SayKind::question}});
  fire(Timer::confirm_interruption, 3650ms);
  ASSERT_NE(effect<Speak>(), nullptr);
  EXPECT_EQ(effect<Speak>()->text, "What is your member id?");
}

}  // namespace
}  // namespace attendant::conversation
