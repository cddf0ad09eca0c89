// The caller's words as the recogniser of the server hears them over a telephone: spoken by a voice, put
// through the line's conditions, listened to by the loop of a live call. Each decode takes no time on the
// call's clock. One call; one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "lab/caller_ear.hpp"
#include "lab/telephone_channel.hpp"
#include "speech/ear.hpp"
#include "speech/recognizer.hpp"
#include "speech/second_opinion.hpp"
#include "speech/transcriber.hpp"
#include "speech/turn_judge.hpp"
#include "speech/voice.hpp"
#include "speech/voice_detector.hpp"

namespace attendant::lab {

class RecognizedCaller final : public CallerEar {
 public:
  struct Engines {
    speech::Voice& voice;
    speech::VoiceDetector& detector;  // used by this thread only
    speech::Transcriber& first;
    speech::Transcriber* second = nullptr;  // asked again in doubt, as in a live call
    speech::TurnJudge* judge = nullptr;
    speech::DoubtPolicy doubt{};
  };
  // Rate of the voice: 1 is normal.
  static Result<std::unique_ptr<RecognizedCaller>> open(const Engines& engines,
                                                        const speech::ListenPolicy& policy,
                                                        const LineConditions& conditions, float rate,
                                                        std::uint64_t seed);

  Status say(std::span<const SpokenPart> parts) override;
  bool speaking() const override { return at_ < sound_.size(); }
  Result<std::vector<speech::HearingEvent>> advance(bool interrupting) override;
  void take_turn() override;
  void expect(speech::Expectation expectation) override;

 private:
  RecognizedCaller(const Engines& engines, speech::Ear ear, const LineConditions& conditions, float rate,
                   std::uint64_t seed)
      : engines_(engines), ear_(std::move(ear)), conditions_(conditions), rate_(rate), chance_(seed) {
    if (engines.second != nullptr) both_.emplace(engines.first, *engines.second, engines.doubt);
  }
  void carry_out(std::vector<speech::ListenEffect> effects);
  speech::Transcriber& transcriber();

  Engines engines_;
  speech::Ear ear_;
  LineConditions conditions_;
  float rate_;
  Chance chance_;
  audio::Samples sound_;  // of the caller's turn, as it comes over the line
  std::size_t at_ = 0;
  std::int64_t steps_ = 0;
  std::optional<speech::SecondOpinion> both_;
  std::vector<speech::HearingEvent> events_;  // not told yet
};

}  // namespace attendant::lab
