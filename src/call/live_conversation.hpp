// A call's conversation with a speech-to-speech model: the session, and the two seams by which the call uses
// it, its brain (rescued by the dialogue engine, turn by turn) and its voice. The ear, the turns and the
// journal stay the call's own. Owned by the call, on its shard (docs/adr/0015-speech-to-speech.md).
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>

#include "audio/frame.hpp"
#include "base/turn_advice.hpp"
#include "brain/brain.hpp"
#include "brain/rescued_brain.hpp"
#include "call/live_brain.hpp"
#include "call/live_voice.hpp"
#include "runtime/loop.hpp"
#include "speech/hearing_event.hpp"
#include "speech/live_model.hpp"
#include "speech/synthesizer.hpp"

namespace attendant::call {

class LiveConversation {
 public:
  struct Options {
    LiveBrain::Options brain;
    bool all_sound = false;  // the model's own detector of voices is on; else it is sent the turns only
  };

  // All of it outlives the conversation.
  struct Needs {
    runtime::Loop& loop;
    speech::LiveModel& model;
    speech::Synthesizer& ordinary;
    brain::Brain& rescue;
    std::shared_ptr<const tools::Catalogue> catalogue;
  };
  LiveConversation(const Needs& needs, Options options);
  ~LiveConversation();

  speech::Synthesizer& voice() { return voice_; }
  // Once; what it gives is not used after the conversation was destroyed.
  std::unique_ptr<brain::BrainSession> open_brain(const brain::CallSetting& call);
  // What the model's own detector thinks of the caller's turn.
  void on_advice(std::function<void(TurnAdvice)> advise) { advise_ = std::move(advise); }

  void hear(audio::SamplesView frame);  // of the caller, as it comes
  void on_hearing(const speech::HearingEvent& event);
  void played(UtteranceId utterance, std::int64_t samples);  // when playback was cut
  void played_all(UtteranceId utterance);

 private:
  class ModelSeam;

  std::unique_ptr<brain::RescuableSession> open_model();
  void on_event(speech::LiveEvent event);

  const Needs needs_;
  const Options options_;
  LiveVoice voice_;
  std::unique_ptr<ModelSeam> seam_;
  brain::RescuedBrain rescued_;
  std::deque<std::int16_t> before_;  // the caller's last sound, while nobody speaks
  bool talking_ = false;
  LiveBrain* brain_ = nullptr;  // the call's, once opened
  std::function<void(TurnAdvice)> advise_;
  std::unique_ptr<speech::LiveSession> session_;
};

}  // namespace attendant::call
