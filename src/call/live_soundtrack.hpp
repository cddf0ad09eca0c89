// One answer of a speech-to-speech model: its words and its sound, which come apart and at their own pace.
// Where a clause ends in the sound: in the pause nearest to its share of what is said (letters of the spoken
// form: "$70.00" is "seventy dollars"). Until that is known a clause is handed over only as far as it surely
// lasts, so that the sound of words that were not let pass yet stays here. The silence that an answer begins
// with is left out: somebody waits for the first word. Pure; owned by the call's live
// conversation.
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
  void finish();  // no more comes
  // No more comes, and the last `unsaid` bytes of the words, with their sound, are not asked for.
  void break_off(std::size_t unsaid);

  // A part of the words, and where its sound begins.
  struct Part {
    struct Word {
      std::size_t text_end = 0;  // in the part
      std::string spoken;        // where it is one of several that a written word is said in; else empty
      double letters = 0;        // of the part, up to its end
    };
    std::size_t text_begin = 0;
    std::size_t text_end = 0;
    std::size_t sample_begin = 0;
    double letters = 0;  // that are said in it
    std::vector<Word> said;
  };
  // Where `text` stands: after what was found last, or else, for a clause that is said again, before it.
  // Nothing: the model did not say it.
  std::optional<Part> find(std::string_view text);

  // Where the sound of a part ends; an estimate until end_is_known.
  std::size_t end_of(const Part& part);
  bool end_is_known(const Part& part);
  // How far the part's sound has come and may be handed over; it never ends before.
  std::size_t ready_end(const Part& part);
  // Where the words end in the sound of the part, from the word of number `first` on, as far as its sound up
  // to `to` goes.
  std::vector<speech::WordMark> marks(const Part& part, std::size_t first, std::size_t to);
  // Where all that the words hold ends.
  std::size_t end_of_words();

  // Of the part, more than half the sound never came.
  bool lacks_sound(const Part& part) const;

  audio::SamplesView sound() const { return sound_; }
  // Samples of the model's sound that were left out before the first of these.
  std::size_t left_out() const { return left_out_; }

 private:
  struct Border {
    std::size_t text_end = 0;
    std::size_t sample = 0;
  };

  bool begins_in(audio::SamplesView& pcm);
  Part part_at(std::size_t text_begin, std::size_t text_end) const;
  std::size_t border_before(std::size_t text_offset) const;
  const Border* border_of(const Part& part) const;
  bool is_last(const Part& part) const;
  std::size_t estimate(const Part& part) const;
  std::size_t margin(const Part& part) const;
  std::size_t pause_near(std::size_t sample, std::size_t margin, std::size_t from) const;

  std::string words_;
  audio::Samples sound_;
  audio::Samples lead_;  // the last silence before the first sound
  std::size_t left_out_ = 0;
  bool whole_ = false;
  bool broken_off_ = false;
  std::size_t found_up_to_ = 0;  // of the words
  std::vector<Border> borders_;  // that are known, ascending
  std::optional<Part> last_;     // that was found
  std::size_t handed_over_ = 0;  // sample up to which its sound was given away
  double letters_timed_ = 0;     // said up to the last border
};

}  // namespace attendant::call
