#include "conversation/turn_end.hpp"

#include <span>

#include <gtest/gtest.h>

#include "conversation/digit_collector.hpp"

namespace attendant::conversation {
namespace {

using namespace std::chrono_literals;

struct Case {
  const char* text;
  Asked asked;
  int digits;
  std::chrono::milliseconds TurnEndPolicy::* expected;
};

constexpr auto kComplete = &TurnEndPolicy::complete;
constexpr auto kNeutral = &TurnEndPolicy::neutral;
constexpr auto kIncomplete = &TurnEndPolicy::incomplete;

void expect_waits(std::span<const Case> cases) {
  const TurnEndPolicy policy;
  for (const auto& c : cases)
    EXPECT_EQ(silence_to_end({.text = c.text, .asked = c.asked, .digits = c.digits}, policy),
              policy.*(c.expected))
        << c.text;
}

TEST(TurnEnd, TheWordsDecideHowLongToWait) {
  const Case cases[] = {
      {"why was my claim denied", Asked::open, 0, kNeutral},
      {"I have a question about my", Asked::open, 0, kIncomplete},
      {"I have a question about my.", Asked::open, 0, kIncomplete},
      {"I need my deductible and", Asked::open, 0, kIncomplete},
      {"um", Asked::open, 0, kIncomplete},
      {"hello", Asked::open, 0, kIncomplete},
      {"Representative.", Asked::open, 0, kNeutral},
      {"can I appeal that?", Asked::open, 0, kNeutral},
      {"What is this charge for?", Asked::open, 0, kNeutral},
      {"What is this charge for", Asked::open, 0, kIncomplete},
      {"I already told you that.", Asked::open, 0, kNeutral},
      {"So when I have the pain,", Asked::open, 0, kNeutral},
      {"did my claim from September fourteenth twenty twenty six get paid", Asked::open, 0, kNeutral},
      {"yes", Asked::confirm, 0, kComplete},
      {"yes,", Asked::confirm, 0, kNeutral},
      {"yeah, that's right", Asked::confirm, 0, kComplete},
      {"no, the last digits are one oh eight, not one eighty", Asked::confirm, 0, kNeutral},
      {"I don't have it with me", Asked::ask_member_id, 8, kNeutral},
  };
  expect_waits(cases);
}

TEST(TurnEnd, AWholeNumberEndsTheTurnInEveryWayToSayIt) {
  const Case cases[] = {
      {"N W two eight three one nine two four two", Asked::ask_member_id, 8, kComplete},
      {"NW 28319242", Asked::ask_member_id, 8, kComplete},
      {"NW28319242.", Asked::ask_member_id, 8, kComplete},
      {"N W seven seven one double four five two nine", Asked::ask_member_id, 8, kComplete},
      {"N W twenty six thirty nine fifteen twelve", Asked::ask_member_id, 8, kComplete},
      {"Yes, and W two zero, two eight, nine, five, seven, five.", Asked::ask_member_id, 8, kComplete},
      {"Yes, and the will to zero to eight, nine, five, seven, five.", Asked::ask_member_id, 8, kComplete},
      {"And w-9-2-1, three-three-two-two-two.", Asked::ask_member_id, 8, kComplete},
      {"here it is, N W nine eight, no, nine seven, zero eight six two two seven", Asked::ask_member_id, 8,
       kComplete},
      {"one three five seven, uh, nine oh eight, then a two", Asked::ask_member_id, 8, kComplete},
      {"N W two zero two eight, let me see, nine five seven five", Asked::ask_member_id, 8, kComplete},
      {"two six three nine one five one too", Asked::ask_member_id, 8, kComplete},
      {"six two six seven oh", Asked::ask_zip, 5, kComplete},
      {"Six, two, six, seven, oath.", Asked::ask_zip, 5, kComplete},
      {"six oh six one for", Asked::ask_zip, 5, kComplete},
      {"Two one seven, five five five, oh one three eight.", Asked::ask_phone, 10, kComplete},
      {"eight seven oh, triple five, oh one oh two", Asked::ask_phone, 10, kComplete},
      {"July thirty first nineteen ninety seven", Asked::ask_dob, 8, kComplete},
      {"The second of July, nineteen ninety two,", Asked::ask_dob, 8, kComplete},
      {"Patients say of birth to seven, thirty one, nineteen, ninety seven.", Asked::ask_dob, 8, kComplete},
      {"ten, three, forty-four", Asked::ask_dob, 8, kComplete},
      {"07/31/1997", Asked::ask_dob, 8, kComplete},
      {"I born nineteen of January, one nine five two.", Asked::ask_dob, 8, kComplete},
      {"August fourteenth, no wait, that's my brother, mine is August twenty third, nineteen eighty three.",
       Asked::ask_dob, 8, kComplete},
      {"zero seven zero two one nine nine two", Asked::ask_dob, 8, kComplete},
  };
  expect_waits(cases);
}

TEST(TurnEnd, WhatIsNoHalfNumberIsNotWaitedFor) {
  const Case cases[] = {
      // another answer than the one asked for, whole in itself
      {"The second of July, nineteen ninety two,", Asked::ask_member_id, 8, kComplete},
      {"N. W. seven, six, three, one, seven, eight, one, seven.", Asked::ask_phone, 10, kComplete},
      {"Clean number C. L. and four five o seven one O eight.", Asked::ask_phone, 10, kComplete},
      {"Clean number C, l, and four, five, o seven, one, o eight.", Asked::ask_member_id, 8, kComplete},
      {"claim number C L M four five oh seven one oh eight", Asked::ask_zip, 5, kComplete},
      // digits in words that are about something else
      {"The one from the specialist in September,", Asked::ask_member_id, 8, kNeutral},
      {"The one from the specialist in September.", Asked::ask_claim, 7, kNeutral},
      {"the one from July thirty first", Asked::ask_claim, 7, kNeutral},
      {"I don't know which one", Asked::ask_member_id, 8, kNeutral},
      {"No, Bill asked me to put our one-o-eight, not one-a-eighty.", Asked::ask_phone, 10, kNeutral},
      {"no, the last digits are one oh eight", Asked::ask_claim, 7, kNeutral},
      {"I've got two kids at home and the card is upstairs", Asked::ask_member_id, 8, kNeutral},
      {"all I can make out is N W four four one oh and the rest is rubbed off", Asked::ask_member_id, 8,
       kNeutral},
      {"four four one oh is all I've got", Asked::ask_member_id, 8, kNeutral},
      {"no, the fourteenth", Asked::ask_dob, 8, kNeutral},
      {"what do you need that for?", Asked::ask_dob, 8, kNeutral},
  };
  expect_waits(cases);
}

TEST(TurnEnd, HalfANumberIsWaitedFor) {
  const Case cases[] = {
      {"N W", Asked::ask_member_id, 8, kIncomplete},
      {"yes, my number is", Asked::ask_member_id, 8, kIncomplete},
      {"N W two eight three", Asked::ask_member_id, 8, kIncomplete},
      {"N W two zero two eight", Asked::ask_member_id, 8, kIncomplete},
      {"N. W. Two zero to eight,", Asked::ask_member_id, 8, kIncomplete},
      {"two six", Asked::ask_member_id, 8, kIncomplete},
      {"two, six,", Asked::ask_member_id, 8, kIncomplete},
      {"Seven six to", Asked::ask_member_id, 8, kIncomplete},
      {"N W nine eight, no,", Asked::ask_member_id, 8, kIncomplete},
      {"N W nine eight, no, nine seven", Asked::ask_member_id, 8, kIncomplete},
      {"N W nine eight, no, nine seven zero eight six two", Asked::ask_member_id, 8, kIncomplete},
      {"one", Asked::ask_member_id, 8, kIncomplete},
      {"it's double", Asked::ask_member_id, 8, kIncomplete},
      {"twenty six thirty nine fifteen", Asked::ask_member_id, 8, kIncomplete},
      {"six two", Asked::ask_zip, 5, kIncomplete},
      {"six two six seven", Asked::ask_zip, 5, kIncomplete},
      {"two one seven, five five five", Asked::ask_phone, 10, kIncomplete},
      {"two one seven,", Asked::ask_phone, 10, kIncomplete},
      {"it's C L M four five oh seven", Asked::ask_claim, 7, kIncomplete},
      {"where is claim C L M four five", Asked::open, 0, kIncomplete},
      {"my new cell phone is two one seven", Asked::open, 0, kIncomplete},
      {"July", Asked::ask_dob, 8, kIncomplete},
      {"July thirty", Asked::ask_dob, 8, kIncomplete},
      {"July second,", Asked::ask_dob, 8, kIncomplete},
      {"the second of July, nineteen", Asked::ask_dob, 8, kIncomplete},
      {"seven thirty one", Asked::ask_dob, 8, kIncomplete},
      {"seven, thirty one, nineteen", Asked::ask_dob, 8, kIncomplete},
      {"January nineteenth, one nine", Asked::ask_dob, 8, kNeutral},
      {"August thirteenth, no wait", Asked::ask_dob, 8, kIncomplete},
      {"August thirteenth, no wait, that's my brother", Asked::ask_dob, 8, kIncomplete},
  };
  expect_waits(cases);
}

TEST(TurnEnd, AdviceWeighsWithTheWordsAndNeverAlone) {
  const TurnEndPolicy policy;
  const auto wait = [&](std::string_view text, int digits, TurnAdvice advice) {
    return silence_to_end({.text = text, .digits = digits, .advice = advice}, policy);
  };
  EXPECT_EQ(wait("why was my claim denied", 0, TurnAdvice::done), policy.neutral_done);
  EXPECT_EQ(wait("why was my claim denied", 0, TurnAdvice::not_done), policy.neutral_not_done);
  EXPECT_EQ(wait("I have a question about my", 0, TurnAdvice::done), policy.incomplete_done);
  EXPECT_EQ(wait("I have a question about my", 0, TurnAdvice::not_done), policy.incomplete);
  EXPECT_EQ(wait("N W two eight three", 8, TurnAdvice::done), policy.incomplete);
  EXPECT_EQ(wait("N W two eight three one nine two four two", 8, TurnAdvice::not_done), policy.complete);
}

TEST(TurnEnd, WordsInDoubtCompleteNothing) {
  const TurnEndPolicy policy;
  TurnSoFar turn{.text = "yes", .asked = Asked::confirm, .confidence = 0.9F};
  EXPECT_EQ(silence_to_end(turn, policy), policy.complete);
  turn.confidence = 0.3F;
  EXPECT_EQ(silence_to_end(turn, policy), policy.neutral);
}

TEST(TurnEnd, NoSilenceIsLongerThanTheLongest) {
  const TurnEndPolicy policy{.incomplete = 5s};
  EXPECT_EQ(silence_to_end({.text = "my"}, policy), policy.longest);
}

TEST(Backchannel, ListeningIsNotClaimingATurn) {
  for (const auto* text : {"uh-huh", "Okay.", "mm", "yeah", "I see", "got it"})
    EXPECT_TRUE(is_backchannel(text)) << text;
  for (const auto* text : {"wait", "no", "yes but", "what", "stop", "okay so what about my bill"})
    EXPECT_FALSE(is_backchannel(text)) << text;
}

TEST(DigitCollector, AGroupEndsByItsLengthByHashOrByAPause) {
  DigitCollector keys;
  keys.expect(5);
  for (const char key : {'6', '0', '6', '0'}) EXPECT_FALSE(keys.press(key, 100ms));
  EXPECT_EQ(keys.press('5', 200ms)->digits, "60605");
  keys.expect(0);
  EXPECT_FALSE(keys.press('0', 300ms));
  EXPECT_EQ(keys.press('#', 400ms)->digits, "0");
  EXPECT_FALSE(keys.press('7', 500ms));
  EXPECT_FALSE(keys.tick(1000ms));
  EXPECT_EQ(keys.tick(3000ms)->digits, "7");
}

TEST(DigitCollector, StarBeginsAgainAndACardNumberIsMasked) {
  DigitCollector keys;
  keys.expect(5);
  for (const char key : std::string("99*6060")) EXPECT_FALSE(keys.press(key, 0ms));
  EXPECT_EQ(keys.press('5', 0ms)->digits, "60605");
  keys.expect(0);
  for (const char key : std::string("4242424242424242")) EXPECT_FALSE(keys.press(key, 0ms));
  EXPECT_EQ(keys.press('#', 0ms)->digits.find_first_of("0123456789"), std::string::npos);
}

TEST(TurnEnd, CompletenessOfTheWordsDecidesWhereNothingElseDoes) {
  const TurnEndPolicy policy;
  const auto wait = [&](const char* text, float completeness) {
    return silence_to_end({.text = text, .completeness = completeness}, policy);
  };
  EXPECT_EQ(wait("why was my claim denied", 0.9F), policy.likely);
  EXPECT_EQ(wait("why was my claim denied", 0.5F), policy.doubtful);
  EXPECT_EQ(wait("why was my claim denied", 0.05F), policy.incomplete);
  EXPECT_EQ(wait("I have a question about my", 0.5F), policy.incomplete) << "nothing ends in \"my\"";
  EXPECT_EQ(wait("do you have my number or don't I", 0.9F), policy.doubtful) << "it sounds whole";
  const auto answer = [&](const char* text, float completeness) {
    return silence_to_end({.text = text, .asked = Asked::confirm, .completeness = completeness}, policy);
  };
  EXPECT_EQ(answer("yes", 0.5F), policy.complete);
  EXPECT_EQ(answer("no, the last", 0.1F), policy.doubtful) << "it holds a no, and more";
}

TEST(TurnEnd, AYearOfTensMayGoOn) {
  const TurnEndPolicy policy;
  const auto wait = [&](const char* text, float completeness) {
    return silence_to_end({.text = text, .asked = Asked::ask_dob, .digits = 8, .completeness = completeness},
                          policy);
  };
  EXPECT_EQ(wait("the second of July nineteen ninety", 0.1F), policy.incomplete);
  EXPECT_EQ(wait("the second of July nineteen ninety", 0.8F), policy.likely);
  EXPECT_EQ(wait("the second of July nineteen ninety two", 0.1F), policy.complete);
}

TEST(TurnEnd, WhoOnlyAnnouncesAQuestionMayGoOnWithIt) {
  const TurnEndPolicy policy;
  const auto wait = [&](const char* text, Asked asked = Asked::open) {
    return silence_to_end({.text = text, .asked = asked, .completeness = 0.9F}, policy);
  };
  EXPECT_EQ(wait("hello, good morning. I want to ask about my claim"), policy.doubtful);
  EXPECT_EQ(wait("Hi, I'm calling from the billing office at Juniper Urgent Care."), policy.doubtful);
  EXPECT_EQ(wait("Can I ask about my claim?"), policy.likely) << "a question";
  EXPECT_EQ(wait("I have a question about my bill, why is it so much higher than last time"), policy.likely);
  EXPECT_EQ(wait("I want to ask about my claim", Asked::anything_else), policy.likely);
}

TEST(TurnEnd, WhatTheBrainMakesNothingOfMayNotBeAllOfIt) {
  const TurnEndPolicy policy;
  EXPECT_EQ(silence_to_end({.text = "why was my claim", .completeness = 0.5F, .understood = false}, policy),
            policy.incomplete);
  EXPECT_EQ(silence_to_end({.text = "why was my claim", .completeness = 0.95F, .understood = false}, policy),
            policy.doubtful);
  EXPECT_EQ(silence_to_end({.text = "yes", .asked = Asked::confirm, .understood = false}, policy),
            policy.complete);
}

}  // namespace
}  // namespace attendant::conversation
