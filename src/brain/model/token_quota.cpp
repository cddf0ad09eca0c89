#include "brain/model/token_quota.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace attendant::brain {
namespace {

constexpr double kMsAMinute = 60'000.0;

}  // namespace

void TokenQuota::set_limit(const std::string& consumer, std::int64_t tokens_a_minute) {
  if (tokens_a_minute <= 0) {
    accounts_.erase(consumer);
    return;
  }
  Account& account = accounts_[consumer];
  // What is already spent stays spent.
  account.left += static_cast<double>(tokens_a_minute - account.a_minute);
  account.a_minute = tokens_a_minute;
}

double TokenQuota::filled(const Account& account, Instant now) {
  const auto a_minute = static_cast<double>(account.a_minute);
  return std::min(a_minute,
                  account.left + a_minute * static_cast<double>(to_ms(now - account.filled)) / kMsAMinute);
}

Status TokenQuota::reserve(const std::string& consumer, std::int64_t tokens, Instant now) {
  const auto found = accounts_.find(consumer);
  if (found == accounts_.end()) return {};
  Account& account = found->second;
  if (tokens > account.a_minute)
    return fail(ErrorCode::exhausted, fmt::format("{} tokens are more than {} may have in a minute ({})",
                                                  tokens, consumer, account.a_minute));
  account.left = filled(account, now);
  account.filled = now;
  const double missing = static_cast<double>(tokens) - account.left;
  if (missing > 0) {
    const double wait = std::ceil(missing / static_cast<double>(account.a_minute) * kMsAMinute);
    return fail({.code = ErrorCode::exhausted,
                 .message = fmt::format("{} has used its {} tokens a minute", consumer, account.a_minute),
                 .retry = Retry::after,
                 .retry_after = std::chrono::milliseconds(static_cast<std::int64_t>(wait))});
  }
  account.left -= static_cast<double>(tokens);
  return {};
}

void TokenQuota::settle(const std::string& consumer, std::int64_t reserved, std::int64_t used, Instant now) {
  const auto found = accounts_.find(consumer);
  if (found == accounts_.end()) return;
  Account& account = found->second;
  account.left = std::min(static_cast<double>(account.a_minute),
                          filled(account, now) + static_cast<double>(reserved - used));
  account.filled = now;
}

std::optional<std::int64_t> TokenQuota::left(const std::string& consumer, Instant now) const {
  const auto found = accounts_.find(consumer);
  if (found == accounts_.end()) return {};
  return static_cast<std::int64_t>(std::floor(filled(found->second, now)));
}

}  // namespace attendant::brain
