#include "brain/dialogue/fixed_lines.hpp"

#include <algorithm>
#include <utility>

#include "brain/dialogue/wording.hpp"

namespace attendant::brain {

std::vector<std::string> fixed_lines(const DialogueOptions& options, const agents::Team* team) {
  // What nearly every call hears; the rest of the lines follows.
  constexpr Line kFirst[] = {
      Line::open_question, Line::ask_member_id, Line::ask_dob,   Line::ask_which, Line::confirm_question,
      Line::goodbye,       Line::anything_else, Line::what_more, Line::ask_zip,   Line::still_here};
  std::vector<std::string> lines = {greeting_of(options)};
  const auto add = [&lines](Line line) {
    for (unsigned variant = 0;; ++variant) {
      auto text = wording(line, variant);
      if (variant > 0 && text == wording(line)) return;
      if (text.find('{') == std::string::npos && std::ranges::find(lines, text) == lines.end())
        lines.push_back(std::move(text));
    }
  };
  for (const Line line : kFirst) add(line);
  for (int line = 0; line <= std::to_underlying(Line::dependant_add); ++line) add(static_cast<Line>(line));
  if (team == nullptr) return lines;
  for (const auto& agent : team->agents)
    for (const auto& language : agent.languages)
      for (const auto& [name, text] : language.texts)
        if (text.find_first_of("{[") == std::string::npos && std::ranges::find(lines, text) == lines.end())
          lines.push_back(text);
  return lines;
}

}  // namespace attendant::brain
