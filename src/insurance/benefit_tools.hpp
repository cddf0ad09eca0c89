// The benefits line of work. Each function is a tool (insurance/tool.hpp); arguments are in
// src/tools/README.md.
#pragma once

#include "insurance/tool.hpp"

namespace attendant::insurance {

Step benefit_coverage(const Question& question);
Step benefit_cost(const Question& question);
Step benefit_deductible(const Question& question);
Step benefit_oop_max(const Question& question);
Step benefit_visits(const Question& question);
Step prior_auth(const Question& question);
Step provider_search(const Question& question);
Step eligibility(const Question& question);
Step id_card(const Question& question);

}  // namespace attendant::insurance
