// The billing line of work. Each function is a tool (insurance/tool.hpp); arguments are in
// src/tools/README.md.
#pragma once

#include "insurance/tool.hpp"

namespace attendant::insurance {

Step billing_balance(const Question& question);
Step billing_due(const Question& question);
Step billing_change(const Question& question);
Step billing_dispute(const Question& question);
Step payment_status(const Question& question);
Step payment_plan(const Question& question);
Step autopay(const Question& question);
Step change_autopay(const Question& question);
Step payment_where(const Question& question);

}  // namespace attendant::insurance
