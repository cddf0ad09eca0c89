// A tool's answer as a model is shown it: without what tries to instruct it, and, where member data may not
// go there, as the sentences of the tool with tokens for the values. Pure.
#pragma once

#include <string>
#include <vector>

#include "agents/agent.hpp"
#include "base/tool_answer.hpp"
#include "guard/placeholders.hpp"

namespace attendant::brain {

struct ToolView {
  std::string text;                // JSON
  ToolAnswer clean;                // the answer without what the screen took out
  std::vector<std::string> found;  // what the screen took out, see guard::Screened
};

// `data`: `nothing` shows the outcome and what is needed; the sentences are spoken without the model.
ToolView view_of(const ToolAnswer& answer, agents::DataToModel data, bool screened,
                 guard::Placeholders& tokens);

}  // namespace attendant::brain
