// Two versions of an agent against the same callers: what one wins and loses, with the uncertainty of it
// (paired bootstrap over the cases, percentile intervals; Efron and Tibshirani, An Introduction to the
// Bootstrap, ch. 13). Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "lab/simulation.hpp"

namespace attendant::lab {

// b - a, and where it lies in 95 of 100 cases.
struct Estimate {
  double difference = 0, low = 0, high = 0;
  bool sure() const { return low > 0 || high < 0; }
};

struct Comparison {
  std::size_t cases = 0;
  Estimate success;                       // percent points
  Estimate breaches;                      // per 100 conversations
  Estimate turns;                         // per conversation
  Estimate seconds;                       // per conversation, on the calls' clock
  std::vector<std::string> gained, lost;  // names of cases
};

// The results of the same cases in the same order.
Comparison compare(std::span<const CaseResult> a, std::span<const CaseResult> b, std::uint64_t seed,
                   int resamples = 2000);

std::string as_text(const Comparison& comparison);
boost::json::object as_json(const Comparison& comparison);

}  // namespace attendant::lab
