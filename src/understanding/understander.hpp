// The whole of understanding in one object: emergency lexicon, slots, yes/no answers, and the trained intent
// head. Made once at start and shared: `understand` is const, thread-safe and deterministic. It takes up to
// 10 ms of CPU, so it is called on the inference pool, never on a shard.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"
#include "understanding/understanding.hpp"

namespace attendant::inference {
class Runtime;
}

namespace attendant::understanding {

struct TrainedHeads;
class SentenceModel;

class Understander {
 public:
  // `head` is intents.bin; `model_folder` holds the sentence model (model.onnx, vocab.txt). `runtime`
  // outlives the Understander; null, or a model that is missing: it still opens and knows intents by words
  // alone, and `degraded` says why. Fails when the head is missing or does not fit this program.
  static Result<Understander> open(const std::filesystem::path& head,
                                   const std::filesystem::path& model_folder,
                                   const inference::Runtime* runtime);
  // With heads at hand, as a trainer has; `model` may be null.
  Understander(TrainedHeads heads, std::shared_ptr<const SentenceModel> model, std::string degraded);

  Understander(Understander&&) noexcept;
  Understander& operator=(Understander&&) noexcept;
  ~Understander();

  // `today` decides two-digit years of birth.
  Understanding understand(std::string_view text, conversation::Asked asked, Date today) const;

  const std::string& degraded() const;  // empty: all there; else one sentence that names what is missing

  // The model of meanings, for others that need one; null when it is missing.
  std::shared_ptr<const SentenceModel> sentence_model() const;

 private:
  class Engine;
  std::unique_ptr<const Engine> engine_;
};

}  // namespace attendant::understanding
