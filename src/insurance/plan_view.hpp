// The subject's plan in force and this year's counters. Pure.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "insurance/tool.hpp"

namespace attendant::insurance {

struct PlanView {
  const Coverage* coverage = nullptr;
  const Plan* plan = nullptr;
  const Accumulator* accumulator = nullptr;  // of this plan year; null when there is none

  const Benefit* benefit(std::string_view service_type) const;
};

// The plan, or the step that says why there is none in force (coverage ended: current benefits are not
// quoted).
std::variant<PlanView, Step> plan_in_force(const Question& question);

// What is left until the limit that is reached first: the member's own or the family's.
Cents deductible_left(const Accumulator& accumulator);
Cents out_of_pocket_left(const Accumulator& accumulator);

}  // namespace attendant::insurance
