#include <cstdlib>

#include "speech/clauses.hpp"
#include "speech/spoken_forms.hpp"

// Whatever is to be said: no word may point outside the text, and no clause may lose a character that is no
// white space.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::size_t last = 0;
  for (const auto& word : attendant::speech::spoken_words(text)) {
    if (word.begin < last || word.end < word.begin || word.end > text.size()) std::abort();
    last = word.end;
  }
  const auto is_solid = [](char c) {
    return c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v';
  };
  std::size_t solid = 0, kept = 0;
  for (const char c : text) solid += is_solid(c) ? 1 : 0;
  for (const auto clause : attendant::speech::split_clauses(text)) {
    for (const char c : clause) kept += is_solid(c) ? 1 : 0;
  }
  if (solid != kept) std::abort();
  return 0;
}
