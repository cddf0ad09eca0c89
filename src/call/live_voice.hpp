// The voice of a call with a speech-to-speech model: a clause that the model said is played in the model's
// own sound, everything else (a filler, a notice, what another brain says) by the call's ordinary voice. On
// the call's shard.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string_view>

#include "call/live_soundtrack.hpp"
#include "speech/synthesizer.hpp"

namespace attendant::call {

class LiveVoice final : public speech::Synthesizer {
 public:
  explicit LiveVoice(speech::Synthesizer& ordinary) : ordinary_(ordinary) {}

  std::unique_ptr<speech::Speaking> speak(speech::SpeakRequest request, speech::SynthesisSink sink) override;

  void begin_turn();    // what was said before is not asked for any more
  void begin_answer();  // one of the turn: there is another after each tool
  // What the model tells of the answer.
  void add_words(std::string_view text);
  void add_sound(audio::SamplesView pcm);
  void finish();
  // The rest of the answer is not wanted, the last `unsaid` bytes of its words included. Until when in the
  // answer the words last that are left.
  std::chrono::milliseconds break_off(std::size_t unsaid);

  // Of the last answer, when `samples` of the sound of `utterance`, or all of it, were played. Nothing: it is
  // not of the model.
  std::optional<std::chrono::milliseconds> played(UtteranceId utterance, std::int64_t samples);

 private:
  class Clause;
  struct Asked {
    LiveSoundtrack* track = nullptr;
    LiveSoundtrack::Part part;
  };

  speech::Synthesizer& ordinary_;
  std::deque<LiveSoundtrack> tracks_;  // the turn's answers
  std::map<UtteranceId, Asked> asked_;
  Clause* current_ = nullptr;  // a mouth asks for one at a time
};

}  // namespace attendant::call
