#include "understanding/slots.hpp"

#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "understanding/utterance_json.hpp"

namespace attendant::understanding {
namespace {

using conversation::Asked;

constexpr Date kToday{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(1)};

struct Case {
  Asked asked;
  const char* text;
  const char* value;  // "" where there is none
};

void expect_all(std::initializer_list<Case> cases, std::optional<std::string> Slots::* slot) {
  for (const Case& c : cases) {
    EXPECT_EQ((read_slots(c.text, c.asked, kToday).slots.*slot).value_or(""), c.value) << c.text;
  }
}

TEST(Slots, do_not_take_the_year_of_a_date_for_an_id) {
  const auto reading =
      read_slots("Fourteen of September, nineteen seventy six.", conversation::Asked::ask_member_id, kToday);
  EXPECT_FALSE(reading.slots.member_id);
  EXPECT_EQ(reading.slots.dob.value_or(""), "1976-09-14");
}

TEST(Slots, read_member_ids_however_they_are_said) {
  expect_all(
      {
          {Asked::ask_member_id, "NW28319242", "NW28319242"},
          {Asked::ask_member_id, "nw 2831 9242", "NW28319242"},
          {Asked::ask_member_id, "N.W. 2 8 3 1 9 2 4 2.", "NW28319242"},
          {Asked::ask_member_id, "and W two eight three one nine two four two", "NW28319242"},
          {Asked::ask_member_id, "In W 28319242", "NW28319242"},
          {Asked::ask_member_id, "n double u two eight three one nine two four two", "NW28319242"},
          {Asked::ask_member_id, "November Whiskey two eight three one nine two four two", "NW28319242"},
          {Asked::ask_member_id, "N as in Nancy, W as in Walter, two eight three one nine two four two",
           "NW28319242"},
          {Asked::ask_member_id, "N for November W for whiskey twenty eight thirty one ninety two forty two",
           "NW28319242"},
          {Asked::ask_member_id, "N W to ate three won nine too four two", "NW28319242"},
          {Asked::ask_member_id, "it's two eight three one, uh, nine two four two", "NW28319242"},
          {Asked::ask_member_id, "N W nine eight, no, nine seven, zero eight six two two seven",
           "NW97086227"},
          {Asked::ask_member_id, "N W one two three four, sorry, three five, six seven eight nine",
           "NW12356789"},
          {Asked::ask_member_id, "Oh, seven three oh one eight two six four", "NW73018264"},
          {Asked::ask_member_id, "all I can read is N W four four one oh", "NW4410"},
          {Asked::ask_member_id,
           "N W two eight three one nine two four two, date of birth ten twenty three seventy eight",
           "NW28319242"},
          {Asked::ask_member_id, "double five triple oh two one seven", "NW55000217"},
          {Asked::open, "Hi, my member ID is NW28319242 and I have a question", "NW28319242"},
          {Asked::ask_member_id, "I don't have one", ""},
          {Asked::ask_member_id, "Oh, I'm not sure about that one", ""},
      },
      &Slots::member_id);
}

TEST(Slots, read_the_name_of_a_relative) {
  expect_all(
      {
          {Asked::open, "is physical therapy covered for my son Isaiah", "isaiah"},
          {Asked::open, "What happened with my daughter Priya's claim?", "priya"},
          {Asked::open, "I'm calling for our daughter, Mei Ling, about her card", "mei ling"},
          {Asked::open, "does my son need an MRI in July", ""},
          {Asked::open, "Is my son MRI covered", ""},
          {Asked::open, "my wife Monday had an appointment", ""},
      },
      &Slots::person);
}

// As Moonshine wrote recorded callers down.
TEST(Slots, read_ids_of_which_a_recogniser_wrote_digits_as_words) {
  expect_all(
      {
          {Asked::ask_member_id, "Yes, and the will to zero to eight, nine, five, seven, five.",
           "NW20289575"},
          {Asked::ask_member_id, "Yes, and W two zero, two eight, nine, five, seven, five.", "NW20289575"},
          {Asked::ask_member_id, "bubble you too zero too eight nine five seven five", "NW20289575"},
          {Asked::ask_member_id, "N double u two oh to ate nine five seven five", "NW20289575"},
          {Asked::ask_member_id, "N W two zero two ate, nine, five, seven, fife.", "NW20289575"},
          {Asked::ask_member_id, "End up in seven six one five six four zero five", "NW76156405"},
          {Asked::ask_member_id, "And w-9-2-1, three-three-two-two-two.", "NW92133222"},
          {Asked::ask_member_id, "Fear it is, and bubble united, no nine seven, zero eight six two to seven.",
           "NW97086227"},
          {Asked::ask_member_id, "It is in W. seven, seven, three, one, five, eight, oh two.", "NW77315802"},
          // too few digits stay as said, and other words are no digits
          {Asked::ask_member_id, "N W two zero two eight", "NW2028"},
          {Asked::ask_member_id, "The second of July, nineteen ninety two,", ""},
          {Asked::ask_member_id, "I want to do it for one of my two kids", ""},
      },
      &Slots::member_id);
  expect_all(
      {
          {Asked::ask_zip, "Six, two, six, seven, oath.", "62670"},
          {Asked::ask_zip, "Six to six seven o'clock.", "62670"},
          {Asked::ask_zip, "Does it go to eight, five, seven or four?", "85704"},
          {Asked::ask_zip, "what do you want that for", ""},
      },
      &Slots::zip);
  expect_all(
      {
          {Asked::ask_phone, "is to one-seventh, five-five-five, oh one-three-eight.", "2175550138"},
          {Asked::ask_phone, "two one seven, five five five, oh one three eight", "2175550138"},
          {Asked::anything_else,
           "Oh yes, and change my phone number, is to one-seventh, five-five-five, oh one-three-eight.",
           "2175550138"},
          {Asked::anything_else,
           "Oh yes,, and change my phone number is to one-seventh, five-five-five, oh one-three.", ""},
      },
      &Slots::phone);
  EXPECT_EQ(
      read_slots("No, Bill asked me to put our one-o-eight, not one-a-eighty.", Asked::ask_claim, kToday)
          .id_tail,
      "108");
}

TEST(Slots, rank_the_readings_of_a_member_id_by_its_check_digit) {
  // "twenty eight" may be 28 or 20 8: ten digits, of which 8 make an id in one way only.
  const SlotReading read =
      read_slots("N W twenty one forty two sixty three eighty", Asked::ask_member_id, kToday);
  EXPECT_EQ(read.slots.member_id, "NW21426380");
  EXPECT_TRUE(has_valid_check_digit("NW28319242"));
  EXPECT_FALSE(has_valid_check_digit("NW28319243"));
  EXPECT_FALSE(has_valid_check_digit("NW2831924"));
}

TEST(Slots, read_claim_ids) {
  expect_all(
      {
          {Asked::ask_claim, "C L M four five six three eight seven five", "CLM4563875"},
          {Asked::ask_claim, "clm 4563875", "CLM4563875"},
          {Asked::ask_claim, "see el em four five six three eight seven five", "CLM4563875"},
          {Asked::ask_claim, "C as in cat, L as in Larry, M as in Mary, four five six three eight seven five",
           "CLM4563875"},
          {Asked::ask_claim, "clean number is 4563875", "CLM4563875"},
          {Asked::ask_claim, "C.L.M. 456 3875", "CLM4563875"},
          {Asked::open, "the status of claim 4563875", "CLM4563875"},
          {Asked::open, "claim number four five oh seven one oh 8 please", "CLM4507108"},
          {Asked::open, "my claim from September fourteenth twenty twenty-six", ""},
          {Asked::ask_claim, "the one for a hundred and eighty-six dollars", ""},
      },
      &Slots::claim_id);
  EXPECT_EQ(
      read_slots("no, the last digits are one oh eight, not one eighty", Asked::confirm, kToday).id_tail,
      "108");
}

TEST(Slots, read_dates_of_birth) {
  expect_all(
      {
          {Asked::ask_dob, "October twenty third nineteen seventy eight", "1978-10-23"},
          {Asked::ask_dob, "10/23/1978", "1978-10-23"},
          {Asked::ask_dob, "10-23-78", "1978-10-23"},
          {Asked::ask_dob, "1978-10-23", "1978-10-23"},
          {Asked::ask_dob, "10231978", "1978-10-23"},
          {Asked::ask_dob, "the second of July nineteen ninety two", "1992-07-02"},
          {Asked::ask_dob, "seven, thirty one, nineteen ninety seven", "1997-07-31"},
          {Asked::ask_dob, "one eighteen seventy nine", "1979-01-18"},
          {Asked::ask_dob, "oh one one eight seventy nine", "1979-01-18"},
          {Asked::ask_dob, "one two, two five, one nine six oh", "1960-12-25"},
          {Asked::ask_dob,
           "August thirteenth, no wait, that's my brother, mine is August twenty third, nineteen eighty "
           "three",
           "1983-08-23"},
          {Asked::ask_dob, "June the thirteenth, no wait, the fourteenth. Nineteen forty-nine.",
           "1949-06-14"},
          {Asked::ask_dob, "March third, nineteen sixty, no, sixty one", "1961-03-03"},
          {Asked::ask_dob, "nineteen of January, one nine five two", "1952-01-19"},
          {Asked::ask_dob, "two thousand fourteen, November ninth", "2014-11-09"},
          {Asked::ask_dob, "May the fifth two thousand and eight", "2008-05-05"},
          {Asked::ask_dob, "May fifth twenty oh eight", "2008-05-05"},
          {Asked::ask_dob, "September ninth, oh eight", "2008-09-09"},
          {Asked::ask_dob, "nineteen oh five, June first", "1905-06-01"},
          {Asked::ask_dob, "January first nineteen hundred and thirty", "1930-01-01"},
          {Asked::ask_dob, "Christmas Eve, nineteen forty", "1940-12-24"},
          {Asked::ask_dob, "July fourth '76", "1976-07-04"},
          {Asked::ask_dob, "January eighteen, nineteen seventeen nine.", "1979-01-18"},
          {Asked::ask_dob, "December thirtieth twenty six", "1926-12-30"},
          {Asked::ask_dob, "September of forty-seven", "1947-09"},
          {Asked::ask_dob, "October the sixth", "--10-06"},
          {Asked::ask_dob, "February thirtieth nineteen eighty", ""},
          {Asked::ask_dob, "what did you say", ""},
          {Asked::open, "I was born on May ninth nineteen eighty", "1980-05-09"},
          {Asked::ask_member_id,
           "N W two eight three one nine two four two, date of birth October twenty third nineteen seventy "
           "eight",
           "1978-10-23"},
      },
      &Slots::dob);
}

TEST(Slots, read_dates_of_birth_in_which_a_recogniser_wrote_a_comma_for_each_breath) {
  expect_all({{Asked::ask_dob, "July, thirty, first, nineteen, ninety seven.", "1997-07-31"},
              {Asked::ask_dob, "July thirty, first nineteen, ninety seven", "1997-07-31"},
              {Asked::ask_dob, "The twenty, third of October, nineteen seventy eight.", "1978-10-23"},
              {Asked::ask_dob, "February sixteenth, two thousand, two.", "2002-02-16"},
              {Asked::ask_dob, "Two thousand, two, February sixteenth.", "2002-02-16"}},
             &Slots::dob);
}

TEST(Slots, do_not_take_for_whose_record_it_is_with_whom_the_caller_talked) {
  expect_all({{Asked::open, "I talked it over with my wife and we want to appeal the MRI", ""},
              {Asked::open, "I have spoken to my husband, why was my claim denied", ""},
              {Asked::open, "I was there with my daughter, what do we owe", "daughter"}},
             &Slots::relation);
}

TEST(Slots, read_two_digit_years_of_birth_within_the_last_hundred_years) {
  const auto dob = [](int year) {
    return read_slots("June first twenty seven", Asked::ask_dob,
                      Date{std::chrono::year(year), std::chrono::month(11), std::chrono::day(1)})
        .slots.dob;
  };
  EXPECT_EQ(dob(2026), "1927-06-01");
  EXPECT_EQ(dob(2028), "2027-06-01");
}

TEST(Slots, read_service_dates) {
  expect_all(
      {
          {Asked::open, "my visit on August eighteenth", "--08-18"},
          {Asked::open, "the claim from 8/18/2026", "2026-08-18"},
          {Asked::ask_claim, "the one from October sixth, no, the seventh", "--10-07"},
          {Asked::ask_claim, "the one in March", "--03"},
          {Asked::ask_claim, "June of twenty twenty-five", "2025-06"},
          {Asked::ask_claim, "from nine fourteen", "--09-14"},
          {Asked::open, "may I ask what I may owe", ""},
          {Asked::open, "I saw doctor June", ""},
          {Asked::open, "the last march was cold", ""},
      },
      &Slots::service_date);
}

TEST(Slots, read_zips_and_telephone_numbers) {
  expect_all(
      {
          {Asked::ask_zip, "six oh six oh five", "60605"},
          {Asked::ask_zip, "it's 60605-1234", "60605"},
          {Asked::ask_zip, "six oh six fourteen", "60614"},
          {Asked::ask_zip, "Six, two, six, seven, oath.", "62670"},
          {Asked::ask_zip, "Six to six, seven of.", "62670"},
          {Asked::ask_zip, "seven five two one four. No, that's the office. Home is seven five two zero six.",
           "75206"},
          {Asked::ask_zip, "oh five eight forty-two", "05842"},
          {Asked::open, "a dentist near six oh six one four", "60614"},
          {Asked::ask_zip, "I moved twice", ""},
      },
      &Slots::zip);
  expect_all(
      {
          {Asked::ask_phone, "three one two, five five five, oh one eight oh", "3125550180"},
          {Asked::ask_phone, "(312) 555-0180", "3125550180"},
          {Asked::ask_phone, "one three one two five five five oh one eight oh", "3125550180"},
          {Asked::ask_phone, "eight seven oh, triple five, oh one oh two", "8705550102"},
          {Asked::open, "change my phone number, it's two one seven, five five five, oh one three eight",
           "2175550138"},
          {Asked::ask_phone, "five five five oh one", ""},
      },
      &Slots::phone);
}

TEST(Slots, read_sums_of_money) {
  const auto amount = [](const char* text, Asked asked = Asked::open) {
    return read_slots(text, asked, kToday).slots.amount;
  };
  EXPECT_EQ(amount("I paid $312.40"), 31240);
  EXPECT_EQ(amount("three hundred twelve dollars and forty cents"), 31240);
  EXPECT_EQ(amount("fourteen hundred and nine dollars and twenty-five cents", Asked::ask_claim), 140925);
  EXPECT_EQ(amount("I want to pay the two forty-seven fifty"), 24750);
  EXPECT_EQ(amount("you took eighty-nine ninety-nine twice"), 8999);
  EXPECT_EQ(amount("one forty three dollars and thirty four cents"), 14334);
  EXPECT_EQ(amount("a thousand dollars"), 100000);
  EXPECT_EQ(amount("two thousand one hundred and five dollars"), 210500);
  EXPECT_EQ(amount("ninety bucks"), 9000);
  EXPECT_EQ(amount("1,409 dollars"), 140900);
  EXPECT_EQ(amount("pay fifty dollars, no, sixty dollars"), 6000);
  EXPECT_EQ(amount("I waited thirty days"), std::nullopt);
  EXPECT_EQ(amount("June fourteenth"), std::nullopt);
}

TEST(Slots, hold_card_account_and_government_numbers_apart) {
  expect_all(
      {
          {Asked::open, "card is 4242 4242 4242 4242", "4242424242424242"},
          {Asked::open, "my social is 123 45 6789", "123456789"},
          {Asked::open, "I paid [card ending 4242]", "4242"},
          {Asked::ask_member_id, "two eight three one nine two four two", ""},
      },
      &Slots::digits);
}

TEST(Slots, read_names_as_they_were_said) {
  expect_all(
      {
          {Asked::open, "did you pay Dr. Feeney yet", "dr. feeney"},
          {Asked::open, "is doctor wilbur rau in network", "doctor wilbur rau"},
          {Asked::open, "Is Harborlight General Hospital in network?", "harborlight general hospital"},
          {Asked::open, "a bill from Meridian Row Imaging", "meridian row imaging"},
          {Asked::open, "the claim from juniper urgent care", "juniper urgent care"},
          {Asked::open, "my doctor said so", ""},
          {Asked::open, "I need a doctor who takes this", ""},
          {Asked::open, "the hospital is calling me", ""},
          {Asked::open, "an urgent care near me", ""},
      },
      &Slots::provider);
  expect_all(
      {
          {Asked::ask_member_id, "I don't have it, my name is Linda Torres", "linda torres"},
          {Asked::ask_member_id, "it's Dorothy Kempfer", "dorothy kempfer"},
          {Asked::ask_member_id, "It's in the car", ""},
      },
      &Slots::person);
}

TEST(Slots, of_the_utterances_in_the_data_are_all_exact) {
  std::ifstream file(ATTENDANT_SOURCE_DIR "/data/understanding/dev.jsonl");
  std::stringstream lines;
  lines << file.rdbuf();
  const auto utterances = labelled_from_lines(lines.str());
  ASSERT_TRUE(utterances) << utterances.error().message;
  ASSERT_EQ(utterances->size(), 260U);
  for (const LabelledUtterance& utterance : *utterances) {
    const Slots read = read_slots(utterance.said.text, utterance.said.asked, kToday).slots;
    const Slots& want = utterance.slots;
    for (const auto slot : {&Slots::member_id, &Slots::claim_id, &Slots::dob, &Slots::service_date,
                            &Slots::zip, &Slots::phone, &Slots::digits}) {
      EXPECT_EQ((read.*slot).value_or("-"), (want.*slot).value_or("-"))
          << utterance.said.id << " " << utterance.said.text;
    }
    EXPECT_EQ(read.amount, want.amount) << utterance.said.text;
  }
}

}  // namespace
}  // namespace attendant::understanding
