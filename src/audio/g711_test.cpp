#include "audio/g711.hpp"

#include <cstdlib>
#include <limits>

#include <gtest/gtest.h>

namespace attendant::audio {
namespace {

constexpr int kLowest = std::numeric_limits<std::int16_t>::min();
constexpr int kHighest = std::numeric_limits<std::int16_t>::max();

class G711 : public testing::TestWithParam<Law> {};

int decoded(Law law, int code) { return decode_sample(law, static_cast<std::uint8_t>(code)); }

// An independent statement of both laws: the code whose sample lies nearest.
int distance_to_nearest(Law law, int sample) {
  int best = kHighest * 2;
  for (int code = 0; code < 256; ++code) best = std::min(best, std::abs(decoded(law, code) - sample));
  return best;
}

TEST_P(G711, EveryCodeSurvivesDecodingAndEncoding) {
  for (int code = 0; code < 256; ++code) {
    const int again = encode_sample(GetParam(), decode_sample(GetParam(), static_cast<std::uint8_t>(code)));
    // Mu-law has two zeros; the positive one is what silence is sent as.
    if (GetParam() == Law::mu && code == 0x7F) {
      EXPECT_EQ(again, 0xFF);
    } else {
      EXPECT_EQ(again, code);
    }
  }
}

TEST_P(G711, EverySampleIsEncodedAsItsNearestNeighbour) {
  for (int sample = kLowest; sample <= kHighest; ++sample) {
    const auto code = encode_sample(GetParam(), static_cast<std::int16_t>(sample));
    const int error = std::abs(decode_sample(GetParam(), code) - sample);
    // On the border between two steps either neighbour is right.
    ASSERT_LE(error, distance_to_nearest(GetParam(), sample) + 2) << sample;
  }
}

TEST_P(G711, EncodingKeepsTheOrder) {
  int before = std::numeric_limits<int>::min();
  for (int sample = kLowest; sample <= kHighest; ++sample) {
    const int now = decode_sample(GetParam(), encode_sample(GetParam(), static_cast<std::int16_t>(sample)));
    ASSERT_GE(now, before) << sample;
    before = now;
  }
}

INSTANTIATE_TEST_SUITE_P(BothLaws, G711, testing::Values(Law::mu, Law::a));

TEST(G711Values, AgreeWithTheTablesOfTheRecommendation) {
  EXPECT_EQ(decode_sample(Law::mu, 0x00), -32124);
  EXPECT_EQ(decode_sample(Law::mu, 0x80), 32124);
  EXPECT_EQ(decode_sample(Law::mu, 0xFF), 0);
  EXPECT_EQ(decode_sample(Law::mu, 0xFE), 8);
  EXPECT_EQ(decode_sample(Law::a, 0x2A), -32256);
  EXPECT_EQ(decode_sample(Law::a, 0xAA), 32256);
  EXPECT_EQ(decode_sample(Law::a, 0xD5), 8);
  EXPECT_EQ(decode_sample(Law::a, 0x55), -8);
  EXPECT_EQ(encode_sample(Law::mu, 0), silence_code(Law::mu));
  EXPECT_EQ(encode_sample(Law::a, 0), silence_code(Law::a));
}

}  // namespace
}  // namespace attendant::audio
