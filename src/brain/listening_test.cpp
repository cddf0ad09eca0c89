#include "brain/listening.hpp"

#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

using conversation::Asked;

Asked asked(std::string_view said) { return listening_for_answer(said).asked; }

TEST(Listening, WhatAQuestionExpectsIsToldByItsWords) {
  EXPECT_EQ(asked("What is your member ID?"), Asked::ask_member_id);
  EXPECT_EQ(asked("And your date of birth, please?"), Asked::ask_dob);
  EXPECT_EQ(asked("Could you give me your ZIP code?"), Asked::ask_zip);
  EXPECT_EQ(asked("What phone number can we call you back on?"), Asked::ask_phone);
  EXPECT_EQ(asked("Which one do you mean?"), Asked::ask_claim);
  EXPECT_EQ(asked("Is that right?"), Asked::confirm);
  EXPECT_EQ(asked("Is there anything else?"), Asked::anything_else);
  EXPECT_EQ(asked("What would you like to know?"), Asked::open);
  EXPECT_EQ(asked("Your member ID is on the card."), Asked::open);
}

TEST(Listening, DigitsAreExpectedWhereOneNumberIsAskedFor) {
  EXPECT_EQ(listening_for_answer("What is your member ID?").digits, 8);
  EXPECT_TRUE(listening_for_answer("What is your member ID?").sensitive);
  EXPECT_EQ(listening_for_answer("What are your member ID and date of birth?").digits, 0);
  EXPECT_EQ(listening_for_answer("What is your ZIP code?").digits, 5);
}

}  // namespace
}  // namespace attendant::brain
