// Contact details, complaints and call-backs. Each function is a tool (insurance/tool.hpp).
#pragma once

#include "insurance/tool.hpp"

namespace attendant::insurance {

Step update_phone(const Question& question);
Step update_address(const Question& question);
Step update_email(const Question& question);
Step complaint(const Question& question);
Step schedule_callback(const Question& question);

}  // namespace attendant::insurance
