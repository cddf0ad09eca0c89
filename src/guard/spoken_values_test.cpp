#include "guard/spoken_values.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace attendant::guard {
namespace {

// "amount 163815; date 2026-9-3; id CLM4532427"
std::string read(std::string_view sentence) {
  std::string all;
  for (const auto& value : values_in(sentence)) {
    if (!all.empty()) all += "; ";
    all += to_string(value.kind);
    if (value.kind == ValueKind::amount) all += fmt::format(" {}", value.number);
    if (value.kind == ValueKind::date) all += fmt::format(" {}-{}-{}", value.year, value.month, value.day);
    if (value.kind == ValueKind::number) all += fmt::format(" {}", value.text);
    if (value.kind == ValueKind::id || value.kind == ValueKind::day || value.kind == ValueKind::link)
      all += " " + value.text;
  }
  return all;
}

TEST(SpokenValues, SumsInFiguresAndInWords) {
  EXPECT_EQ(read("You owe $1,638.15."), "amount 163815");
  EXPECT_EQ(read("It is $20 and then $0.00."), "amount 2000; amount 0");
  EXPECT_EQ(read("one hundred forty-three dollars and thirty-four cents"), "amount 14334");
  EXPECT_EQ(read("a hundred dollars"), "amount 10000");
  EXPECT_EQ(read("sixteen hundred thirty eight dollars"), "amount 163800");
  EXPECT_EQ(read("fifty cents"), "amount 50");
  EXPECT_EQ(read("You owe nothing right now."), "amount 0");
}

TEST(SpokenValues, DatesInFiguresAndInWords) {
  EXPECT_EQ(read("on 2026-09-03, "), "date 2026-9-3");
  EXPECT_EQ(read("on September 3rd, 2026"), "date 2026-9-3");
  EXPECT_EQ(read("on September third twenty twenty-six"), "date 2026-9-3");
  EXPECT_EQ(read("on the third of September"), "date 0-9-3");
  EXPECT_EQ(read("in September 2026"), "date 2026-9-0");
  EXPECT_EQ(read("by May 4"), "date 0-5-4");
  EXPECT_EQ(read("in May"), "date 0-5-0");
  EXPECT_EQ(read("9/3/2026"), "date 2026-9-3");
  EXPECT_EQ(read("It arrives tomorrow or on Friday."), "day tomorrow; day friday");
}

TEST(SpokenValues, AVerbIsNoMonth) {
  EXPECT_EQ(read("You may appeal."), "");
  EXPECT_EQ(read("May I help you?"), "");
}

TEST(SpokenValues, IdsWrittenAndSpelled) {
  EXPECT_EQ(read("Claim CLM4532427 is it."), "id CLM4532427");
  EXPECT_EQ(read("N W 2 8 3 1 9 2 4 2"), "id NW28319242");
  EXPECT_EQ(read("C. L. M. four five three two four two seven"), "id CLM4532427");
  EXPECT_EQ(read("NW 2831 9242"), "id NW28319242");
}

TEST(SpokenValues, NumbersThatCount) {
  EXPECT_EQ(read("You have twelve visits left of 30."), "number 12; number 30");
  EXPECT_EQ(read("It ends in zero six zero one."), "number 0601");
  EXPECT_EQ(read("Call 630-555-0120."), "number 6305550120");
  EXPECT_EQ(read("It is 20 percent."), "number 20");
  EXPECT_EQ(read("one visit is left"), "number 1");
}

TEST(SpokenValues, NumbersWithoutEndAreReadAllTheSame) {
  std::string hundreds = "two";
  for (int i = 0; i < 40; ++i) hundreds += " hundred thousand";
  EXPECT_EQ(values_in(hundreds + " dollars").size(), 1U);
  EXPECT_EQ(read("9 hundred 9223372036854775807 visits"), "number 9009223372036854775807");
}

TEST(SpokenValues, NumbersThatStateNothing) {
  EXPECT_EQ(read("One moment. Which one do you mean, the first or the second?"), "");
  EXPECT_EQ(read("Press 1 or say two. I need eight digits. Call 911."), "");
}

TEST(SpokenValues, AddressesOfTheInternet) {
  EXPECT_EQ(read("Go to evil.com or write to me@evil.org or evil dot net."),
            "link evil.com; link me@evil; link evil.net");
}

}  // namespace
}  // namespace attendant::guard
