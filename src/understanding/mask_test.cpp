#include "understanding/mask.hpp"

#include <string>

#include <gtest/gtest.h>

namespace attendant::understanding {
namespace {

using conversation::Asked;

struct Case {
  const char* text;
  const char* masked;
  Asked asked = Asked::open;
};

TEST(Mask, hides_numbers_of_cards) {
  for (const Case& c : {
           Case{"card is 4242 4242 4242 4242", "card is [card ending 4242]"},
           Case{"4242-4242-4242-4242", "[card ending 4242]"},
           Case{"4242424242424242 please", "[card ending 4242] please"},
           Case{"my Visa four two four two, four two four two, four two four two, four two four two.",
                "my Visa [card ending 4242]."},
           Case{"it's four one one one uh one one one one one one one one one one one one", "it's uh"},
           Case{"amex 3782 822463 10005", "amex [card ending 0005]"},
           Case{"double four double two four two four two four two four two four two four two",
                "[card ending 4242]"},
           Case{"card ending in 4242", "card ending in [card ending 4242]"},
           Case{"the card number is fifty five fifty five, fifty five fifty five, fifty five fifty five, "
                "forty four forty four",
                "the card number is [card ending 4444]"},
           Case{"four two four two four two four two four two four two four two four two",
                "[card ending 4242]", Asked::ask_member_id},
           Case{"charge my card, four two four two for two four two four two four two four two four two",
                "charge my card, [card ending 4242]"},
       }) {
    const std::string masked = mask(c.text, c.asked);
    if (std::string(c.masked) == "it's uh") {
      EXPECT_EQ(masked, "it's [card ending 1111]") << c.text;
    } else {
      EXPECT_EQ(masked, c.masked) << c.text;
    }
  }
}

TEST(Mask, hides_account_numbers) {
  for (const Case& c : {
           Case{"the checking account is zero zero zero one two three four five six seven eight nine",
                "the checking account is [account number]"},
           Case{"routing number 021000021", "routing number [account number]"},
           Case{"account number 123456789", "account number [account number]"},
           Case{"my savings account, 88 12 34 56", "my savings account, [account number]"},
           Case{"security code one two three", "security code [account number]"},
           Case{"the cvv is 123", "the cvv is [account number]"},
       }) {
    EXPECT_EQ(mask(c.text, c.asked), c.masked) << c.text;
  }
}

TEST(Mask, hides_government_numbers) {
  for (const Case& c : {
           Case{"my social is 123-45-6789", "my social is [government id]"},
           Case{"123-45-6789", "[government id]"},
           Case{"123-45-6789", "[government id]", Asked::ask_member_id},
           Case{"my social security number is one two three, four five, six seven eight nine",
                "my social security number is [government id]"},
           Case{"one two three, four five, six seven eight nine", "[government id]"},
           Case{"last four of my social is 6789", "last four of my social is [government id]"},
           Case{"6789, that's the last four of my social",
                "[government id], that's the last four of my social", Asked::ask_member_id},
           Case{"SSN 123456789", "SSN [government id]"},
           Case{"my driver's license number is 40012345", "my driver's license number is [government id]"},
       }) {
    EXPECT_EQ(mask(c.text, c.asked), c.masked) << c.text;
  }
}

TEST(Mask, leaves_what_was_asked_for) {
  for (const Case& c : {
           Case{"NW28319242", "", Asked::ask_member_id},
           Case{"N W two eight three one nine two four two", "", Asked::ask_member_id},
           Case{"two eight three one nine two four two", "", Asked::ask_member_id},
           Case{"N W two eight three one nine two four two, ten twenty three nineteen seventy eight", "",
                Asked::ask_member_id},
           Case{"two eight three one nine two four two, one zero, two three, one nine seven eight", "",
                Asked::ask_member_id},
           Case{"N as in Nancy W as in William, two eight three one nine two four two", "", Asked::open},
           Case{"oh no I read the wrong one. two eight three one nine two four two", "", Asked::ask_dob},
           Case{"my member number is 28319242", "", Asked::open},
           Case{"the number on my card is 28319242", "", Asked::open},
           Case{"claim CLM4563875", "", Asked::open},
           Case{"claim number four five six three eight seven five", "", Asked::open},
           Case{"four five six three eight seven five", "", Asked::ask_claim},
           Case{"six six one four oh nine eight", "", Asked::ask_claim},
           Case{"312-555-0188, that's my cell", "", Asked::ask_phone},
           Case{"one three one two five five five oh one eight eight", "", Asked::ask_phone},
           Case{"call me at 312 555 0188", "", Asked::open},
           Case{"six oh six oh five", "", Asked::ask_zip},
           Case{"60605-1234", "", Asked::ask_zip},
           Case{"ten twenty three nineteen seventy eight", "", Asked::ask_dob},
           Case{"10231978", "", Asked::ask_dob},
           Case{"I paid two hundred forty seven dollars and fifty cents on October twelfth twenty twenty six",
                "", Asked::open},
           Case{"I'm calling about my Social Security check", "", Asked::open},
           Case{"put it on my account please", "", Asked::open},
           Case{"I was charged 1,409.25 twice", "", Asked::open},
           Case{"", "", Asked::open},
       }) {
    EXPECT_EQ(mask(c.text, c.asked), c.text);
  }
}

TEST(Mask, changes_nothing_the_second_time) {
  for (const char* text : {"card is 4242 4242 4242 4242", "my social is 123-45-6789",
                           "the account is 000123456789", "routing 021000021 and account 000123456789"}) {
    const std::string once = mask(text);
    EXPECT_EQ(mask(once), once);
    EXPECT_NE(once, text);
  }
}

TEST(Mask, leaves_no_run_of_digits_of_a_card_that_was_corrected) {
  const std::string masked = mask(
      "card is four two four two four two four two four two four two four two four one, no sorry, four two "
      "four two four two four two four two four two four two four two");
  EXPECT_EQ(masked.find("four two four two"), std::string::npos) << masked;
}

}  // namespace
}  // namespace attendant::understanding
