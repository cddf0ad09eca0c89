// The claims line of work. Each function is a tool (insurance/tool.hpp); arguments are in
// src/tools/README.md.
#pragma once

#include "insurance/tool.hpp"

namespace attendant::insurance {

Step claim_status(const Question& question);
Step claim_denial(const Question& question);
Step claim_appeal(const Question& question);
Step start_appeal(const Question& question);
Step claim_cost(const Question& question);
Step claim_documents(const Question& question);
Step eob_copy(const Question& question);

// For the office of the provider of the claim that Question::arguments names: where it stands, and nothing
// else.
Step provider_claim_status(const Question& question);

}  // namespace attendant::insurance
