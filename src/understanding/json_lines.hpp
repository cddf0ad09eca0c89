// Files of one JSON object a line. Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/result.hpp"
#include "base/text.hpp"

namespace attendant::understanding {

// What `parse` (Result<T> of one line) makes of each line; empty ones are left out. The error names the line.
template <class T, class Parse>
Result<std::vector<T>> from_lines(std::string_view lines, Parse parse) {
  std::vector<T> out;
  std::size_t number = 0;
  for (const std::string_view line : split(lines, '\n')) {
    ++number;
    if (trim(line).empty()) continue;
    Result<T> parsed = parse(line);
    if (!parsed) return fail(parsed.error().in(fmt::format("line {}", number)));
    out.push_back(*std::move(parsed));
  }
  return out;
}

}  // namespace attendant::understanding
