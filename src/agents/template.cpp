#include "agents/template.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "base/text.hpp"
#include "config/nearest.hpp"

namespace attendant::agents {
namespace {

// A stretch of plain text, or the name of a value.
struct Piece {
  std::string_view text;
  bool value = false;
};
// What stands between brackets or within them: `pieces` when their values are known, `otherwise` when not.
struct Part {
  std::vector<Piece> pieces;
  std::vector<Piece> otherwise;
  bool optional = false;
};
struct Parts {
  std::vector<Part> parts;
  std::string_view problem;
};

Parts parts_of(std::string_view text) {
  Parts found{.parts = {Part{}}, .problem = {}};
  bool in_otherwise = false;
  std::size_t from = 0;
  const auto add = [&](std::string_view piece, bool value) {
    Part& part = found.parts.back();
    if (value || !piece.empty()) (in_otherwise ? part.otherwise : part.pieces).push_back({piece, value});
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool optional = found.parts.back().optional;
    const bool special = c == '{' || c == '}' || c == '[' || c == ']' || (c == '|' && optional);
    if (!special) continue;
    add(text.substr(from, i - from), false);
    if (c == '{') {
      const auto close = text.find('}', i);
      if (close == std::string_view::npos) return {.parts = {}, .problem = "'{' is not closed"};
      add(trim(text.substr(i + 1, close - i - 1)), true);
      i = close;
    } else if (c == '}') {
      return {.parts = {}, .problem = "'}' closes nothing"};
    } else if (c == '|') {
      if (in_otherwise) return {.parts = {}, .problem = "a second '|' within brackets"};
      in_otherwise = true;
    } else {
      if (optional == (c == '['))
        return {.parts = {}, .problem = optional ? "'[' stands within brackets" : "']' closes nothing"};
      found.parts.push_back({.pieces = {}, .otherwise = {}, .optional = c == '['});
      in_otherwise = false;
    }
    from = i + 1;
  }
  add(text.substr(from), false);
  if (found.parts.back().optional) return {.parts = {}, .problem = "'[' is not closed"};
  return found;
}

}  // namespace

std::string fill(std::string_view text, const Values& values) {
  const auto known = [&](const Piece& piece) {
    if (!piece.value) return true;
    const auto at = values.find(piece.text);
    return at != values.end() && !at->second.empty();
  };
  std::string filled;
  for (const auto& part : parts_of(text).parts) {
    const bool as_written = !part.optional || std::ranges::all_of(part.pieces, known);
    for (const auto& piece : as_written ? part.pieces : part.otherwise) {
      if (!piece.value)
        filled += piece.text;
      else if (const auto at = values.find(piece.text); at != values.end())
        filled += at->second;
    }
  }
  return filled;
}

Status check_template(std::string_view text, const std::vector<std::string>& allowed) {
  const auto found = parts_of(text);
  if (!found.problem.empty()) return fail(ErrorCode::invalid, std::string(found.problem));
  for (const auto& name : values_in(text)) {
    if (std::ranges::find(allowed, name) != allowed.end()) continue;
    const auto meant = config::nearest(name, allowed);
    if (meant)
      return fail(ErrorCode::invalid, fmt::format("there is no {{{}}}; did you mean {{{}}}?", name, *meant));
    return fail(ErrorCode::invalid, allowed.empty()
                                        ? fmt::format("there is no {{{}}}: no value can stand here", name)
                                        : fmt::format("there is no {{{}}}; known here: {{{}}}", name,
                                                      fmt::join(allowed, "}, {")));
  }
  return {};
}

std::vector<std::string> values_in(std::string_view text) {
  std::vector<std::string> names;
  const auto add = [&names](const std::vector<Piece>& pieces) {
    for (const auto& piece : pieces)
      if (piece.value && std::ranges::find(names, piece.text) == names.end()) names.emplace_back(piece.text);
  };
  for (const auto& part : parts_of(text).parts) {
    add(part.pieces);
    add(part.otherwise);
  }
  return names;
}

}  // namespace attendant::agents
