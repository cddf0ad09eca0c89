#include "admin/health.hpp"

#include <utility>

#include <fmt/format.h>

namespace attendant::admin {

void Health::add(std::string name, Check check) { checks_.push_back({std::move(name), std::move(check)}); }

std::vector<Health::Finding> Health::look() const {
  std::vector<Finding> findings;
  for (const auto& [name, check] : checks_) findings.push_back({name, check()});
  return findings;
}

Health::Check loop_lag_check(std::function<Duration()> lag, Duration limit) {
  return [lag = std::move(lag), limit]() -> std::optional<std::string> {
    const Duration late = lag();
    if (late <= limit) return std::nullopt;
    return fmt::format("a loop runs {} ms late; the limit is {} ms", to_ms(late), to_ms(limit));
  };
}

}  // namespace attendant::admin
