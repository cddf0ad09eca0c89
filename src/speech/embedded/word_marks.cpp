#include "speech/embedded/word_marks.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace attendant::speech::embedded {

std::vector<SaidWord> said_words(std::span<const SpokenWord> written) {
  std::vector<SaidWord> said;
  for (const SpokenWord& one : written)
    for (const std::string_view word : split_words(one.spoken)) {
      const auto letters = word.substr(0, word.find_last_not_of(".,?!;:") + 1);
      said.push_back({.text_end = one.end, .spoken = std::string(letters), .weight = letters.size() + 1});
    }
  return said;
}

std::vector<WordMark> marks_at(std::span<const SaidWord> words, std::span<const std::uint32_t> ends) {
  std::vector<WordMark> marks;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto is_of = [&](std::size_t other) { return words[other].text_end == words[i].text_end; };
    const bool a_part = (i > 0 && is_of(i - 1)) || (i + 1 < words.size() && is_of(i + 1));
    marks.push_back({.text_end = words[i].text_end,
                     .sample_end = ends[i],
                     .spoken = a_part ? words[i].spoken : std::string()});
  }
  return marks;
}

std::vector<WordMark> marks_by_weight(std::span<const SaidWord> words, std::size_t samples) {
  std::size_t total = 0;
  for (const SaidWord& word : words) total += word.weight;
  std::vector<std::uint32_t> ends;
  std::size_t said = 0;
  for (const SaidWord& word : words) {
    said += word.weight;
    ends.push_back(static_cast<std::uint32_t>(samples * said / std::max<std::size_t>(total, 1)));
  }
  return marks_at(words, ends);
}

}  // namespace attendant::speech::embedded
