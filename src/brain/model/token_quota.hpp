// Tokens a minute for each consumer: an estimate is reserved when a request starts, and settled with what it
// took when it ends, so that requests under way together cannot overdraw. Pure; owned by the pool's state.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace attendant::brain {

class TokenQuota {
 public:
  // 0 = without a limit.
  void set_limit(const std::string& consumer, std::int64_t tokens_a_minute);

  // Exhausted, with the time until it would fit (never, when it is more than a whole minute's). A consumer
  // nobody set a limit for has none.
  Status reserve(const std::string& consumer, std::int64_t tokens, Instant now);

  // Of what was reserved, `used` were taken. More than reserved is a debt that the next minute pays.
  void settle(const std::string& consumer, std::int64_t reserved, std::int64_t used, Instant now);

  // May be negative. Nothing: without a limit.
  std::optional<std::int64_t> left(const std::string& consumer, Instant now) const;

 private:
  struct Account {
    std::int64_t a_minute = 0;
    double left = 0;
    Instant filled{};
  };
  static double filled(const Account& account, Instant now);

  std::unordered_map<std::string, Account> accounts_;
};

}  // namespace attendant::brain
