#include "speech/recorded_lines.hpp"

#include <utility>

#include "audio/resampler.hpp"
#include "base/text.hpp"

namespace attendant::speech {
namespace {

class Done final : public Speaking {};

// Where each word ends in the recording is not known: as far into it as into the text.
std::vector<WordMark> marks_by_length(std::string_view sentence, std::size_t samples) {
  std::vector<WordMark> marks;
  for (const std::string_view word : split_words(sentence)) {
    const auto end = static_cast<std::size_t>(word.data() + word.size() - sentence.data());
    marks.push_back(
        {.text_end = end, .sample_end = static_cast<std::uint32_t>(samples * end / sentence.size())});
  }
  return marks;
}

}  // namespace

Status RecordedLines::add(const std::string& sentence, audio::SamplesView recording, audio::SampleRate rate) {
  TRY_ASSIGN(auto narrow, audio::resample(recording, rate, audio::kTelephoneRate));
  TRY_ASSIGN(auto wide, audio::resample(recording, rate, audio::kSpeechRate));
  lines_.insert_or_assign(sentence, Recording{.narrow = std::move(narrow), .wide = std::move(wide)});
  return {};
}

std::unique_ptr<Speaking> RecordedLines::speak(SpeakRequest request, SynthesisSink sink) {
  const auto line = lines_.find(request.text);
  const bool narrow = request.sample_rate == audio::kTelephoneRate;
  if (line == lines_.end() || (!narrow && request.sample_rate != audio::kSpeechRate))
    return voice_.speak(std::move(request), std::move(sink));
  const audio::Samples& pcm = narrow ? line->second.narrow : line->second.wide;
  sink(SpokenChunk{.pcm = pcm, .words = marks_by_length(line->first, pcm.size())});
  sink(SpokenAll{});
  return std::make_unique<Done>();
}

}  // namespace attendant::speech
