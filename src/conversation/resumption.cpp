#include "conversation/resumption.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace attendant::conversation {
namespace {

constexpr std::size_t kFewestWords = 3;
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
  std::size_t clause = 0, before = 0;
  const auto begin_clause = [&](std::size_t mark) { before = std::exchange(clause, next_word(text, mark)); };
  for (std::size_t at = 0; at < played; ++at) {
    if (!kClauseMarks.contains(text[at])) continue;
    const bool ends = at + 1 == text.size() || text[at + 1] == ' ';
    if (ends) begin_clause(at);
  }
  // The last word was heard and the mark behind it makes no sound.
  const bool at_mark = played > 0 && played < text.size() && kClauseMarks.contains(text[played]) &&
                       (played + 1 == text.size() || text[played + 1] == ' ');
  if (at_mark) begin_clause(played);
  const auto rest = text.substr(clause);
  // "..., Eli?" alone is not understood either.
  return rest.empty() || split_words(rest).size() >= kFewestWords ? rest : text.substr(before);
}

}  // namespace attendant::conversation
