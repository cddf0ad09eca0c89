// From what another machine answered to a ToolAnswer, on the terms of the tool file. What it answered is
// data, never words of ours: only sentences of the file are spoken, with values in their places. Pure.
#pragma once

#include <optional>
#include <string>

#include <boost/json/value.hpp>

#include "base/result.hpp"
#include "base/tool_answer.hpp"
#include "tools/outside_tool.hpp"
#include "tools/tool_file.hpp"

namespace attendant::tools {

inline constexpr std::size_t kLargestFacts =
    std::size_t{16} * 1024;                        // bytes of JSON: they go into the journal
inline constexpr std::size_t kLongestValue = 200;  // bytes of a value that is spoken

// exhausted: what is kept of it is larger than kLargestFacts.
Result<ToolAnswer> outside_answer(const ToolEntry& tool, const boost::json::value& answered);

// The arguments with what the file fills in. refused: a value that is not known of this caller.
Result<boost::json::object> filled_arguments(const ToolEntry& tool, const OutsideCall& call);

}  // namespace attendant::tools
