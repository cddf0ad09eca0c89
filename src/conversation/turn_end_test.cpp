#include "conversation/turn_end.hpp"

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

TEST(TurnEnd, TheWordsDecideHowLongToWait) {
  const auto complete = &TurnEndPolicy::complete;
  const auto neutral = &TurnEndPolicy::neutral;
  const auto incomplete = &TurnEndPolicy::incomplete;
  const Case cases[] = {
      {"why was my claim denied", Asked::open, 0, neutral},
      {"I have a question about my", Asked::open, 0, incomplete},
      {"I need my deductible and", Asked::open, 0, incomplete},
      {"um", Asked::open, 0, incomplete},
      {"hello", Asked::open, 0, incomplete},
      {"yes", Asked::confirm, 0, complete},
      {"yeah, that's right", Asked::confirm, 0, complete},
      {"no, the last digits are one oh eight, not one eighty", Asked::confirm, 0, neutral},
      {"N W two eight three one nine two four two", Asked::ask_member_id, 8, complete},
      {"NW 28319242", Asked::ask_member_id, 8, complete},
      {"N W seven seven one double four five two nine", Asked::ask_member_id, 8, complete},
      {"N W twenty six thirty nine fifteen twelve", Asked::ask_member_id, 8, complete},
      {"N W two eight three", Asked::ask_member_id, 8, incomplete},
      {"I don't have it with me", Asked::ask_member_id, 8, neutral},
      {"July thirty first nineteen ninety seven", Asked::ask_dob, 8, complete},
      {"July thirty", Asked::ask_dob, 8, incomplete},
      {"six two six seven oh", Asked::ask_zip, 5, complete},
      {"six two", Asked::ask_zip, 5, incomplete},
  };
  const TurnEndPolicy policy;
  for (const auto& c : cases)
    EXPECT_EQ(silence_to_end(c.text, c.asked, c.digits, policy), policy.*(c.expected)) << c.text;
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

}  // namespace
}  // namespace attendant::conversation
