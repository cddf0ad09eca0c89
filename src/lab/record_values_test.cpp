#include "lab/record_values.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::lab {
namespace {

RecordValues claims() {
  auto values = RecordValues::from_lines(
      "claims",
      R"({"claim_id":"CLM1","due_cents":163815,"coinsurance_pct":20,"lines":[{"date":"2026-08-18"}]})");
  EXPECT_TRUE(values);
  return *std::move(values);
}

TEST(RecordValues, FillInWhatStandsInTheRecords) {
  EXPECT_EQ(*claims().filled_in("owes {claims/CLM1/due_cents:money} for {claims/CLM1/lines/0/date}"),
            "owes $1,638.15 for 2026-08-18");
  EXPECT_EQ(*claims().filled_in("{claims/CLM1/coinsurance_pct:percent}"), "20%");
  EXPECT_EQ(*claims().filled_in("nothing to fill in"), "nothing to fill in");
}

TEST(RecordValues, NameWhatIsNotThere) {
  const auto filled = claims().filled_in("{claims/CLM2/due_cents:money}");
  ASSERT_FALSE(filled);
  EXPECT_THAT(filled.error().message,
              testing::HasSubstr("{claims/CLM2/due_cents:money} is not in the records"));
}

TEST(RecordValues, NameTheLineThatIsNoRow) {
  const auto values = RecordValues::from_lines("claims", "{\"claim_id\":\"CLM1\"}\n[1]\n");
  ASSERT_FALSE(values);
  EXPECT_THAT(values.error().message, testing::HasSubstr("claims.jsonl, line 2"));
}

TEST(RecordValues, WriteMoneyAsTheAgentDoes) {
  EXPECT_EQ(as_money(0), "$0.00");
  EXPECT_EQ(as_money(163815), "$1,638.15");
  EXPECT_EQ(as_money(123456789), "$1,234,567.89");
}

}  // namespace
}  // namespace attendant::lab
