#include "speech/embedded/flite_voice.hpp"

#include <algorithm>

#include "audio/resampler.hpp"
#include "speech/embedded/loudness.hpp"
#include "speech/embedded/word_marks.hpp"
#include "speech/spoken_forms.hpp"

namespace attendant::speech::embedded {

Result<RenderedClause> FliteVoice::render(std::string_view clause, float rate, audio::SampleRate sample_rate,
                                          std::stop_token stop) {
  std::string spoken;
  std::vector<WordWeight> weights;
  for (const SpokenWord& word : spoken_words(clause)) {
    if (!spoken.empty()) spoken += ' ';
    spoken += word.spoken;
    weights.push_back({.text_end = word.end, .weight = word.spoken.size() + 1});
  }
  RenderedClause rendered;
  if (spoken.empty()) return rendered;
  if (stop.stop_requested()) return fail(ErrorCode::cancelled, "no longer to be said");
  TRY_ASSIGN(const Flite::Sound sound, flite_.speak(spoken, std::clamp(rate, 0.5F, 2.0F)));
  std::vector<float> floats(sound.pcm.size());
  std::ranges::transform(sound.pcm, floats.begin(),
                         [](std::int16_t s) { return static_cast<float>(s) / 32768.0F; });
  TRY_ASSIGN(rendered.pcm, audio::resample(to_telephone_level(floats), sound.rate, sample_rate));
  rendered.words = share_out(weights, rendered.pcm.size());
  return rendered;
}

}  // namespace attendant::speech::embedded
