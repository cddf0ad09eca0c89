#include "speech/recording_reader.hpp"

#include <algorithm>
#include <utility>

#include "speech/ear.hpp"

namespace attendant::speech {
namespace {

// After the end: enough silence to close what is open.
audio::Samples with_silence_after(audio::SamplesView samples, const ListenPolicy& policy) {
  audio::Samples padded(samples.begin(), samples.end());
  const auto silence = policy.sample_rate.samples_in(policy.close + std::chrono::milliseconds(200));
  padded.resize(padded.size() + static_cast<std::size_t>(silence), 0);
  return padded;
}

}  // namespace

Status hear_recording(audio::SamplesView samples, const ListenPolicy& policy, VoiceDetector& detector,
                      Transcriber& transcriber, const std::function<void(const HearingEvent&)>& sink) {
  TRY_ASSIGN(Ear ear, Ear::create(policy));

  // Decoding at once can only bring further events, never a further decode.
  auto carry_out = [&](std::vector<ListenEffect> effects) {
    for (const ListenEffect& effect : effects) {
      if (const auto* event = std::get_if<HearingEvent>(&effect)) sink(*event);
      const auto* decode = std::get_if<Decode>(&effect);
      if (!decode) continue;
      const auto transcript =
          transcriber.transcribe(decode->audio, policy.sample_rate, {.care = decode->care}, {});
      for (const ListenEffect& result : ear.listener().on_decoded(decode->id, transcript)) {
        if (const auto* event = std::get_if<HearingEvent>(&result)) sink(*event);
      }
    }
  };

  const audio::Samples padded = with_silence_after(samples, policy);
  const auto frame_samples = static_cast<std::size_t>(policy.sample_rate.samples_in(audio::kFrameTime));
  for (std::size_t at = 0; at < padded.size(); at += frame_samples) {
    const auto frame = std::span(padded).subspan(at, std::min(frame_samples, padded.size() - at));
    ear.push(frame, Instant(policy.sample_rate.duration_of(static_cast<std::int64_t>(at))));
    while (auto window = ear.window()) {
      if (!window->silent) TRY(detector.detect(std::span(&window->question, 1)));
      carry_out(ear.heard(window->question.probability, false));
    }
  }
  carry_out(ear.listener().finish());
  return {};
}

Result<std::string> transcribe_recording(audio::SamplesView samples, const ListenPolicy& policy,
                                         VoiceDetector& detector, Transcriber& transcriber) {
  std::string text;
  TRY(hear_recording(samples, policy, detector, transcriber, [&text](const HearingEvent& event) {
    const auto* final = std::get_if<Final>(&event);
    if (!final || final->text.empty()) return;
    if (!text.empty()) text += ' ';
    text += final->text;
  }));
  return text;
}

}  // namespace attendant::speech
