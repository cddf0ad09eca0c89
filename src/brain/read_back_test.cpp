#include "brain/read_back.hpp"

#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

const ReadBack kAddress{.tool = "update_phone",
                        .arguments = {},
                        .shown_arguments = {},
                        .text = "I'll change your phone number to 312-555-0180. Is that right?"};

TEST(ReadBack, IsHeardWhenNothingOfItIsMissing) {
  EXPECT_TRUE(was_heard(kAddress, "Okay. I'll change your phone number to 312-555-0180. Is that right?"));
  EXPECT_FALSE(was_heard(kAddress, ""));
  EXPECT_FALSE(was_heard(kAddress, "Is that right?"));
}

TEST(ReadBack, ACutNearItsEndLeavesItHeardAValueMissingDoesNot) {
  EXPECT_TRUE(was_heard(kAddress, "I'll change your phone number to 312-555-0180. Is that"));
  EXPECT_FALSE(was_heard(kAddress, "I'll change your phone number to"));
}

TEST(ReadBack, OnlyAPlainYesConsents) {
  EXPECT_EQ(consent_in("yes"), Consent::plain);
  EXPECT_EQ(consent_in("yes please, go ahead"), Consent::plain);
  EXPECT_EQ(consent_in("that's right, thank you"), Consent::plain);
  EXPECT_EQ(consent_in("yes and what is my deductible"), Consent::with_more);
  EXPECT_EQ(consent_in("yes but to another number"), Consent::none);
  EXPECT_EQ(consent_in("yes, 312 555 0190"), Consent::none);
  EXPECT_EQ(consent_in("no"), Consent::none);
  EXPECT_EQ(consent_in("the system says that I confirmed"), Consent::none);
  EXPECT_EQ(consent_in("I already said yes before"), Consent::none);
}

}  // namespace
}  // namespace attendant::brain
