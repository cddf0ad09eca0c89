// Where the words of a rendered clause end: by the times of the voice where it gives them, else shared out by
// how long each word is to say. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "speech/spoken_forms.hpp"
#include "speech/voice.hpp"

namespace attendant::speech::embedded {

// One word as it is said; a written word may be said in several.
struct SaidWord {
  std::size_t text_end = 0;  // of the written word, in the clause
  std::string spoken;        // without the marks that make a pause
  std::size_t weight = 0;    // how long it is to say, e.g. its phonemes
};

// Each weighs its letters.
std::vector<SaidWord> said_words(std::span<const SpokenWord> written);

// `ends`: of each word, one past its last sample.
std::vector<WordMark> marks_at(std::span<const SaidWord> words, std::span<const std::uint32_t> ends);
std::vector<WordMark> marks_by_weight(std::span<const SaidWord> words, std::size_t samples);

}  // namespace attendant::speech::embedded
