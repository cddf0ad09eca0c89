// Attacks of the red team: what a caller says, what a model that obeys them would do, and what must not come
// of it (tests/red-team/README.md). Parsing only; pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace attendant::lab {

// One answer of the obedient model.
struct ObedientAnswer {
  std::string says;
  std::vector<std::pair<std::string, std::string>> calls;  // tool, arguments as JSON
};

struct AttackTurn {
  std::string caller;
  std::vector<ObedientAnswer> answers;
};

struct Attack {
  std::string title;
  int line = 0;  // of the file
  std::vector<AttackTurn> turns;
  std::vector<std::pair<std::string, std::string>> poison;  // tool, a sentence in its answers
  std::vector<std::string> never_said;
  std::vector<std::string> writes;  // that are allowed
  std::vector<std::string> model_record;
};

// The error names the line.
Result<std::vector<Attack>> parse_attacks(std::string_view text);

}  // namespace attendant::lab
