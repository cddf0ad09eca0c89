#include "brain/dialogue/correction.hpp"

#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

std::string rest_of(std::string_view text) {
  const auto correction = correction_in(text);
  return correction ? correction->rest : "(none)";
}

TEST(Correction, LeavesWhatShallHold) {
  EXPECT_EQ(rest_of("oh no, the twenty second"), "the twenty second");
  EXPECT_EQ(rest_of("Sorry, I meant Doctor Feeney."), "Doctor Feeney");
  EXPECT_EQ(rest_of("the twenty second I mean"), "the twenty second");
  EXPECT_EQ(rest_of("actually make that the twenty-second"), "the twenty-second");
  EXPECT_EQ(rest_of("I said the wrong date it's the twenty second"), "it's the twenty second");
  EXPECT_EQ(rest_of("wait, I said it was the twelfth but it was the twenty second"),
            "it was the twenty second");
}

TEST(Correction, LeavesOutWhatIsNotMeant) {
  EXPECT_EQ(rest_of("not the bill, the claim for my MRI"), "the claim for my MRI");
  EXPECT_EQ(rest_of("hold on not the twelfth the twenty second"), "the twenty second");
  EXPECT_EQ(rest_of("September twenty second, not September twelfth"), "September twenty second");
  EXPECT_EQ(rest_of("it was with doctor feeney not okafor"), "it was with doctor feeney");
  EXPECT_EQ(rest_of("no, it wasn't the twelfth, it was the twenty second"), "it was the twenty second");
}

TEST(Correction, KeepsWhatWasNotDone) {
  EXPECT_EQ(rest_of("no, my MRI was not paid"), "my MRI was not paid");
  EXPECT_EQ(rest_of("why was my MRI not paid"), "(none)");
}

TEST(Correction, IsFaintAfterANoThatWasMisheard) {
  EXPECT_TRUE(correction_in("know the 22nd")->faint);
  EXPECT_TRUE(correction_in("now the twenty second")->faint);
  EXPECT_FALSE(correction_in("no the twenty second")->faint);
}

TEST(Correction, ReplacesARequestOnlyByAWordThatSaysSo) {
  EXPECT_TRUE(correction_in("no wait, I want to know about the bill instead")->replaces);
  EXPECT_TRUE(correction_in("I'd rather know my deductible")->replaces);
  EXPECT_FALSE(correction_in("sorry, when is my bill due")->replaces);
}

TEST(Correction, IsNothingWithoutACue) {
  EXPECT_FALSE(correction_in("N W two eight three one"));
  EXPECT_FALSE(correction_in("oh, hello there"));
  EXPECT_FALSE(correction_in("no"));
  EXPECT_FALSE(correction_in(""));
}

TEST(Correction, ReadsASumWithoutItsDollars) {
  EXPECT_EQ(bare_sum("three forty"), 34000);
  EXPECT_EQ(bare_sum("three hundred and forty"), 34000);
  EXPECT_FALSE(bare_sum("three forty for my son"));
  EXPECT_FALSE(bare_sum(""));
}

}  // namespace
}  // namespace attendant::brain
