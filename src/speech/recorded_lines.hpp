// Sentences that are played as they were recorded, in front of a synthesizer that says all others: for
// languages that the voice does not speak. A recorded sentence is always heard whole and at its own pace,
// whatever rate is asked for.
//
// add() before the first speak(); then any thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "audio/frame.hpp"
#include "base/result.hpp"
#include "speech/synthesizer.hpp"

namespace attendant::speech {

class RecordedLines final : public Synthesizer {
 public:
  // `voice` outlives the instance.
  explicit RecordedLines(Synthesizer& voice) : voice_(voice) {}

  // `sentence`, word for word as it will be asked for; `recording` is mono. A sentence that is there already
  // gets the new recording.
  Status add(const std::string& sentence, audio::SamplesView recording, audio::SampleRate rate);
  bool has(std::string_view sentence) const { return lines_.contains(sentence); }

  // The events of a recorded sentence are delivered before this returns.
  std::unique_ptr<Speaking> speak(SpeakRequest request, SynthesisSink sink) override;

 private:
  struct Recording {
    audio::Samples narrow;  // 8 kHz
    audio::Samples wide;    // 16 kHz
  };

  Synthesizer& voice_;
  std::map<std::string, Recording, std::less<>> lines_;
};

}  // namespace attendant::speech
