#include "brain/model/rate_limits.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace attendant::brain {
namespace {

using std::chrono::milliseconds;

// Quotas are of a minute; a service that means more says so again with its next answer.
constexpr milliseconds kLongestReset = std::chrono::minutes(1);

std::optional<std::int64_t> parse_count(std::string_view text) {
  const auto count = parse_integer(trim(text));
  if (!count) return {};
  return std::max<std::int64_t>(*count, 0);  // Azure goes below zero while it is overdrawn
}

std::optional<double> unit_ms(std::string_view unit) {
  if (unit == "ms") return 1.0;
  if (unit == "s" || unit.empty()) return 1000.0;
  if (unit == "m") return 60'000.0;
  if (unit == "h") return 3'600'000.0;
  return {};
}

std::optional<milliseconds> parse_reset(std::string_view text) {
  text = trim(text);
  if (text.empty()) return {};
  double sum_ms = 0;
  while (!text.empty()) {
    double number = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc() || !(number >= 0)) return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const std::string_view unit = text.substr(0, text.find_first_of("0123456789."));
    const auto factor = unit_ms(unit);
    if (!factor) return {};
    text.remove_prefix(unit.size());
    sum_ms += number * *factor;
  }
  return milliseconds(
      static_cast<std::int64_t>(std::min(sum_ms, static_cast<double>(kLongestReset.count()))));
}

}  // namespace

RateLimits rate_limits(const RateLimitHeaders& headers) {
  return {.requests_left = parse_count(headers.remaining_requests),
          .tokens_left = parse_count(headers.remaining_tokens),
          .requests_reset = parse_reset(headers.reset_requests),
          .tokens_reset = parse_reset(headers.reset_tokens)};
}

void Headroom::told(const RateLimits& limits, Instant now) {
  if (limits.requests_left)
    requests_ = {.amount = *limits.requests_left,
                 .until = now + limits.requests_reset.value_or(kLongestReset)};
  if (limits.tokens_left)
    tokens_ = {.amount = *limits.tokens_left, .until = now + limits.tokens_reset.value_or(kLongestReset)};
}

void Headroom::taken(std::int64_t tokens) {
  if (requests_) --requests_->amount;
  if (tokens_) tokens_->amount -= tokens;
}

bool Headroom::fits(std::int64_t tokens, Instant now) const {
  const auto enough = [&](const std::optional<Left>& left, std::int64_t wanted) {
    return !left || now >= left->until || left->amount >= wanted;
  };
  return enough(requests_, 1) && enough(tokens_, tokens);
}

}  // namespace attendant::brain
