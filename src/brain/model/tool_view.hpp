// A tool's answer as a model is shown it: without what tries to instruct it, and, where member data may not go
// there, as the sentences of the tool with tokens for the values. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/tool_answer.hpp"
#include "guard/placeholders.hpp"

namespace attendant::brain {

struct ToolView {
  std::string text;                // JSON
  std::vector<std::string> found;  // what the screen took out, see guard::Screened
};

// `hidden`: null where the model may see values.
ToolView view_of(const ToolAnswer& answer, guard::Placeholders* hidden);

}  // namespace attendant::brain
