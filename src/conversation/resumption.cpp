#include "conversation/resumption.hpp"

#include <algorithm>

namespace attendant::conversation {
namespace {

constexpr std::string_view kClauseMarks = ".,;:?!";

// Behind the marks that `at` may stand before, and the spaces after them.
std::size_t next_word(std::string_view text, std::size_t at) {
  const auto word = text.find_first_not_of(kClauseMarks, at);
  return word == std::string_view::npos ? text.size()
                                        : std::min(text.find_first_not_of(' ', word), text.size());
}

}  // namespace

std::string_view rest_from_clause(std::string_view text, std::string_view heard) {
  const std::size_t played = std::min(heard.size(), text.size());
  std::size_t clause = 0;
  for (std::size_t at = 0; at < played; ++at) {
    if (!kClauseMarks.contains(text[at])) continue;
    const bool ends = at + 1 == text.size() || text[at + 1] == ' ';
    if (ends) clause = next_word(text, at);
  }
  // The last word was heard and the mark behind it makes no sound.
  const bool at_mark = played > 0 && played < text.size() && kClauseMarks.contains(text[played]) &&
                       (played + 1 == text.size() || text[played + 1] == ' ');
  if (at_mark) clause = next_word(text, played);
  return text.substr(clause);
}

}  // namespace attendant::conversation
