#include "lab/agent_question.hpp"

#include <gtest/gtest.h>

namespace attendant::lab {
namespace {

using conversation::Asked;

TEST(AgentQuestion, IsKnownFromWhatTheAgentWaitsFor) {
  EXPECT_EQ(question_in("What is your member ID?", Asked::ask_member_id), Question::member_id);
  EXPECT_EQ(question_in("I have 2831. What are the other digits of the member ID?", Asked::ask_member_id),
            Question::member_id_rest);
  EXPECT_EQ(question_in("Is there anything else?", Asked::anything_else), Question::anything_else);
}

TEST(AgentQuestion, IsKnownFromTheWordsWhenNothingElseSaysIt) {
  EXPECT_EQ(question_in("Could you tell me your date of birth?", Asked::open), Question::birth_date);
  EXPECT_EQ(question_in("You're calling for a member. What is your own full name?", Asked::open),
            Question::own_name);
  EXPECT_EQ(question_in("And which city is that?", Asked::open), Question::city);
  EXPECT_EQ(question_in("How can I help you?", Asked::open), Question::how_can_i_help);
  EXPECT_EQ(question_in("Is it for Alvin or Isaiah?", Asked::ask_claim), Question::person);
}

TEST(AgentQuestion, TellsTheKindsOfYesAndNoApart) {
  EXPECT_EQ(question_in("I heard NW28319242. Is that right?", Asked::confirm), Question::confirm_id);
  EXPECT_EQ(question_in("I'll stop autopay. Is that right?", Asked::confirm), Question::confirm_write);
  EXPECT_EQ(question_in("You want to know why a claim was denied?", Asked::confirm), Question::confirm_guess);
  EXPECT_EQ(question_in("You can appeal. Would you like me to start the appeal?", Asked::confirm),
            Question::offer);
}

}  // namespace
}  // namespace attendant::lab
