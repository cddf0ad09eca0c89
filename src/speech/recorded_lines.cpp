#include "speech/recorded_lines.hpp"

#include <utility>

#include "audio/resampler.hpp"

namespace attendant::speech {
namespace {

class Done final : public Speaking {};

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
  sink(SpokenChunk{.pcm = pcm, .words = marks_by_letters(line->first, pcm.size())});
  sink(SpokenAll{});
  return std::make_unique<Done>();
}

}  // namespace attendant::speech
