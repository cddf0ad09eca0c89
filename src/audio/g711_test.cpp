#include "audio/g711.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include <gtest/gtest.h>

namespace attendant::audio {
namespace {

constexpr int kLowest = std::numeric_limits<std::int16_t>::min();
constexpr int kHighest = std::numeric_limits<std::int16_t>::max();

class G711 : public testing::TestWithParam<Law> {};

int decoded(Law law, int code) { return decode_sample(law, static_cast<std::uint8_t>(code)); }

// Half the wider of the two steps around a decoded value: the decision value between two segments of
// different step lies at the border of the segments, not in the middle (G.711 tables 1 and 2). The outermost
// steps run to full scale.
int widest_error(Law law, int value) {
  int above = kHighest * 2;
  int below = kHighest * 2;
  for (int code = 0; code < 256; ++code) {
    const int distance = decoded(law, code) - value;
    if (distance > 0) above = std::min(above, distance);
    if (distance < 0) below = std::min(below, -distance);
  }
  if (above > kHighest || below > kHighest) return 1024;
  return std::max(above, below) / 2;
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

TEST_P(G711, EverySampleIsWithinHalfAStepOfItsCode) {
  for (int sample = kLowest; sample <= kHighest; ++sample) {
    const int value = decoded(GetParam(), encode_sample(GetParam(), static_cast<std::int16_t>(sample)));
    ASSERT_LE(std::abs(value - sample), widest_error(GetParam(), value)) << sample;
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
