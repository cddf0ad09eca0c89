#include "lab/spoken_parts.hpp"

#include <optional>

#include "base/text.hpp"

namespace attendant::lab {

std::vector<SpokenPart> spoken_parts(std::string_view text) {
  std::vector<SpokenPart> parts(1);
  while (!text.empty()) {
    const auto open = text.find('[');
    const auto close = text.find(" ms]", open);
    const auto pause = close == std::string_view::npos
                           ? std::nullopt
                           : parse_integer(text.substr(open + 1, close - open - 1));
    const auto words = pause ? text.substr(0, open) : text;
    parts.back().words += trim(words);
    if (!pause) break;
    parts.push_back({.pause = std::chrono::milliseconds(*pause), .words = {}});
    text.remove_prefix(close + 4);
  }
  return parts;
}

}  // namespace attendant::lab
