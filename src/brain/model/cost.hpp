// What language models cost. Money is whole micro-cents (1e-8 of a dollar), so that the sum over a year's
// calls is exact. Values; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "brain/model/model_answer.hpp"

namespace attendant::brain {

using MicroCents = std::int64_t;

// For a thousand tokens: $2.50 for a million are 250,000 micro-cents for a thousand.
struct TokenPrice {
  MicroCents prompt = 0;
  MicroCents cached = 0;
  MicroCents completion = 0;
};

MicroCents cost_of(const TokenUsage& usage, const TokenPrice& price);  // rounded to the nearest

// What was used, and what it cost.
struct Spent {
  TokenUsage usage;
  MicroCents cost = 0;
  int requests = 0;  // to endpoints, hedges and failed ones with it

  Spent& operator+=(const Spent& other);
  bool operator==(const Spent&) const = default;
};
// "$0.004210: 5310 + 210 tokens (1200 cached), 4 requests"
std::string to_text(const Spent& spent);

// Sums by call and by agent. A call's sum is taken out when the call ends, so it does not grow with time.
class CostLedger {
 public:
  void add(const std::string& call, const std::string& agent, const TokenUsage& usage, MicroCents cost);
  MicroCents of_agent(const std::string& agent) const;
  Spent of_call(const std::string& call) const;
  Spent take_call(const std::string& call);

 private:
  std::map<std::string, Spent> calls_;
  std::map<std::string, MicroCents> agents_;
};

}  // namespace attendant::brain
