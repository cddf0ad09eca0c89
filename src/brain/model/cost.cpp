#include "brain/model/cost.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace attendant::brain {
MicroCents cost_of(const TokenUsage& usage, const TokenPrice& price) {
  const std::int64_t cached = std::clamp<std::int64_t>(usage.cached, 0, usage.prompt);
  const MicroCents thousandfold =
      (usage.prompt - cached) * price.prompt + cached * price.cached + usage.completion * price.completion;
  return (thousandfold + 500) / 1000;
}

Spent& Spent::operator+=(const Spent& other) {
  usage.prompt += other.usage.prompt;
  usage.cached += other.usage.cached;
  usage.completion += other.usage.completion;
  cost += other.cost;
  requests += other.requests;
  return *this;
}

std::string to_text(const Spent& spent) {
  constexpr double kOfADollar = 1e8;
  return fmt::format("${:.6f}: {} + {} tokens ({} cached), {} requests",
                     static_cast<double>(spent.cost) / kOfADollar, spent.usage.prompt, spent.usage.completion,
                     spent.usage.cached, spent.requests);
}

void CostLedger::add(const std::string& call, const std::string& agent, const TokenUsage& usage,
                     MicroCents cost) {
  calls_[call] += {.usage = usage, .cost = cost, .requests = 1};
  agents_[agent] += cost;
}

MicroCents CostLedger::of_agent(const std::string& agent) const {
  const auto found = agents_.find(agent);
  return found == agents_.end() ? 0 : found->second;
}

Spent CostLedger::of_call(const std::string& call) const {
  const auto found = calls_.find(call);
  return found == calls_.end() ? Spent{} : found->second;
}

Spent CostLedger::take_call(const std::string& call) {
  const Spent sum = of_call(call);
  calls_.erase(call);
  return sum;
}

}  // namespace attendant::brain
