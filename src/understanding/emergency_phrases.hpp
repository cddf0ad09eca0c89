// The phrases that `is_emergency` goes by. They are looked for as whole words, in lower case, without
// punctuation.
#pragma once

#include <string_view>
#include <vector>

namespace attendant::understanding {

using Phrases = std::vector<std::string_view>;

struct EmergencyPhrases {
  // Said of oneself or of another, these leave no doubt, whatever else is said.
  Phrases self_harm;
  // Signs of an emergency: taken back by the past, by "if", by a question about money.
  Phrases signs;
  // Figures of speech and words of this trade that hold a sign and mean none.
  Phrases idioms;
  // What takes a sign into the past or into a question: "I had chest pain last month and you denied it".
  Phrases past_and_business;
  // It happens now, whatever else is said.
  Phrases now;
};

const EmergencyPhrases& emergency_phrases();

}  // namespace attendant::understanding
