#include "agents/vocabulary.hpp"

#include <algorithm>

namespace attendant::agents {

const Vocabulary::Tool* Vocabulary::tool(std::string_view name) const {
  const auto found = std::ranges::find(tools, name, &Tool::name);
  return found == tools.end() ? nullptr : &*found;
}

const Vocabulary::Text* Vocabulary::text(std::string_view name) const {
  const auto found = std::ranges::find(texts, name, &Text::name);
  return found == texts.end() ? nullptr : &*found;
}

}  // namespace attendant::agents
