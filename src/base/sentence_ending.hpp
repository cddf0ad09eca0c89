// What a recogniser's sense of language says of the place where words stopped: evidence, beside the words, of
// whether more was coming. Shared by the ear that has it and the understanding that weighs it.
#pragma once

namespace attendant {

// Probabilities, 0..1, of what the recogniser expected right behind the last word.
struct SentenceEnding {
  float word = 0.0F;      // another word, or the rest of one
  float comma = 0.0F;     // a comma, dots, a dash
  float period = 0.0F;    // a full stop
  float question = 0.0F;  // a question mark
  // Of the last piece of the last word itself: one that was broken off is uncertain.
  float last_word = 0.0F;
};

}  // namespace attendant
