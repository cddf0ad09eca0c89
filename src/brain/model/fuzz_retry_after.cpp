// Any two headers as Retry-After and as rate limits: nothing, or a time that is not negative and at most
// centuries away.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "brain/model/rate_limits.hpp"
#include "net/retry_after.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto line = text.find('\n');
  const std::string_view rest = line == std::string_view::npos ? std::string_view() : text.substr(line + 1);
  const attendant::WallTime now{std::chrono::sys_days(std::chrono::year(2026) / 11 / 6)};
  const auto limits = attendant::brain::rate_limits({.remaining_tokens = rest, .reset_tokens = text});
  CHECK(limits.tokens_left.value_or(0) >= 0);
  CHECK(limits.tokens_reset.value_or(now.time_since_epoch()) >= std::chrono::milliseconds(0));

  const auto wait = attendant::net::retry_after(rest, text.substr(0, line), now);
  if (!wait) return 0;
  CHECK(*wait >= std::chrono::milliseconds(0));
  CHECK(*wait < std::chrono::years(10'000));
  return 0;
}
