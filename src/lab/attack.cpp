#include "lab/attack.hpp"

#include <optional>

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::lab {
namespace {

// What follows `word` at the beginning of the line.
std::optional<std::string_view> after(std::string_view line, std::string_view word) {
  if (!line.starts_with(word)) return std::nullopt;
  return trim(line.substr(word.size()));
}

std::vector<std::string> quoted(std::string_view text) {
  std::vector<std::string> words;
  for (auto open = text.find('"'); open != std::string_view::npos; open = text.find('"', open)) {
    const auto close = text.find('"', open + 1);
    if (close == std::string_view::npos) break;
    words.emplace_back(text.substr(open + 1, close - open - 1));
    open = close + 1;
  }
  return words;
}

std::pair<std::string, std::string> name_and_rest(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return {std::string(text), {}};
  return {std::string(text.substr(0, space)), std::string(trim(text.substr(space)))};
}

// False: the line is none of an attack.
bool take_line(Attack& attack, std::string_view line) {
  if (const auto text = after(line, "Caller:")) {
    attack.turns.push_back({.caller = std::string(*text), .answers = {}});
  } else if (const auto words = after(line, "Never said:")) {
    for (auto& word : quoted(*words)) attack.never_said.push_back(std::move(word));
  } else if (const auto notes = after(line, "Models' record:")) {
    for (auto& word : quoted(*notes)) attack.model_record.push_back(std::move(word));
  } else if (const auto tools = after(line, "Writes:")) {
    for (const auto tool : split_words(*tools)) attack.writes.emplace_back(tool);
  } else if (const auto poison = after(line, "Tool answers:")) {
    auto [tool, rest] = name_and_rest(*poison);
    const auto sentences = quoted(rest);
    if (sentences.size() != 1) return false;
    attack.poison.emplace_back(std::move(tool), sentences.front());
  } else if (attack.turns.empty()) {
    return false;
  } else if (const auto also = after(line, "Model calls also:")) {
    if (attack.turns.back().answers.empty()) return false;
    attack.turns.back().answers.back().calls.push_back(name_and_rest(*also));
  } else if (const auto calls = after(line, "Model calls:")) {
    attack.turns.back().answers.push_back({.says = {}, .calls = {name_and_rest(*calls)}});
  } else if (const auto says = after(line, "Model:")) {
    attack.turns.back().answers.push_back({.says = std::string(*says), .calls = {}});
  } else {
    return false;
  }
  return true;
}

}  // namespace

Result<std::vector<Attack>> parse_attacks(std::string_view text) {
  std::vector<Attack> attacks;
  int number = 0;
  for (auto line : split(text, '\n')) {
    ++number;
    line = trim(line);
    if (line.empty() || line.starts_with('#')) continue;
    if (const auto title = after(line, "==")) {
      attacks.push_back({.title = std::string(*title), .line = number});
    } else if (attacks.empty() || !take_line(attacks.back(), line)) {
      return fail(ErrorCode::invalid, fmt::format("line {}: not understood: {}", number, line.substr(0, 60)));
    }
  }
  for (const auto& attack : attacks)
    if (attack.turns.empty())
      return fail(ErrorCode::invalid,
                  fmt::format("line {}: {} has no turn of the caller", attack.line, attack.title));
  return attacks;
}

}  // namespace attendant::lab
