#include "guard/sensitive_digits.hpp"

#include <gtest/gtest.h>

namespace attendant::guard {
namespace {

TEST(SensitiveDigits, CardAndGovernmentNumbersAreNotReadOut) {
  EXPECT_EQ(without_sensitive_digits("It is 4111 1111-1111 1111."), "It is the card ending in 1111.");
  EXPECT_EQ(without_sensitive_digits("Yours is 123-45-6789, right?"),
            "Yours is that government number, right?");
}

TEST(SensitiveDigits, OtherNumbersStay) {
  EXPECT_EQ(without_sensitive_digits("CLM4532427 on 2026-09-03 for $1,638.15, call 630-555-0120."),
            "CLM4532427 on 2026-09-03 for $1,638.15, call 630-555-0120.");
}

}  // namespace
}  // namespace attendant::guard
