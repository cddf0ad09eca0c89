#include "understanding/sentence_model.hpp"

#include <cmath>
#include <cstdint>
#include <vector>

#include "understanding/numbers.hpp"

namespace attendant::understanding {
namespace {

constexpr std::size_t kMostPieces = 48;  // a long turn; more would cost more than the 10 ms

std::vector<WordPiece::PlacedWord> words_to_read(const Tokens& tokens) {
  std::vector<WordPiece::PlacedWord> words;
  bool in_number = false;
  for (std::size_t at = 0; at < tokens.size();) {
    if (const auto number = number_at(tokens, at)) {
      if (!in_number || number->ordinal) words.push_back({tokens[at].word, tokens[at].begin});
      in_number = true;
      at = number->last;
      continue;
    }
    if (!is_filler(tokens[at].word)) {
      words.push_back({tokens[at].word, tokens[at].begin});
      in_number = false;
    }
    ++at;
  }
  return words;
}

}  // namespace

Result<std::unique_ptr<SentenceModel>> SentenceModel::open(const inference::Runtime& runtime,
                                                           const std::filesystem::path& folder) {
  TRY_ASSIGN(WordPiece pieces, WordPiece::load(folder / "vocab.txt"));
  TRY_ASSIGN(auto session, runtime.open(folder / "model.onnx"));
  return std::unique_ptr<SentenceModel>(new SentenceModel(runtime, std::move(pieces), std::move(session)));
}

Result<SentenceReading> SentenceModel::read(const Tokens& tokens) const {
  WordPiece::Encoded pieces = pieces_.encode(words_to_read(tokens), kMostPieces);
  std::vector<std::int64_t>& ids = pieces.ids;
  std::vector<std::int64_t> mask(ids.size(), 1), types(ids.size(), 0);
  const std::array<std::int64_t, 2> shape{1, static_cast<std::int64_t>(ids.size())};
  const inference::Tensor ids_tensor = runtime_.view(std::span(ids), shape);
  const inference::Tensor mask_tensor = runtime_.view(std::span(mask), shape);
  const inference::Tensor types_tensor = runtime_.view(std::span(types), shape);
  const std::array inputs{inference::Input{"input_ids", &ids_tensor},
                          inference::Input{"attention_mask", &mask_tensor},
                          inference::Input{"token_type_ids", &types_tensor}};
  const std::array outputs{"last_hidden_state"};
  TRY_ASSIGN(const auto results, session_->run(inputs, outputs));
  const auto hidden = results.front().floats();
  if (hidden.size() != ids.size() * kMeaningSize)
    return fail(ErrorCode::internal, "the sentence model gave an unexpected shape");
  SentenceReading reading;
  reading.hidden_.assign(hidden.begin(), hidden.end());
  reading.places_ = std::move(pieces.places);
  return reading;
}

Meaning SentenceReading::whole() const { return mean(0, places_.size()); }

Meaning SentenceReading::part(std::size_t begin, std::size_t end) const {
  // Without [CLS] and [SEP], which stand for the whole.
  std::size_t first = 1, last = places_.size() - 1;
  while (first < last && places_[first] < begin) ++first;
  while (last > first && places_[last - 1] >= end) --last;
  return first < last ? mean(first, last) : whole();
}

Meaning SentenceReading::mean(std::size_t first, std::size_t last) const {
  Meaning meaning{};
  for (std::size_t position = first; position < last; ++position) {
    for (std::size_t i = 0; i < kMeaningSize; ++i) meaning[i] += hidden_[position * kMeaningSize + i];
  }
  float square = 0;
  for (const float value : meaning) square += value * value;
  const float scale = square > 0 ? 1.0F / std::sqrt(square) : 0.0F;
  for (float& value : meaning) value *= scale;
  return meaning;
}

}  // namespace attendant::understanding
