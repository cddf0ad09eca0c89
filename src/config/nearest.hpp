// "Did you mean ...?": the known word that is nearest to a mistyped one. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attendant::config {

// Nothing when none is near: an edit more than every third character is another word.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace attendant::config
