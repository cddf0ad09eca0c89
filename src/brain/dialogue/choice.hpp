// Which of the offered options a caller means: by its number in the list, by figures of its id, or by a word
// that only one of them has ("the denied one", "the chest X-ray", "september third"). Pure.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/tool_answer.hpp"
#include "understanding/understanding.hpp"

namespace attendant::brain {

// The index of the option, or empty when none or more than one fits.
std::optional<std::size_t> choose(const std::vector<Choice>& options, std::string_view text,
                                  const understanding::Understanding& meant);

// Keys "1".."9".
std::optional<std::size_t> choose_by_key(const std::vector<Choice>& options, std::string_view digits);

}  // namespace attendant::brain
