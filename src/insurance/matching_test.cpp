#include <gtest/gtest.h>

#include "insurance/find_claim.hpp"
#include "insurance/phrasing.hpp"

namespace attendant::insurance {
namespace {

constexpr Date day(int year, unsigned month, unsigned d) {
  return Date(std::chrono::year(year), std::chrono::month(month), std::chrono::day(d));
}

TEST(DateFits, TakesWhateverPartOfADateWasSaid) {
  EXPECT_TRUE(date_fits("2026-09-14", day(2026, 9, 14)));
  EXPECT_TRUE(date_fits("2026-09", day(2026, 9, 14)));
  EXPECT_TRUE(date_fits("--09", day(2024, 9, 14)));
  EXPECT_TRUE(date_fits("--09-14", day(2025, 9, 14)));
  EXPECT_FALSE(date_fits("--09-14", day(2025, 9, 15)));
  EXPECT_FALSE(date_fits("2026-09", day(2025, 9, 14)));
  EXPECT_FALSE(date_fits("", day(2025, 9, 14)));
  EXPECT_FALSE(date_fits("--", day(2025, 9, 14)));
}

TEST(DaysOfPhrase, UnderstandsHowPeopleSayPastDays) {
  const Date sunday = day(2026, 11, 1);
  struct Row {
    const char* phrase;
    Date from, to;
  };
  const std::vector<Row> rows{
      {"yesterday", day(2026, 10, 31), day(2026, 10, 31)},
      {"last tuesday", day(2026, 10, 27), day(2026, 10, 27)},
      {"this sunday", day(2026, 10, 25), day(2026, 10, 25)},
      {"last month", day(2026, 10, 1), day(2026, 10, 31)},
      {"two months ago", day(2026, 9, 1), day(2026, 9, 30)},
      {"like two weeks ago", day(2026, 10, 14), day(2026, 10, 22)},
      {"3 days ago", day(2026, 10, 28), day(2026, 10, 30)},
      {"last year", day(2025, 1, 1), day(2025, 12, 31)},
      {"this year", day(2026, 1, 1), day(2026, 12, 31)},
  };
  for (const Row& row : rows) {
    const auto range = days_of_phrase(row.phrase, sunday);
    ASSERT_TRUE(range) << row.phrase;
    EXPECT_EQ(to_iso(range->from), to_iso(row.from)) << row.phrase;
    EXPECT_EQ(to_iso(range->to), to_iso(row.to)) << row.phrase;
  }
  for (const char* unknown : {"", "the week before labor day", "ago", "next friday", "a while ago"}) {
    EXPECT_FALSE(days_of_phrase(unknown, sunday)) << unknown;
  }
}

TEST(NameFit, ForgivesTitlesAndSmallMishearings) {
  EXPECT_EQ(name_fit("doctor feeney", "Dr. Aron Feeney"), 1);
  EXPECT_EQ(name_fit("doctor aron feeny", "Dr. Aron Feeney"), 1);
  EXPECT_EQ(name_fit("the meridian row imaging center", "Meridian Row Imaging"), 1);
  EXPECT_EQ(name_fit("juniper", "Juniper Urgent Care"), 1);
  EXPECT_LT(name_fit("lakeside imaging", "Meridian Row Imaging"), 1);
  EXPECT_EQ(name_fit("doctor okafor", "Dr. Aron Feeney"), 0);
  EXPECT_EQ(name_fit("", "Dr. Aron Feeney"), 0);
}

TEST(Phrasing, WritesMoneyPhonesAndLists) {
  EXPECT_EQ(money(0), "$0.00");
  EXPECT_EQ(money(14334), "$143.34");
  EXPECT_EQ(money(163815), "$1,638.15");
  EXPECT_EQ(money(123456789), "$1,234,567.89");
  EXPECT_EQ(money(-16290), "-$162.90");
  EXPECT_EQ(phone_words("+16305550120"), "630-555-0120");
  EXPECT_EQ(list_words({"a"}), "a");
  EXPECT_EQ(list_words({"a", "b"}), "a and b");
  EXPECT_EQ(list_words({"a", "b", "c"}, "or"), "a, b, or c");
}

TEST(Phrasing, NamesServicesInTheMiddleOfASentence) {
  EXPECT_EQ(mid_sentence("Chest X-ray"), "chest X-ray");
  EXPECT_EQ(mid_sentence("MRI of the lower back"), "MRI of the lower back");
  EXPECT_EQ(mid_sentence("X-ray of the lower back"), "X-ray of the lower back");
  Claim claim;
  claim.lines.resize(1);
  claim.lines[0].description = "Lisinopril 10 mg, 30 tablets";
  EXPECT_EQ(service_words(claim), "lisinopril 10 mg");
  claim.lines[0].description = "Childhood diphtheria, tetanus and whooping cough vaccine";
  EXPECT_EQ(service_words(claim), "childhood diphtheria, tetanus and whooping cough vaccine");
}

TEST(AmountFits, CentsMayBeLeftAwayOrRoundedButNotInvented) {
  EXPECT_TRUE(amount_fits(21121, 21121));
  EXPECT_TRUE(amount_fits(21100, 21121));
  EXPECT_TRUE(amount_fits(21200, 21190));
  EXPECT_FALSE(amount_fits(21200, 21121));
  EXPECT_FALSE(amount_fits(21110, 21121));
  EXPECT_FALSE(amount_fits(0, 40));
}

}  // namespace
}  // namespace attendant::insurance
