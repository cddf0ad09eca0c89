#include "understanding/training.hpp"

#include "understanding/hearing.hpp"
#include "understanding/tokens.hpp"

namespace attendant::understanding {

Status ExampleMaker::add(std::span<const LabelledUtterance> utterances, float weight) {
  for (const LabelledUtterance& utterance : utterances) {
    if (utterance.intents.size() != 1) continue;
    const std::string text = mended(utterance.said.text);
    const Tokens tokens = tokenize(text);
    const Intent intent = utterance.intents.front();
    words_only_.push_back(
        {features_of(tokens, 0, tokens.size(), utterance.said.asked, nullptr), intent, weight});
    if (model_ == nullptr) continue;
    TRY_ASSIGN(const SentenceReading reading, model_->read(tokens));
    const Meaning meaning = reading.whole();
    with_meaning_.push_back(
        {features_of(tokens, 0, tokens.size(), utterance.said.asked, &meaning), intent, weight});
  }
  return {};
}

TrainedHeads ExampleMaker::train(const TrainingRecipe& recipe) const {
  return {IntentHead::train(with_meaning_, recipe), IntentHead::train(words_only_, recipe)};
}

}  // namespace attendant::understanding
