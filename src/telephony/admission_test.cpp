#include "telephony/admission.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "telephony/trunks.hpp"

namespace attendant::telephony {
namespace {

TEST(Admission, the_cap_is_exact_and_a_place_given_back_is_free_again) {
  Admission admission(3, std::chrono::seconds(5));
  std::vector<Admission::Place> places;
  for (int i = 0; i < 3; ++i) places.push_back(*admission.admit());
  EXPECT_FALSE(admission.admit());
  EXPECT_EQ(admission.calls(), 3u);
  places.pop_back();
  EXPECT_TRUE(admission.admit());
}

TEST(Admission, closed_admits_nobody) {
  Admission admission(3, std::chrono::seconds(5));
  admission.set_open(false);
  EXPECT_FALSE(admission.admit());
  admission.set_open(true);
  EXPECT_TRUE(admission.admit());
}

TEST(Trunks, an_address_belongs_to_the_block_that_holds_it_and_others_are_strangers) {
  const auto trunks = Trunks::make({{"carrier", {"192.0.2.7", "10.1.0.0/20"}}, {"six", {"2001:db8::/33"}}});
  ASSERT_TRUE(trunks);
  EXPECT_EQ(*trunks->find("192.0.2.7"), "carrier");
  EXPECT_EQ(*trunks->find("10.1.15.255"), "carrier");
  EXPECT_EQ(*trunks->find("2001:db8:7fff::1"), "six");
  EXPECT_EQ(*trunks->find("::ffff:10.1.0.1"), "carrier");
  for (const char* stranger : {"192.0.2.8", "10.1.16.0", "2001:db8:8000::1", "127.0.0.1", "", "trunk"}) {
    EXPECT_EQ(trunks->find(std::string(stranger)), nullptr) << stranger;
  }
}

TEST(Trunks, KnowsWhatToSayToATrunkThatAsksWhoWeAre) {
  const auto trunks = Trunks::make(
      {{.name = "carrier", .addresses = {"192.0.2.0/24"}, .username = "ann", .password = "secret"},
       {.name = "desk", .addresses = {"198.51.100.7"}}});
  ASSERT_TRUE(trunks);
  ASSERT_NE(trunks->login("192.0.2.7"), nullptr);
  EXPECT_EQ(trunks->login("192.0.2.7")->password, "secret");
  EXPECT_EQ(trunks->login("198.51.100.7"), nullptr);
  EXPECT_EQ(trunks->login("203.0.113.1"), nullptr);
}

TEST(Trunks, a_malformed_address_is_refused_with_the_trunk_that_it_is_in) {
  using namespace std::string_literals;
  for (const std::string& bad : {"10.0.0.0/33"s, "10.0.0/8"s, "carrier.example.com"s, "10.0.0.0/"s,
                                 "::1/129"s, "10.0.0.1/-0"s, "10.0.0.1\0.example.com"s, ""s}) {
    const auto trunks = Trunks::make({{"carrier", {bad}}});
    ASSERT_FALSE(trunks) << bad;
    EXPECT_THAT(trunks.error().message, ::testing::HasSubstr("carrier"));
  }
  EXPECT_FALSE(Trunks::make({{"carrier", {}}}));
}

}  // namespace
}  // namespace attendant::telephony
