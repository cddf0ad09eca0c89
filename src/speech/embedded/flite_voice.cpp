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
  const auto written = spoken_words(clause);
  for (const SpokenWord& word : written) spoken += (spoken.empty() ? "" : " ") + word.spoken;
  const auto words = said_words(written);
  RenderedClause rendered;
  if (spoken.empty()) return rendered;
  if (stop.stop_requested()) return fail(ErrorCode::cancelled, "no longer to be said");
  TRY_ASSIGN(const Flite::Sound sound, flite_.speak(spoken, std::clamp(rate, 0.5F, 2.0F)));
  std::vector<float> floats(sound.pcm.size());
  std::ranges::transform(sound.pcm, floats.begin(),
                         [](std::int16_t s) { return static_cast<float>(s) / 32768.0F; });
  TRY_ASSIGN(rendered.pcm, audio::resample(to_telephone_level(floats), sound.rate, sample_rate));
  if (sound.word_ends.size() != words.size()) {  // flite took the text apart in another way
    rendered.words = marks_by_weight(words, rendered.pcm.size());
    return rendered;
  }
  std::vector<std::uint32_t> ends;
  for (const float end : sound.word_ends)
    ends.push_back(std::min(static_cast<std::uint32_t>(end * static_cast<float>(sample_rate.hertz())),
                            static_cast<std::uint32_t>(rendered.pcm.size())));
  rendered.words = marks_at(words, ends);
  return rendered;
}

}  // namespace attendant::speech::embedded
