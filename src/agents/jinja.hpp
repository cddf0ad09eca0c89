// The simple subset of Jinja that agent files elsewhere use, turned into our own templates or into plain
// text:
// {{ name }}, {% if name %} .. {% else %} .. {% endif %}, default(), comments. Everything else is left out
// and told. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace attendant::agents {

// A sentence becomes a template of ours ("[{name}, is|Is] there more?"); a persona becomes text for a model.
enum class JinjaInto { sentence, persona };

struct FromJinja {
  std::string text;
  std::vector<std::string> notes;  // what was changed or left out, and why; each once
};

// `variables`: values that are known now, filled in as they are.
FromJinja from_jinja(std::string_view text, const std::map<std::string, std::string>& variables,
                     JinjaInto into);

}  // namespace attendant::agents
