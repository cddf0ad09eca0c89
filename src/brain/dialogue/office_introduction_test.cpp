#include "brain/dialogue/office_introduction.hpp"

#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

TEST(OfficeIntroduction, IsHeardInEachOfTheWordsThatOfficesUse) {
  for (const auto* text :
       {"this is Dr. Feeney's office, we want to check a claim", "hi, it's doctor Feeney's office",
        "this is Dana from Dr. Feeney's office", "Dana from Dr. Feeney's office, we need a status",
        "Hi, I'm Dana with Dr. Feeney's office", "this is Copperleaf Laboratory calling about a claim",
        "good morning this is Lakeside Hospital", "this is the Maple Street clinic",
        "calling from Dr. Feeney's office", "this is Juniper Urgent Care, about a claim"})
    EXPECT_TRUE(introduces_office(text, std::nullopt)) << text;
}

TEST(OfficeIntroduction, IsTheNameOfAProviderAfterThisIs) {
  EXPECT_TRUE(introduces_office("this is Dr. Feeney, about a claim", "dr. feeney"));
  EXPECT_TRUE(introduces_office("this is Oak Harbor Partners calling", "oak harbor partners"));
  EXPECT_FALSE(introduces_office("my claim with Dr. Feeney", "dr. feeney"));
}

TEST(OfficeIntroduction, IsNotAMemberWhoSpeaksAboutAnOffice) {
  for (const auto* text :
       {"this is about a claim from Dr. Feeney's office", "I have a bill from Dr. Feeney's office",
        "it's my doctor's office, they sent me a bill", "it's the hospital bill", "the one from the hospital",
        "a question about a claim from Copperleaf Laboratory",
        "this is Eli, I got a bill from the laboratory", "I was with Dr. Feeney's office in July",
        "it's for the hospital visit", "this is for lab work", "is Dr. Feeney's office in network",
        "claim from Dr. Feeney's office", "it's from urgent care", "Dr. Feeney's office says it was denied",
        "this is my son's claim from the hospital", "I'm calling about a bill from Dr. Feeney's office",
        "it was from the hospital", "it's dental", "this is Eli, the hospital sent me a bill"})
    EXPECT_FALSE(introduces_office(text, "dr. feeney")) << text;
}

}  // namespace
}  // namespace attendant::brain
