// Turns one stretch of speech into text. Blocking and heavy (20-200 ms of CPU): called on pool threads, from
// several at once.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "audio/frame.hpp"
#include "base/result.hpp"
#include "base/sentence_ending.hpp"

namespace attendant::speech {

enum class Care {
  draft,  // a partial: cheap, shown but never acted upon
  firm,   // acted upon
};

struct Transcript {
  std::string text;
  float confidence = 1.0F;  // 0..1, mean probability of the tokens
  bool looped = false;      // the model ran in circles and was stopped: the text is what came before
  std::optional<SentenceEnding> ending;   // where the recogniser can tell
  std::vector<std::int64_t> tokens = {};  // of the text, in the recogniser's own vocabulary, where it has one
};

struct ReadingRequest {
  Care care = Care::firm;
  // Tokens of another reading of this sound or of its beginning, by a recogniser of the same vocabulary: they
  // make the reading quicker and change nothing of it, but for the rounding of a model that computes in
  // bytes.
  std::span<const std::int64_t> guess = {};
};

class Transcriber {
 public:
  virtual ~Transcriber() = default;
  // `samples`: 16-bit mono at 8 or 16 kHz. ErrorCode::cancelled when `stop` was requested.
  virtual Result<Transcript> transcribe(audio::SamplesView samples, audio::SampleRate sample_rate,
                                        const ReadingRequest& request, std::stop_token stop) = 0;
  // false: it is still being loaded, and asking it is in vain.
  virtual bool ready() const { return true; }
};

}  // namespace attendant::speech
