#include "speech/render_text.hpp"

#include <utility>

#include "speech/clauses.hpp"

namespace attendant::speech {

Result<RenderedClause> render_text(std::string_view text, Voice& voice, float rate,
                                   audio::SampleRate sample_rate) {
  RenderedClause whole;
  for (const auto clause : split_clauses(text)) {
    TRY_ASSIGN(auto rendered, voice.render(clause, rate, sample_rate, {}));
    for (WordMark& word : rendered.words) {
      word.text_end += static_cast<std::size_t>(clause.data() - text.data());
      word.sample_end += static_cast<std::uint32_t>(whole.pcm.size());
      whole.words.push_back(std::move(word));
    }
    whole.pcm.insert(whole.pcm.end(), rendered.pcm.begin(), rendered.pcm.end());
  }
  return whole;
}

}  // namespace attendant::speech
