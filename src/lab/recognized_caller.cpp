#include "lab/recognized_caller.hpp"

#include <algorithm>
#include <utility>

#include "speech/render_text.hpp"

namespace attendant::lab {

Result<std::unique_ptr<RecognizedCaller>> RecognizedCaller::open(const Engines& engines,
                                                                 const speech::ListenPolicy& policy,
                                                                 const LineConditions& conditions, float rate,
                                                                 std::uint64_t seed) {
  auto with_judge = policy;
  with_judge.judged = engines.judge != nullptr;
  TRY_ASSIGN(auto ear, speech::Ear::create(with_judge));
  return std::unique_ptr<RecognizedCaller>(
      new RecognizedCaller(engines, std::move(ear), conditions, rate, seed));
}

Status RecognizedCaller::say(std::span<const SpokenPart> parts) {
  audio::Samples voice;
  for (const auto& part : parts) {
    voice.resize(voice.size() + static_cast<std::size_t>(audio::kTelephoneRate.samples_in(part.pause)), 0);
    TRY_ASSIGN(const auto rendered,
               speech::render_text(part.words, engines_.voice, rate_, audio::kTelephoneRate));
    voice.insert(voice.end(), rendered.pcm.begin(), rendered.pcm.end());
  }
  sound_ = through_telephone(voice, conditions_, chance_);
  sound_.resize((sound_.size() + audio::kFrameSamples - 1) / audio::kFrameSamples * audio::kFrameSamples, 0);
  at_ = 0;
  return {};
}

Result<std::vector<speech::HearingEvent>> RecognizedCaller::advance(bool interrupting) {
  const audio::Frame silence{};
  const auto frame = speaking() ? audio::SamplesView(sound_).subspan(at_, audio::kFrameSamples)
                                : audio::SamplesView(silence);
  ear_.push(frame, Instant(kEarStep * steps_++));
  at_ = std::min(at_ + audio::kFrameSamples, sound_.size());
  while (auto window = ear_.window()) {
    if (!window->silent) TRY(engines_.detector.detect(std::span(&window->question, 1)));
    carry_out(ear_.heard(window->question.probability, !interrupting));
  }
  return std::exchange(events_, {});
}

void RecognizedCaller::take_turn() { carry_out(ear_.listener().take_turn()); }

void RecognizedCaller::expect(speech::Expectation expectation) {
  ear_.listener().expect_digits(expectation.digits > 0);
  if (both_) both_->expect(std::move(expectation.judge));
}

speech::Transcriber& RecognizedCaller::transcriber() {
  if (both_) return *both_;
  return engines_.first;
}

// Work that is done at once can only bring further events, never further work.
void RecognizedCaller::carry_out(std::vector<speech::ListenEffect> effects) {
  const auto tell = [this](std::vector<speech::ListenEffect> results) {
    for (auto& result : results)
      if (auto* event = std::get_if<speech::HearingEvent>(&result)) events_.push_back(std::move(*event));
  };
  for (auto& effect : effects) {
    if (auto* event = std::get_if<speech::HearingEvent>(&effect)) {
      events_.push_back(std::move(*event));
    } else if (const auto* decode = std::get_if<speech::Decode>(&effect)) {
      tell(ear_.listener().on_decoded(
          decode->id,
          transcriber().transcribe(decode->audio, audio::kTelephoneRate, {.care = decode->care}, {})));
    } else if (const auto* question = std::get_if<speech::AskJudge>(&effect); question && engines_.judge) {
      if (const auto finished = engines_.judge->finished(question->audio, audio::kTelephoneRate))
        tell(ear_.listener().on_judged(question->id, *finished));
    }
  }
}

}  // namespace attendant::lab
