// A call's conversation with a speech-to-speech model: the session, and the two seams by which the call uses
// it, its brain and its voice. The ear, the turns and the journal stay the call's own. Owned by the call, on
// its shard (docs/adr/0015-speech-to-speech.md).
#pragma once

#include <cstdint>
#include <deque>
#include <memory>

#include "audio/frame.hpp"
#include "brain/brain.hpp"
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
    speech::LiveSetting setting;
    bool all_sound = false;  // the model's own detector of voices is on; else it is sent the turns only
  };

  // All of it outlives the conversation.
  LiveConversation(runtime::Loop& loop, speech::LiveModel& model, speech::Synthesizer& ordinary,
                   LiveBrain::OpenRescue open_rescue, Options options);

  speech::Synthesizer& voice() { return voice_; }
  // Once; not after the conversation was destroyed.
  std::unique_ptr<brain::BrainSession> open_brain();

  void hear(audio::SamplesView frame);  // of the caller, as it comes
  void on_hearing(const speech::HearingEvent& event);
  void played(UtteranceId utterance, std::int64_t samples);  // when playback was cut
  void played_all(UtteranceId utterance);

 private:
  void on_event(speech::LiveEvent event);

  runtime::Loop& loop_;
  speech::LiveModel& model_;
  const LiveBrain::OpenRescue open_rescue_;
  const Options options_;
  LiveVoice voice_;
  std::deque<std::int16_t> before_;  // the caller's last sound, while nobody speaks
  bool talking_ = false;
  LiveBrain* brain_ = nullptr;  // the call's, once opened
  std::unique_ptr<speech::LiveSession> session_;
};

}  // namespace attendant::call
