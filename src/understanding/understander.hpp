// The whole of understanding in one object: emergency lexicon, slots, yes/no answers, and the trained intent head.
// Made once at start and shared: `understand` is const, thread-safe and deterministic. It takes up to 10 ms of CPU, so it is
// called on the inference pool, never on a shard.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"
#include "understanding/understanding.hpp"

namespace attendant::understanding {

struct UnderstanderPaths {
  std::filesystem::path head;     // intents.bin, made by `attendant understand --train`
  std::filesystem::path engines;  // holds minilm/{model.onnx,vocab.txt} and onnxruntime/; empty: words only
};

class Understander {
 public:
  // Without the sentence model it still opens, and knows intents by words alone: `degraded()` says why.
  // invalid: the head is missing or does not fit this program.
  static Result<Understander> open(const UnderstanderPaths& paths);

  Understander(Understander&&) noexcept;
  Understander& operator=(Understander&&) noexcept;
  ~Understander();

  // `today` decides two-digit years of birth.
  Understanding understand(std::string_view text, conversation::Asked asked, Date today) const;

  const std::string& degraded() const;  // empty: all there; else one sentence that names what is missing

 private:
  class Engine;
  explicit Understander(std::unique_ptr<const Engine> engine);
  std::unique_ptr<const Engine> engine_;
};

}  // namespace attendant::understanding
