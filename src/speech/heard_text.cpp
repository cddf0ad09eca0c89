#include "speech/voice.hpp"

namespace attendant::speech {

std::string_view heard_text(std::string_view text, const std::vector<WordMark>& words,
                            std::uint32_t samples_played) {
  std::size_t end = 0;
  for (const WordMark& word : words) {
    if (word.sample_end > samples_played) break;
    end = word.text_end;
  }
  return text.substr(0, end);
}

}  // namespace attendant::speech
