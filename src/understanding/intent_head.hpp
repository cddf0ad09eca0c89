// The trained part of understanding: one linear layer with softmax over the intents. Immutable after loading;
// any thread.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "understanding/intent_features.hpp"
#include "understanding/understanding.hpp"

namespace attendant::understanding {

using Probabilities = std::array<float, kIntents>;

struct Example {
  Features features;
  Intent intent = Intent::out_of_scope;
  float weight = 1.0F;
};

struct TrainingRecipe {
  int passes = 15;
  float step = 0.05F;
  float decay = 1e-5F;     // L2
  float smoothing = 0.1F;  // share of each example's certainty that goes to the other intents
};

class IntentHead {
 public:
  // Stochastic gradient steps in an order that depends on nothing but the examples: the same data give the
  // same head.
  static IntentHead train(std::span<const Example> examples, const TrainingRecipe& recipe);

  Probabilities score(const Features& features) const;

 private:
  friend class IntentHeads;
  IntentHead() : weights_(static_cast<std::size_t>(kFeatures) * kIntents, 0.0F) {}
  std::vector<float> weights_;  // kFeatures rows of kIntents
};

// Two of them: one for sentences with their meaning, one for words alone.
struct TrainedHeads {
  IntentHead with_meaning;
  IntentHead words_only;
};

// intents.bin: "ATTNLU01", sizes, and per head one scale and kIntents signed bytes for each feature that has
// a weight.
std::string to_bytes(const TrainedHeads& heads);
Result<TrainedHeads> heads_from_bytes(std::string_view bytes);
Result<TrainedHeads> load_heads(const std::filesystem::path& file);

}  // namespace attendant::understanding
