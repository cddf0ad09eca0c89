#include "brain/model/cost.hpp"

#include <algorithm>

namespace attendant::brain {
namespace {

MicroCents sum_in(const std::map<std::string, MicroCents>& sums, const std::string& name) {
  const auto found = sums.find(name);
  return found == sums.end() ? 0 : found->second;
}

}  // namespace

MicroCents cost_of(const TokenUsage& usage, const TokenPrice& price) {
  const std::int64_t cached = std::clamp<std::int64_t>(usage.cached, 0, usage.prompt);
  const MicroCents thousandfold =
      (usage.prompt - cached) * price.prompt + cached * price.cached + usage.completion * price.completion;
  return (thousandfold + 500) / 1000;
}

void CostLedger::add(const std::string& call, const std::string& agent, MicroCents cost) {
  calls_[call] += cost;
  agents_[agent] += cost;
}

MicroCents CostLedger::of_agent(const std::string& agent) const { return sum_in(agents_, agent); }
MicroCents CostLedger::of_call(const std::string& call) const { return sum_in(calls_, call); }

MicroCents CostLedger::take_call(const std::string& call) {
  const MicroCents sum = of_call(call);
  calls_.erase(call);
  return sum;
}

}  // namespace attendant::brain
