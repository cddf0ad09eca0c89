#include "base/text.hpp"
#include "speech/voice.hpp"

namespace attendant::speech {

std::string heard_text(std::string_view text, std::span<const WordMark> words, std::uint32_t samples_played) {
  std::size_t whole = 0;  // of the text
  std::string part;       // said of the word behind it
  for (std::size_t i = 0; i < words.size() && words[i].sample_end <= samples_played; ++i) {
    const bool last_of_it = i + 1 == words.size() || words[i + 1].text_end != words[i].text_end;
    if (last_of_it) {
      whole = words[i].text_end;
      part.clear();
    } else {
      part += ' ' + words[i].spoken;
    }
  }
  return std::string(text.substr(0, whole)) + part;
}

std::vector<WordMark> marks_by_letters(std::string_view text, std::size_t samples) {
  std::vector<WordMark> marks;
  for (const std::string_view word : split_words(text)) {
    const auto end = static_cast<std::size_t>(word.data() + word.size() - text.data());
    marks.push_back({.text_end = end,
                     .sample_end = static_cast<std::uint32_t>(samples * end / text.size()),
                     .spoken = {}});
  }
  return marks;
}

}  // namespace attendant::speech
