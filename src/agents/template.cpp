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
  bool optional = false;
};
struct Pieces {
  std::vector<Piece> pieces;
  std::vector<std::size_t> part_ends;  // parts: what stands within brackets, and between them
  std::string_view problem;
};

Pieces pieces_of(std::string_view text) {
  Pieces found;
  bool optional = false;
  std::size_t from = 0;
  const auto plain = [&](std::size_t to) {
    if (to > from) found.pieces.push_back({text.substr(from, to - from), false, optional});
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '{') {
      plain(i);
      const auto close = text.find('}', i);
      if (close == std::string_view::npos) {
        found.problem = "'{' is not closed";
        return found;
      }
      found.pieces.push_back({trim(text.substr(i + 1, close - i - 1)), true, optional});
      i = close;
      from = i + 1;
    } else if (c == '}') {
      found.problem = "'}' closes nothing";
      return found;
    } else if (c == '[' || c == ']') {
      plain(i);
      if (optional == (c == '[')) {
        found.problem = optional ? "'[' stands within brackets" : "']' closes nothing";
        return found;
      }
      optional = c == '[';
      found.part_ends.push_back(found.pieces.size());
      from = i + 1;
    }
  }
  plain(text.size());
  if (optional) found.problem = "'[' is not closed";
  found.part_ends.push_back(found.pieces.size());
  return found;
}

}  // namespace

std::string fill(std::string_view text, const Values& values) {
  const auto found = pieces_of(text);
  const auto known = [&](const Piece& piece) {
    if (!piece.value) return true;
    const auto at = values.find(piece.text);
    return at != values.end() && !at->second.empty();
  };
  std::string filled;
  std::size_t begin = 0;
  for (const auto end : found.part_ends) {
    const auto part = std::span(found.pieces).subspan(begin, end - begin);
    begin = end;
    if (part.empty() || (part.front().optional && !std::ranges::all_of(part, known))) continue;
    for (const auto& piece : part) {
      if (!piece.value)
        filled += piece.text;
      else if (const auto at = values.find(piece.text); at != values.end())
        filled += at->second;
    }
  }
  return filled;
}

Status check_template(std::string_view text, const std::vector<std::string>& allowed) {
  const auto found = pieces_of(text);
  if (!found.problem.empty()) return fail(ErrorCode::invalid, std::string(found.problem));
  for (const auto& piece : found.pieces) {
    if (!piece.value || std::ranges::find(allowed, piece.text) != allowed.end()) continue;
    const auto meant = config::nearest(piece.text, allowed);
    if (meant)
      return fail(ErrorCode::invalid,
                  fmt::format("there is no {{{}}}; did you mean {{{}}}?", piece.text, *meant));
    return fail(ErrorCode::invalid,
                allowed.empty() ? fmt::format("there is no {{{}}}: no value can stand here", piece.text)
                                : fmt::format("there is no {{{}}}; known here: {{{}}}", piece.text,
                                              fmt::join(allowed, "}, {")));
  }
  return {};
}

std::vector<std::string> values_in(std::string_view text) {
  std::vector<std::string> names;
  for (const auto& piece : pieces_of(text).pieces)
    if (piece.value && std::ranges::find(names, piece.text) == names.end()) names.emplace_back(piece.text);
  return names;
}

}  // namespace attendant::agents
