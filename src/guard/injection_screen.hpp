// Takes out of text that comes from outside (tool results, documents) what tries to instruct a model: the
// marks of chat templates, sentences that give orders, characters that cannot be seen. What remains is data.
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "base/tool_answer.hpp"

namespace attendant::guard {

struct Screened {
  std::string text;
  std::vector<std::string> found;  // "instruction", "chat marks", "hidden characters"; no text of it
};

// "[removed]" stands where a sentence gave orders.
Screened screen(std::string_view text);

// The same for every string of a JSON value, keys too; what was found goes behind `found`.
boost::json::value screen(const boost::json::value& value, std::vector<std::string>& found);

// The same for a tool's answer: sentences, options and facts. A sentence of which nothing is left is gone.
ToolAnswer screen(ToolAnswer answer, std::vector<std::string>& found);

// Whether words sound like an attempt to change what the agent is or may do. Of a caller, who is not
// silenced for it, but the journal notes it.
bool gives_orders(std::string_view text);

}  // namespace attendant::guard
