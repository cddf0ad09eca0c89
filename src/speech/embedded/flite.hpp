// The parts of flite (BSD-like, Carnegie Mellon University) that we use: its English lexicon with
// letter-to-sound rules, and its voice "slt". flite keeps state of its own for the whole process and promises
// nothing about threads, so every call goes through one lock. Any thread; one instance per process, owned by
// the composition root.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "audio/frame.hpp"
#include "base/result.hpp"

struct cst_voice_struct;
struct lexicon_struct;

namespace attendant::speech::embedded {

// A phone of the CMU set ("hh", "ow"); vowels carry whether they are stressed.
struct Phone {
  std::string name;
  bool stressed = false;
};

class Flite {
 public:
  Flite();
  Flite(const Flite&) = delete;
  Flite& operator=(const Flite&) = delete;

  // One lower-case word of letters and apostrophes.
  std::vector<Phone> phones_of(const std::string& word);

  struct Sound {
    audio::Samples pcm;
    audio::SampleRate rate = audio::kSpeechRate;
    std::vector<float> word_ends;  // seconds, of each word between spaces
  };
  // Speaks words (no figures), parted by spaces, with the voice slt. `rate` 1.0 is normal.
  Result<Sound> speak(const std::string& words, float rate);

 private:
  std::mutex lock_;
  cst_voice_struct* voice_;
  lexicon_struct* lexicon_;
};

}  // namespace attendant::speech::embedded
