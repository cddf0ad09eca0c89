// Where the words of a rendered clause end. The voices give no times, so the clause is shared out by how long
// each word is to say. Pure.
#pragma once

#include <span>
#include <vector>

#include "speech/voice.hpp"

namespace attendant::speech::embedded {

struct WordWeight {
  std::size_t text_end = 0;  // in the clause
  std::size_t weight = 0;    // e.g. its phonemes
};

std::vector<WordMark> share_out(std::span<const WordWeight> words, std::size_t samples);

}  // namespace attendant::speech::embedded
