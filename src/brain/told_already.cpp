#include "brain/told_already.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <variant>

#include "base/text.hpp"
#include "guard/spoken_values.hpp"
#include "guard/statements.hpp"

namespace attendant::brain {

using conversation::Say;
using conversation::SayKind;

namespace {

constexpr std::string_view kLostThread = "I'm sorry, I lost the thread. What would you like to know?";
constexpr std::string_view kAgain = "Sorry, let me say that again.";

std::vector<std::string> plain_words(std::string_view text) {
  std::string letters;
  for (const char c : lower(text))
    letters += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '\'' ? c : ' ';
  std::vector<std::string> words;
  for (const auto word : split_words(letters)) words.emplace_back(word);
  return words;
}

bool same_value(const guard::Value& a, const guard::Value& b) {
  return a.kind == b.kind && a.number == b.number && a.text == b.text && a.month == b.month &&
         a.day == b.day && (a.year == b.year || a.year == 0 || b.year == 0);
}

bool is_note(const conversation::Act& act, std::string_view key) {
  const auto* note = std::get_if<conversation::Note>(&act);
  return note != nullptr && note->key == key;
}

bool goes_on(const conversation::Act& act) {
  return std::holds_alternative<Say>(act) || std::holds_alternative<conversation::CallTool>(act) ||
         std::holds_alternative<conversation::Transfer>(act) ||
         std::holds_alternative<conversation::EndCall>(act);
}

}  // namespace

bool is_whole_sentence(std::string_view text) {
  text = trim(text);
  return text.ends_with('.') || text.ends_with('!') || text.ends_with('?');
}

bool told_already(std::string_view sentence, std::span<const std::string> spoken) {
  const auto words = plain_words(sentence);
  std::set<std::string> heard;
  std::vector<guard::Value> values;
  std::vector<guard::StateMention> states;
  for (const auto& one : spoken) {
    const auto its = plain_words(one);
    if (its == words) return true;
    heard.insert(its.begin(), its.end());
    std::ranges::move(guard::values_in(one), std::back_inserter(values));
    std::ranges::move(guard::states_in(one), std::back_inserter(states));
  }
  const auto told = guard::values_in(sentence);
  const bool all_values = !told.empty() && std::ranges::all_of(told, [&](const guard::Value& value) {
    return std::ranges::any_of(values, [&](const auto& known) { return same_value(known, value); });
  });
  const bool all_states = std::ranges::all_of(guard::states_in(sentence), [&](const auto& state) {
    return std::ranges::any_of(states, [&](const auto& known) { return known.said == state.said; });
  });
  // Figures are values, whichever way they are written.
  const auto is_word = [](const std::string& word) {
    return std::ranges::none_of(word, [](char c) { return c >= '0' && c <= '9'; });
  };
  const auto all_words = std::ranges::count_if(words, is_word);
  const auto known_words = std::ranges::count_if(
      words, [&](const std::string& word) { return is_word(word) && heard.contains(word); });
  return all_values && all_states && 3 * known_words >= 2 * all_words;
}

std::vector<conversation::Act> rest_of_answer(std::vector<conversation::Act> acts,
                                              std::span<const std::string> spoken) {
  if (spoken.empty()) return acts;
  const bool lost = std::ranges::any_of(acts, [](const auto& act) { return is_note(act, "not_understood"); });
  std::erase_if(acts, [&](const conversation::Act& act) {
    const auto* say = std::get_if<Say>(&act);
    return say != nullptr && (lost || told_already(say->text, spoken));
  });
  if (lost || std::ranges::none_of(acts, goes_on)) {
    std::erase_if(acts, [](const auto& act) { return std::holds_alternative<conversation::Listen>(act); });
    acts.emplace_back(Say{.text = std::string(kLostThread), .kind = SayKind::question});
    acts.emplace_back(conversation::Listen{});
  } else if (!is_whole_sentence(spoken.back())) {
    acts.insert(acts.begin(), Say{.text = std::string(kAgain), .kind = SayKind::acknowledgement});
  }
  return acts;
}

}  // namespace attendant::brain
