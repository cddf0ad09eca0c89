// What the intent head sees of a sentence: its meaning, its words and pairs of words, and what was asked.
// Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "conversation/acts.hpp"
#include "understanding/sentence_model.hpp"
#include "understanding/tokens.hpp"

namespace attendant::understanding {

inline constexpr std::uint32_t kWordFeatures = 4096;  // hashed
inline constexpr std::uint32_t kContexts = 9;
inline constexpr std::uint32_t kFeatures = kMeaningSize + kWordFeatures + kContexts + 1;  // and a constant

struct Feature {
  std::uint32_t index = 0;
  float value = 0;
};
using Features = std::vector<Feature>;

// `meaning` may be null: then the words alone count. `tokens` [first, last) is the sentence or the part
// looked at.
Features features_of(const Tokens& tokens, std::size_t first, std::size_t last, conversation::Asked asked,
                     const Meaning* meaning);

}  // namespace attendant::understanding
