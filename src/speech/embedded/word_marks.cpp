#include "speech/embedded/word_marks.hpp"

#include <algorithm>

namespace attendant::speech::embedded {

std::vector<WordMark> share_out(std::span<const WordWeight> words, std::size_t samples) {
  std::size_t total = 0;
  for (const WordWeight& word : words) total += word.weight;
  std::vector<WordMark> marks;
  std::size_t said = 0;
  for (const WordWeight& word : words) {
    said += word.weight;
    marks.push_back(
        {.text_end = word.text_end,
         .sample_end = static_cast<std::uint32_t>(samples * said / std::max<std::size_t>(total, 1))});
  }
  return marks;
}

}  // namespace attendant::speech::embedded
