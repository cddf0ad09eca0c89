// A voice renders one clause. Blocking and heavy (about 100 ms of CPU): called on pool threads, from several
// at once.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "audio/frame.hpp"
#include "base/result.hpp"

namespace attendant::speech {

// Where a word ends in the audio: tells what was heard when playback is cut. A written word that is said in
// several ("$70", "NW20") has a mark for each of them, all with its text_end.
struct WordMark {
  std::size_t text_end = 0;      // offset in the written text, one past the word
  std::uint32_t sample_end = 0;  // offset in the audio, one past what is said of it
  std::string spoken;            // what is said, where that is only a part: "seventy"; else empty
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

// What was heard of `text` when `samples_played` samples of its audio went out: its beginning in whole words,
// and of a written word that was broken off what was said of it ("Your balance is seventy").
std::string heard_text(std::string_view text, std::span<const WordMark> words, std::uint32_t samples_played);

// The marks of a voice that does not tell where its words are: as far into the sound as into the letters.
std::vector<WordMark> marks_by_letters(std::string_view text, std::size_t samples);

}  // namespace attendant::speech
