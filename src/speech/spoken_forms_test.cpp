#include "speech/spoken_forms.hpp"

#include <gtest/gtest.h>

namespace attendant::speech {
namespace {

struct Case {
  const char* written;
  const char* spoken;
};

class SpokenForms : public testing::TestWithParam<Case> {};

TEST_P(SpokenForms, AreSaidAsPeopleSayThem) { EXPECT_EQ(spoken_form(GetParam().written), GetParam().spoken); }

INSTANTIATE_TEST_SUITE_P(
    Money, SpokenForms,
    testing::Values(Case{"$150.00", "one hundred fifty dollars"}, Case{"$1", "one dollar"},
                    Case{"$0.50", "fifty cents"},
                    Case{"$143.34.", "one hundred forty three dollars and thirty four cents."},
                    Case{"$1,250.01,", "one thousand two hundred fifty dollars and one cent,"},
                    Case{"-$20.00", "minus twenty dollars"}, Case{"$0.00", "zero dollars"}));

INSTANTIATE_TEST_SUITE_P(Dates, SpokenForms,
                         testing::Values(Case{"2026-09-03", "September third, twenty twenty six"},
                                         Case{"3/14/1985", "March fourteenth, nineteen eighty five"},
                                         Case{"September 3, 2026", "September third, twenty twenty six"},
                                         Case{"May 21", "May twenty first"},
                                         Case{"in 2005", "in two thousand five"},
                                         Case{"2026-13-03", "2026-13-03"}));

INSTANTIATE_TEST_SUITE_P(
    Identifiers, SpokenForms,
    testing::Values(Case{"NW28319242", "N W, two eight three one, nine two four two"},
                    Case{"claim CLM4549735.", "claim C L M, four five four, nine seven three five."},
                    Case{"CB-20419", "C B, two zero four one nine"}, Case{"B12", "B twelve"},
                    Case{"COVID-19", "covid nineteen"}, Case{"ZIP 60601", "zip six zero six zero one"},
                    Case{"confirmation number 4417", "confirmation number four four one seven"},
                    Case{"ending in 1234", "ending in one two three four"},
                    Case{"02134", "zero two one three four"}, Case{"#4471", "number four four seven one"}));

INSTANTIATE_TEST_SUITE_P(
    Telephones, SpokenForms,
    testing::Values(Case{"(555) 010-2345.", "five five five, zero one zero, two three four five."},
                    Case{"1-800-555-0199", "one, eight zero zero, five five five, zero one nine nine"},
                    Case{"+15550102345", "one, five five five, zero one zero, two three four five"},
                    Case{"555-0199", "five five five, zero one nine nine"}));

INSTANTIATE_TEST_SUITE_P(Numbers, SpokenForms,
                         testing::Values(Case{"20%", "twenty percent"},
                                         Case{"12.5%", "twelve point five percent"},
                                         Case{"3.5", "three point five"}, Case{"1,000,000", "one million"},
                                         Case{"the 22nd", "the twenty second"}, Case{"20th", "twentieth"},
                                         Case{"10-15 days", "ten to fifteen days"},
                                         Case{"24/7", "twenty four seven"},
                                         Case{"12 visits", "twelve visits"}, Case{"-5", "minus five"},
                                         Case{"in 30 days", "in thirty days"}));

INSTANTIATE_TEST_SUITE_P(Times, SpokenForms,
                         testing::Values(Case{"2:30 p.m.", "two thirty P M."},
                                         Case{"8:05 a.m., then", "eight oh five A M, then"},
                                         Case{"9:00", "nine"}, Case{"2:30pm", "two thirty P M"},
                                         Case{"8 AM", "eight A M"}));

INSTANTIATE_TEST_SUITE_P(
    Words, SpokenForms,
    testing::Values(Case{"Dr. Lee", "Doctor Lee"}, Case{"St. Mary's", "Saint Mary's"},
                    Case{"12 Main St.", "twelve Main Street."}, Case{"an X-ray", "an X ray"},
                    Case{"your EOB and MRI", "your E O B and M R I"}, Case{"I am sure", "I am sure"},
                    Case{"PT visits", "P T visits"}, Case{"and/or", "and or"},
                    Case{"a follow-up, please", "a follow up, please"}, Case{"R&D", "R&D"}, Case{"", ""},
                    Case{" ... ", ""}, Case{"Yes - really", "Yes really"}, Case{"(optional)", "optional"}));

TEST(SpokenWords, PointBackIntoTheWrittenText) {
  const std::string_view written = "Pay (555) 010-2345 $20.00 now.";
  const std::vector<SpokenWord> words = spoken_words(written);
  ASSERT_EQ(words.size(), 4U);
  EXPECT_EQ(written.substr(words[1].begin, words[1].end - words[1].begin), "(555) 010-2345");
  EXPECT_EQ(written.substr(words[2].begin, words[2].end - words[2].begin), "$20.00");
  EXPECT_EQ(words[3].spoken, "now.");
}

}  // namespace
}  // namespace attendant::speech
