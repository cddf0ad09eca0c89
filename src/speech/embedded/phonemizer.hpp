// Spoken words to IPA phonemes, for voices that were trained on them: the customer's pronunciation table
// first, then short function words in their weak form, then flite's lexicon. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "speech/embedded/flite.hpp"
#include "speech/embedded/pronunciation.hpp"

namespace attendant::speech::embedded {

class Phonemizer {
 public:
  // `flite` outlives the instance.
  Phonemizer(Flite& flite, PronunciationTable table) : flite_(flite), table_(std::move(table)) {}

  // One or more spoken words, as spoken_words() gives them ("N W, two"): of each its sounds. `next` is the
  // word after, for "the" before a vowel.
  struct Word {
    std::string phonemes;  // empty: it cannot be said
    std::string pause;     // the punctuation behind it
  };
  std::vector<Word> words(std::string_view words, std::string_view next = {});

 private:
  std::string word_phonemes(std::string_view word, std::string_view next);
  std::string lexicon_phonemes(const std::string& word);

  Flite& flite_;
  PronunciationTable table_;
};

}  // namespace attendant::speech::embedded
