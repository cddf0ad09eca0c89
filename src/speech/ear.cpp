#include "speech/ear.hpp"

#include <utility>

namespace attendant::speech {
namespace {

void drop_front(audio::Samples& samples, std::size_t count) {
  samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(count));
}

}  // namespace

Ear::Ear(const ListenPolicy& policy, std::optional<audio::Resampler> to_telephone)
    : rate_(policy.sample_rate), listener_(policy), to_telephone_(std::move(to_telephone)) {}

Result<Ear> Ear::create(const ListenPolicy& policy) {
  if (policy.sample_rate == audio::kTelephoneRate) return Ear(policy, std::nullopt);
  if (policy.sample_rate != audio::kSpeechRate)
    return fail(ErrorCode::unsupported, "speech is heard at 8 or 16 kHz");
  TRY_ASSIGN(auto resampler, audio::Resampler::create(policy.sample_rate, audio::kTelephoneRate));
  return Ear(policy, std::move(resampler));
}

void Ear::push(audio::SamplesView frame, Instant captured, const audio::Sketch& sent) {
  pending_begin_ = captured - rate_.duration_of(static_cast<std::int64_t>(pending_.size()));
  pending_.insert(pending_.end(), frame.begin(), frame.end());
  if (!to_telephone_) echo_.sent(sent);
  if (to_telephone_) to_telephone_->process(frame, detector_audio_);
}

bool Ear::has_window() const {
  return (to_telephone_ ? detector_audio_ : pending_).size() >= kVoiceWindowSamples;
}

std::optional<Ear::Window> Ear::window() {
  if (!has_window()) return std::nullopt;
  const auto window = std::span(to_telephone_ ? detector_audio_ : pending_).first<kVoiceWindowSamples>();
  const bool open = gate_.is_open(window) || listener_.in_utterance();
  return Window{.question = {.track = &track_, .samples = window}, .silent = !open};
}

// Only a window that would count as a voice is worth looking at.
bool Ear::is_echo(audio::SamplesView window, float probability) {
  if (probability > listener_.policy().voice_off) return echo_.is_echo(window);
  echo_.pass(window);
  return false;
}

std::vector<ListenEffect> Ear::heard(float probability, bool busy) {
  const auto count =
      kVoiceWindowSamples * static_cast<std::size_t>(rate_.hertz() / audio::kTelephoneRate.hertz());
  auto& samples = to_telephone_ ? detector_audio_ : pending_;
  track_.pass(std::span(samples).first<kVoiceWindowSamples>());
  if (!to_telephone_ && is_echo(std::span(samples).first<kVoiceWindowSamples>(), probability))
    probability = 0.0F;
  auto effects = listener_.on_window(std::span(pending_).first(count), probability, pending_begin_, busy);
  drop_front(pending_, count);
  if (to_telephone_) drop_front(detector_audio_, kVoiceWindowSamples);
  pending_begin_ += rate_.duration_of(static_cast<std::int64_t>(count));
  return effects;
}

}  // namespace attendant::speech
