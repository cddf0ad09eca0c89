#include "lab/simulated_caller.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/spoken_parts.hpp"

namespace attendant::lab {
namespace {

using conversation::Asked;
using Kind = CallerMove::Kind;
using testing::HasSubstr;

class CallerTest : public testing::Test {
 protected:
  CallerTest() {
    for (const auto* what :
         {"yes", "no", "not_yet", "again", "hold_on", "filler", "backchannel", "i_mean", "next", "detour",
          "slip", "my_id_is", "my_date_is", "no_id", "person", "goodbye", "no_change"})
      common_[what] = {std::string("<") + what + ">"};
    goal_.wishes.resize(1);
    auto& wish = goal_.wishes[0];
    wish.wordings[Register::plain] = {"what do I owe", "how much is it"};
    wish.hears = {"$409.10"};
    wish.about = {"owe"};
  }

  SimulatedCaller caller() {
    return SimulatedCaller(
        persona_, common_, goal_,
        {.member_id = "NW28319242",
         .birth_date = Date(std::chrono::year(1978), std::chrono::month(10), std::chrono::day(23)),
         .zip = "60605"},
        3);
  }
  static AgentTurn agent(std::string words, Asked asked) {
    return {.sentences = {std::move(words)}, .asked = asked};
  }

  Persona persona_;
  CommonWords common_;
  Goal goal_;
};

TEST_F(CallerTest, AnswersWhatIsAskedUntilTheWishIsHeard) {
  auto one = caller();
  EXPECT_THAT(one.next(agent("How can I help you?", Asked::open)).text,
              testing::AnyOf("what do I owe", "how much is it"));
  EXPECT_THAT(one.next(agent("What is your member ID?", Asked::ask_member_id)).text,
              HasSubstr("two eight three one"));
  EXPECT_THAT(one.next(agent("What is the date of birth?", Asked::ask_dob)).text,
              HasSubstr("October twenty third nineteen seventy eight"));
  EXPECT_FALSE(one.satisfied());
  EXPECT_EQ(one.next(agent("You owe $409.10. Is there anything else?", Asked::anything_else)).text,
            "<goodbye>");
  EXPECT_TRUE(one.satisfied());
}

TEST_F(CallerTest, SaysWhatWasReadBackWrongOnceMore) {
  auto& wish = goal_.wishes[0];
  wish.writes = {"set_address"};
  wish.read_back = {"18 Willow Street", "Naperville"};
  auto one = caller();
  one.next(agent("How can I help you?", Asked::open));
  EXPECT_EQ(
      one.next(agent("I'll change it to 18 Willow Street, Aurora. Is that right?", Asked::confirm)).text,
      "<no>");
  EXPECT_EQ(one.next(agent("I haven't done anything yet. What should I change?", Asked::open)).text,
            "It's Naperville.");
  const auto yes =
      one.next(agent("I'll change it to 18 Willow Street, Naperville. Is that right?", Asked::confirm));
  EXPECT_TRUE(yes.affirms);
}

TEST_F(CallerTest, SaysItOtherwiseWhenTheAnswerWasAnother) {
  auto one = caller();
  const auto first = one.next(agent("How can I help you?", Asked::open)).text;
  const auto second = one.next(agent("You owe $1.00. Anything else?", Asked::anything_else)).text;
  EXPECT_THAT(second, HasSubstr("<i_mean>"));
  EXPECT_THAT(second, testing::Not(HasSubstr(first)));
}

TEST_F(CallerTest, HangsUpWhenItLeadsNowhere) {
  auto one = caller();
  CallerMove move;
  for (int i = 0; i < 10 && move.kind != Kind::hangs_up; ++i)
    move = one.next(agent("Anything else?", Asked::anything_else));
  EXPECT_EQ(move.kind, Kind::hangs_up);
  EXPECT_TRUE(one.fed_up());
}

TEST_F(CallerTest, AgreesOnlyToWhatTheyWantWritten) {
  goal_.wishes[0].writes = {"set_phone"};
  goal_.wishes[0].read_back = {"312-555-0167"};
  auto one = caller();
  one.next(agent("How can I help you?", Asked::open));
  const auto wrong = one.next(agent("The new number is 312-555-0199. Is that right?", Asked::confirm));
  EXPECT_FALSE(wrong.affirms);
  EXPECT_THAT(wrong.text, HasSubstr("<no>"));
  EXPECT_TRUE(one.next(agent("The new number is 312-555-0167. Is that right?", Asked::confirm)).affirms);
}

TEST_F(CallerTest, KnowsAWrongGuessFromARightOne) {
  auto one = caller();
  one.next(agent("How can I help you?", Asked::open));
  EXPECT_FALSE(one.next(agent("You want to know about your deductible?", Asked::confirm)).affirms);
  EXPECT_TRUE(one.next(agent("You want to know what you owe?", Asked::confirm)).affirms);
}

TEST_F(CallerTest, PausesOnlyInsideASentence) {
  persona_.pauses = 1;
  auto one = caller();
  const auto move = one.next(agent("How can I help you?", Asked::open));
  const auto parts = spoken_parts(move.text);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_GE(parts[1].pause, std::chrono::milliseconds(300));
  EXPECT_LE(parts[1].pause, std::chrono::milliseconds(1200));
}

TEST_F(CallerTest, AnswersBeforeTheQuestionIsAtItsEnd) {
  persona_.interrupts = 1;
  auto one = caller();
  const auto move = one.speaks_into(agent("Thank you for calling. How can I help you today?", Asked::open));
  ASSERT_TRUE(move);
  EXPECT_EQ(move->kind, Kind::interrupts);
  EXPECT_FALSE(move->after.empty());
}

TEST_F(CallerTest, SaysTheSameForTheSameSeed) {
  persona_.fillers = persona_.pauses = persona_.silent = 0.5;
  auto one = caller(), other = caller();
  for (const auto asked : {Asked::open, Asked::ask_member_id, Asked::ask_dob, Asked::ask_zip})
    EXPECT_EQ(one.next(agent("And?", asked)).text, other.next(agent("And?", asked)).text);
}

}  // namespace
}  // namespace attendant::lab
