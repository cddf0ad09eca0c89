// Sentences said by the voice, played as a line plays them, and cut at random points: what was sent until
// then, and what each method takes to have been heard of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "audio/frame.hpp"
#include "base/result.hpp"
#include "speech/embedded/word_marks.hpp"
#include "speech/voice.hpp"

namespace attendant::bench {

// A sentence as it goes to a line, with the marks of the words by each method. The first method is what the
// server uses.
struct Said {
  struct Marks {
    std::string method;
    std::vector<speech::WordMark> words;
  };
  std::string text;
  audio::Samples pcm;
  std::vector<Marks> marks;
};

// `said_words` gives the words of a clause with the weights of the method "phonemes"; null where the voice
// has none.
using SaidWords = std::vector<speech::embedded::SaidWord> (*)(const speech::Voice& voice,
                                                              std::string_view clause);
Result<Said> say(speech::Voice& voice, SaidWords said_words, std::string_view method,
                 const std::string& text);

struct Cut {
  audio::Samples sent;       // through the codec, from the first sample to the cut
  std::uint32_t played = 0;  // samples, as the line reports them
};
// Plays until a random frame, leaving at least `least` at the beginning.
Cut cut_somewhere(const audio::Samples& pcm, std::chrono::milliseconds least, std::mt19937& random);

}  // namespace attendant::bench
