// One answer of a speech-to-speech model: its words and its sound, which come apart and at their own pace.
// A clause of the words is given its share of the sound by the number of its letters: consecutive shares are
// consecutive sound, so where the border falls is not heard; it only tells, to within a word or so, which
// words were heard when playback is cut. Pure; owned by the call's live conversation.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audio/frame.hpp"
#include "speech/voice.hpp"

namespace attendant::call {

class LiveSoundtrack {
 public:
  // Sound beyond it is dropped: two minutes, 2 MB.
  static constexpr std::size_t kMostSamples = std::size_t{8000} * 120;

  void add_words(std::string_view text) { words_ += text; }
  void add_sound(audio::SamplesView pcm);
  void finish() { whole_ = true; }  // no more comes

  // A part of the words, and where its sound begins.
  struct Part {
    std::size_t text_begin = 0;
    std::size_t text_end = 0;
    std::size_t sample_begin = 0;
  };
  // Where `text` stands: after what was found last, or else, for a clause that is said again, before it.
  // Nothing: the model did not say it.
  std::optional<Part> find(std::string_view text);

  // Where the sound of a part ends: exact once the answer is whole, an estimate before.
  std::size_t end_of(const Part& part) const;
  // The end of each of its words, in samples of the part.
  std::vector<speech::WordMark> marks(const Part& part) const;

  // Of the words up to the end of the part, more than half the sound never came.
  bool lacks_sound(const Part& part) const;

  audio::SamplesView sound() const { return sound_; }
  bool whole() const { return whole_; }
  const std::string& words() const { return words_; }

 private:
  std::size_t sample_at(std::size_t text_offset) const;

  std::string words_;
  audio::Samples sound_;
  bool whole_ = false;
  std::size_t found_up_to_ = 0;  // of the words
  std::size_t next_sample_ = 0;  // where the sound of what was found last ends
};

}  // namespace attendant::call
