// A voice renders one clause. Blocking and heavy (about 100 ms of CPU): called on pool threads, from several
// at once.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string_view>
#include <vector>

#include "audio/frame.hpp"
#include "base/result.hpp"

namespace attendant::speech {

// Where a word of the text ends in the audio: tells what was heard when playback is cut.
struct WordMark {
  std::size_t text_end = 0;      // offset in the written text, one past the word
  std::uint32_t sample_end = 0;  // offset in the audio, one past the word
};

struct RenderedClause {
  audio::Samples pcm;           // mono, at the asked sample rate
  std::vector<WordMark> words;  // ascending
};

class Voice {
 public:
  virtual ~Voice() = default;
  // `clause`: written text ($150.00, 2026-09-03 ...). `rate`: 1.0 normal, 0.8 slower. `sample_rate`: 8 or 16
  // kHz.
  virtual Result<RenderedClause> render(std::string_view clause, float rate, audio::SampleRate sample_rate,
                                        std::stop_token stop) = 0;
  // Whether render() of this clause would cost nothing, because its sound is kept.
  virtual bool has_ready(std::string_view, float, audio::SampleRate) const { return false; }
};

// The part of `text` that was heard when `samples_played` samples of its audio went out: whole words only.
std::string_view heard_text(std::string_view text, const std::vector<WordMark>& words,
                            std::uint32_t samples_played);

}  // namespace attendant::speech
