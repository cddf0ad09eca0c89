#include "brain/read_back.hpp"

#include <algorithm>

#include "guard/spoken_values.hpp"
#include "understanding/tokens.hpp"
#include "understanding/yes_no.hpp"

namespace attendant::brain {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, word) != list.end();
}

}  // namespace

bool was_heard(const ReadBack& read_back, std::string_view heard) {
  if (heard.ends_with(read_back.text) || heard.contains(read_back.text + " ")) return true;
  // Cut near its end: "... Is that" - "yes".
  constexpr std::size_t kBeginning = 12;
  const auto begins = heard.rfind(read_back.text.substr(0, kBeginning));
  if (begins == std::string_view::npos) return false;
  const auto part = heard.substr(begins);
  if (part.size() * 2 < read_back.text.size() || !read_back.text.starts_with(part)) return false;
  return guard::values_in(part).size() == guard::values_in(read_back.text).size();
}

Consent consent_in(std::string_view caller) {
  const auto tokens = understanding::tokenize(caller);
  const auto leading = understanding::leading_yes_no(tokens);
  if (leading.answer != understanding::YesNo::yes) return Consent::none;
  bool more = false;
  for (auto at = leading.last; at < tokens.size(); ++at) {
    const auto& word = tokens[at].word;
    if (is_one_of(word, {"but", "no", "not", "wait", "don't", "change", "instead", "actually", "except",
                         "only", "hold", "never", "unless", "if", "didn't", "isn't", "stop", "cancel"}))
      return Consent::none;
    if (understanding::is_number(tokens[at])) return Consent::none;
    more = more || is_one_of(word, {"what", "how", "when", "why", "also", "and", "can", "could", "where",
                                    "which", "i"});
  }
  return more ? Consent::with_more : Consent::plain;
}

}  // namespace attendant::brain
