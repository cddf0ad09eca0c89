#include <gtest/gtest.h>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/date.hpp"
#include "base/named.hpp"
#include "base/result.hpp"
#include "base/text.hpp"

namespace attendant {
namespace {

Result<int> half(int x) {
  if (x % 2 != 0) return fail(ErrorCode::invalid, "odd");
  return x / 2;
}
Result<int> quarter(int x) {
  TRY_ASSIGN(const int h, half(x));
  TRY(half(h));
  return h / 2;
}

TEST(Result, AnErrorPassesThroughTry) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error().message, "odd");
  EXPECT_EQ(quarter(6).error().in("line 3").message, "line 3: odd");
}

TEST(Date, ParsesOnlyRealDays) {
  EXPECT_EQ(to_iso(*parse_date("2024-02-29")), "2024-02-29");
  for (const auto* bad :
       {"2023-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "20260101", "2026-01-01x", ""})
    EXPECT_FALSE(parse_date(bad)) << bad;
}

TEST(Date, AgeChangesOnTheBirthday) {
  const auto birth = *parse_date("1976-09-14");
  EXPECT_EQ(age_on(birth, *parse_date("2026-09-13")), 49);
  EXPECT_EQ(age_on(birth, *parse_date("2026-09-14")), 50);
}

TEST(Bytes, HexAndBase64RoundTrip) {
  for (std::size_t n = 0; n < 20; ++n) {
    Bytes bytes;
    for (std::size_t i = 0; i < n; ++i) bytes.push_back(static_cast<std::uint8_t>(i * 37 + n));
    EXPECT_EQ(from_hex(to_hex(bytes)), bytes);
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
  }
  EXPECT_EQ(to_base64(as_bytes("any carnal pleas")), "YW55IGNhcm5hbCBwbGVhcw==");  // RFC 4648 padding
  for (const auto* bad : {"A", "AB=C", "====", "A===", "AB*D"}) EXPECT_FALSE(from_base64(bad)) << bad;
}

TEST(Text, SplitsAndTrims) {
  EXPECT_EQ(split("a,,b", ',').size(), 3U);
  EXPECT_EQ(split_words("  one \t two\n").size(), 2U);
  EXPECT_EQ(trim("\r\n x "), "x");
  EXPECT_EQ(replace_all("aXbX", "X", "--"), "a--b--");
  EXPECT_EQ(utf8_code_points("aɪ\xff").size(), 3U);
}

TEST(Clock, FakeClockMovesOnlyWhenTold) {
  FakeClock clock;
  const auto before = clock.now();
  clock.advance(std::chrono::seconds(2));
  EXPECT_EQ(to_ms(clock.now() - before), 2000);
  EXPECT_EQ(to_iso(clock.wall()), "2026-11-01T00:00:02.000Z");
}

}  // namespace
}  // namespace attendant
