#include "brain/dialogue/place_names.hpp"

#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

TEST(PlaceNames, ACityIsTakenWithoutTheWordsAroundIt) {
  EXPECT_EQ(spoken_city("Evanston."), "Evanston");
  EXPECT_EQ(spoken_city("in Naperville"), "Naperville");
  EXPECT_EQ(spoken_city("it's oak park, Illinois"), "Oak Park");
  EXPECT_EQ(spoken_city("that's in Peoria six oh six oh five"), "Peoria");
}

TEST(PlaceNames, AYesAQuestionOrASentenceIsNoCity) {
  for (const auto* text : {"yes", "Yeah.", "no", "what?", "I don't know", "never mind",
                           "a real person please", "what is my deductible", "hold on a second", "", "60606"})
    EXPECT_EQ(spoken_city(text), std::nullopt) << text;
}

TEST(PlaceNames, AnAddressIsPartedFromItsCityAndZipCode) {
  for (const auto* text : {"12 Oak Street Chicago 60606", "it's 12 oak street, Chicago, Illinois, 60606.",
                           "12 Oak Street in Chicago six oh six oh six"}) {
    const auto address = spoken_address(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(address->line, "12 Oak Street") << text;
    EXPECT_EQ(address->city, "Chicago") << text;
  }
  EXPECT_EQ(spoken_address("12 Oak Street Chicago 60606")->zip, "60606");
}

TEST(PlaceNames, AnAddressKeepsItsUnitAndNeedsNoCity) {
  const auto address = spoken_address("no, 480 Lake Shore Drive apartment 3");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->line, "480 Lake Shore Drive Apartment 3");
  EXPECT_EQ(address->city, "");
  EXPECT_EQ(spoken_address("twelve oak street")->line, "12 Oak Street");
  EXPECT_EQ(spoken_address("It's twelve fifty Oak Street.")->line, "1250 Oak Street");
  EXPECT_EQ(spoken_address("four eighty fifth avenue")->line, "480 Fifth Avenue");
}

TEST(PlaceNames, WhatHasNoNumberIsNoAddress) {
  for (const auto* text : {"yes", "why was my claim denied", "", "60606"})
    EXPECT_FALSE(spoken_address(text)) << text;
}

}  // namespace
}  // namespace attendant::brain
