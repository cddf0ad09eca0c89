#include "brain/told_already.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

using conversation::Listen;
using conversation::Note;
using conversation::Say;
using Acts = std::vector<conversation::Act>;
using testing::ElementsAre;

std::vector<std::string> said(const Acts& acts) {
  std::vector<std::string> sentences;
  for (const auto& act : acts)
    if (const auto* say = std::get_if<Say>(&act)) sentences.push_back(say->text);
  return sentences;
}

TEST(ToldAlready, TheSameWordsOrTheSameValuesInMostlyTheSameWords) {
  const std::vector<std::string> spoken = {"Your claim was denied on March 3rd.", "You owe $70.00."};
  EXPECT_TRUE(told_already("You owe $70.00", spoken));
  EXPECT_TRUE(told_already("Your claim was denied on 2026-03-03.", spoken));
  EXPECT_FALSE(told_already("Your claim was paid on March 3rd.", spoken)) << "another state";
  EXPECT_FALSE(told_already("You owe $71.00.", spoken)) << "another value";
  EXPECT_FALSE(told_already("The clinic can bill at most $70.00 for such a visit.", spoken))
      << "another thing";
  EXPECT_FALSE(told_already("It needed an authorization.", spoken)) << "no value shows it";
}

TEST(ToldAlready, WhoTakesOverSaysTheRest) {
  const auto rest =
      rest_of_answer({Say{.text = "You owe $70.00."}, Say{.text = "It is due in May."}, Listen{}},
                     std::vector<std::string>{"You owe $70.00."});
  EXPECT_THAT(said(rest), ElementsAre("It is due in May."));
}

TEST(ToldAlready, HalfASentenceIsBegunAnew) {
  const auto rest = rest_of_answer({Say{.text = "You owe $70.00."}, Listen{}},
                                   std::vector<std::string>{"As far as I can see,"});
  EXPECT_THAT(said(rest), ElementsAre("Sorry, let me say that again.", "You owe $70.00."));
}

TEST(ToldAlready, WhereNothingIsAddedTheCallerIsAsked) {
  const std::vector<std::string> spoken = {"You owe $70.00."};
  EXPECT_THAT(said(rest_of_answer({Say{.text = "You owe $70.00."}, Listen{}}, spoken)),
              ElementsAre("I'm sorry, I lost the thread. What would you like to know?"));
  EXPECT_THAT(said(rest_of_answer({Note{"not_understood", ""}, Say{.text = "Sorry?"}, Listen{}}, spoken)),
              ElementsAre("I'm sorry, I lost the thread. What would you like to know?"));
}

TEST(ToldAlready, ATurnOfWhichNothingWasSaidIsAllTheOthers) {
  EXPECT_THAT(said(rest_of_answer({Say{.text = "You owe $70.00."}}, {})), ElementsAre("You owe $70.00."));
}

}  // namespace
}  // namespace attendant::brain
