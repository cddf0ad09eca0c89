// The decoder of a Moonshine model over one utterance: it is handed the tokens of the text one after the
// other and says after each what may follow. What it computed of earlier tokens it keeps.
//
// Tokens that are expected can be fed ahead, all of them in one pass, which costs little more than a single
// one (speculative decoding, Leviathan et al. 2023, with an earlier reading of the same sound as the draft):
// where the text takes another way what was fed ahead is forgotten. One thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "inference/runtime.hpp"
#include "inference/session.hpp"
#include "speech/embedded/token_guess.hpp"

namespace attendant::speech::embedded {

// The model behind it; any thread.
class MoonshineDecoderModel {
 public:
  // ErrorCode::unsupported: it is no decoder of Moonshine. `runtime` outlives it.
  static Result<MoonshineDecoderModel> of(const inference::Runtime& runtime,
                                          std::unique_ptr<inference::Session> session);

 private:
  friend class MoonshineDecoder;
  MoonshineDecoderModel(const inference::Runtime& runtime, std::unique_ptr<inference::Session> session);

  const inference::Runtime* runtime_;
  std::unique_ptr<inference::Session> session_;
  std::vector<std::string> past_names_, present_names_;  // of the caches, layer by layer
};

class MoonshineDecoder {
 public:
  // `hidden`: the encoder's, float [1, steps, width]. `guess`: an earlier reading of the same sound, or
  // empty. `model` outlives it.
  MoonshineDecoder(const MoonshineDecoderModel& model, inference::Tensor hidden,
                   std::span<const std::int64_t> guess);

  // What may follow `token`, which follows those of the calls before: a logit for each of the vocabulary,
  // valid until the next call.
  Result<std::span<const float>> after(std::int64_t token);

 private:
  Status feed_from_the_start(std::span<const std::int64_t> ahead);
  Status feed_last();
  Status run(std::span<std::int64_t> tokens);
  void forget_ahead();
  std::span<const float> row() const;

  const MoonshineDecoderModel& model_;
  inference::Tensor hidden_;
  TokenGuess guess_;
  std::vector<std::int64_t> tokens_;  // the text so far
  std::vector<std::int64_t> fed_;     // what the caches hold: the text so far, and what was fed ahead
  inference::Tensor logits_;          // of the last pass: a row for each token that it fed
  std::size_t first_row_ = 0;         // place in fed_ of the first of them
  std::vector<inference::Tensor> caches_;
  std::vector<std::vector<float>> kept_;  // memory of caches_ that were cut
  bool has_caches_ = false;
};

}  // namespace attendant::speech::embedded
