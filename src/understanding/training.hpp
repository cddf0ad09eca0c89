// Makes the intent heads from labelled utterances. Any thread; takes about a minute.
#pragma once

#include <span>

#include "base/result.hpp"
#include "understanding/intent_head.hpp"
#include "understanding/sentence_model.hpp"
#include "understanding/utterance_json.hpp"

namespace attendant::understanding {

// The utterances with one intent are the examples; those with several are for testing the cutting, not for
// the head.

class ExampleMaker {
 public:
  // `model` may be null: then only the head for words alone can be trained well.
  explicit ExampleMaker(const SentenceModel* model) : model_(model) {}
  Status add(std::span<const LabelledUtterance> utterances, float weight);
  TrainedHeads train(const TrainingRecipe& recipe) const;

 private:
  const SentenceModel* model_;
  std::vector<Example> with_meaning_, words_only_;
};

}  // namespace attendant::understanding
