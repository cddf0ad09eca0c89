#include "guard/grounds.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace attendant::guard {
namespace {

using conversation::AuthLevel;
using conversation::Identity;

class GroundsTest : public testing::Test {
 protected:
  GroundsTest() {
    grounds_.add_text("Our people are here Monday to Friday, 8 AM to 6 PM.");
    ToolAnswer denial;
    denial.outcome = Outcome::ok;
    denial.say = {"Claim CLM4532427 was denied on 2026-09-10: no prior authorization was on file.",
                  "You can appeal until 2027-03-09."};
    denial.facts = {{"claim_id", "CLM4532427"}, {"patient_due_cents", 14334}, {"visits_left", 12}};
    grounds_.add_answer("claim_denial", false, denial, dorothy_);
    grounds_.add_caller("why was my MRI claim denied, I owe $20 and my id is NW28319242");
  }
  std::string objection(std::string_view sentence) const {
    return grounds_.objection(sentence, dorothy_).value_or("");
  }

  Identity dorothy_{.level = AuthLevel::member,
                    .member_id = "NW28319242",
                    .subscriber_id = {},
                    .subject_id = {},
                    .provider_office = false,
                    .provider_claim_id = {},
                    .representative = {}};
  Grounds grounds_;
};

TEST_F(GroundsTest, WhatAToolToldMayBeSaidInWordsAndFigures) {
  EXPECT_EQ(objection("It was denied on September tenth, because no authorization was on file."), "");
  EXPECT_EQ(objection("Claim C L M four five three two four two seven was denied."), "");
  EXPECT_EQ(objection("Your share is one hundred forty-three dollars and thirty-four cents."), "");
  EXPECT_EQ(objection("You can appeal until March 9th, 2027."), "");
  EXPECT_EQ(objection("You have twelve visits left."), "");
  EXPECT_EQ(objection("It was not paid."), "");
  EXPECT_EQ(objection("We are here Monday to Friday from 8 to 6."), "");
}

TEST_F(GroundsTest, ANumberBeyondAllSumsIsOneToo) {
  ToolAnswer answer;
  answer.outcome = Outcome::ok;
  answer.facts = {{"order", 18'446'744'073'709'551'615U},
                  {"due_cents", std::numeric_limits<std::int64_t>::min()},
                  {"copay_cents", 2000}};
  grounds_.add_answer("order", false, answer, dorothy_);
  EXPECT_EQ(objection("It is order 18446744073709551615."), "");
  EXPECT_EQ(objection("You pay $20."), "");
  EXPECT_EQ(objection("You pay $184467440737095536.16."), "an amount that no tool told") << "2^64 + $20";
  EXPECT_EQ(objection("You pay $99999999999999999999999 million."), "an amount that no tool told");
}

TEST_F(GroundsTest, WhatNoToolToldIsNotSaid) {
  EXPECT_EQ(objection("You owe $143.35."), "an amount that no tool told");
  EXPECT_EQ(objection("You owe nothing."), "an amount that no tool told");
  EXPECT_EQ(objection("It was denied on September eleventh."), "a date that no tool told");
  EXPECT_EQ(objection("It will arrive on Saturday."), "a day that no tool told");
  EXPECT_EQ(objection("The claim is CLM4532428."), "an id that no tool told");
  EXPECT_EQ(objection("You have eleven visits left."), "a number that no tool told");
  EXPECT_EQ(objection("Your claim was approved."), "a state that no tool told");
  EXPECT_EQ(objection("It wasn't denied."), "a state that no tool told");
  EXPECT_EQ(objection("I've updated your address."), "a deed that no tool did");
  EXPECT_EQ(objection("Your fee has been waived."), "a deed that no tool did");
  EXPECT_EQ(objection("Please go to northwind-claims.com."), "a link that no tool told");
}

TEST_F(GroundsTest, WhatTheCallerSaidMayBeAskedBackButNotStated) {
  EXPECT_EQ(objection("I heard NW28319242, is that right?"), "");
  EXPECT_EQ(objection("Is it the bill for $20.00?"), "");
  EXPECT_EQ(objection("You owe $20.00."), "an amount that no tool told");
  EXPECT_EQ(objection("Your bill of $20.00 was paid, right?"), "an amount that no tool told");
  EXPECT_EQ(objection("Let me look up why it was denied."), "");
}

TEST_F(GroundsTest, NothingIsSaidOfSomebodyWhomNoToolNamed) {
  EXPECT_EQ(objection("It was denied for Jefferson."), "a person that no tool told");
  EXPECT_EQ(objection("And Jefferson's claim was denied."), "a person that no tool told");
  EXPECT_EQ(objection("Is it for Jefferson?"), "");
}

TEST_F(GroundsTest, AQuestionStatesNothing) {
  EXPECT_EQ(objection("Was it approved before?"), "");
  EXPECT_EQ(objection("Let me see whether it was paid."), "");
  EXPECT_EQ(objection("I can tell you that it was paid and approved."), "a state that no tool told");
}

TEST_F(GroundsTest, AnotherPersonOnTheLineHearsNothingOfIt) {
  const Identity other{.level = AuthLevel::member_zip,
                       .member_id = "NW10000009",
                       .subscriber_id = {},
                       .subject_id = {},
                       .provider_office = false,
                       .provider_claim_id = {},
                       .representative = {}};
  EXPECT_EQ(grounds_.objection("It was denied on September tenth.", other), "a date that no tool told");
  EXPECT_EQ(grounds_.objection("It was denied.", Identity{}), "a state that no tool told");
}

TEST_F(GroundsTest, ADeedIsSaidWhenItsToolHasDoneIt) {
  ToolAnswer done;
  done.outcome = Outcome::ok;
  done.say = {"Your phone number is now 312-555-0180."};
  grounds_.add_answer("update_phone", true, done, dorothy_);
  EXPECT_EQ(objection("I've updated your phone number to 312-555-0180."), "");
  EXPECT_EQ(objection("I've sent you a new card."), "a deed that no tool did");
}

}  // namespace
}  // namespace attendant::guard
