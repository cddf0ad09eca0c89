// Moonshine (tiny or base, English) driven on ONNX Runtime: an encoder run, then the decoder token by token,
// greedily, with its caches handed from step to step. One instance serves all calls; transcribe() may run on
// several threads at once.
#pragma once

#include <filesystem>
#include <memory>

#include "inference/runtime.hpp"
#include "speech/embedded/moonshine_tokens.hpp"
#include "speech/transcriber.hpp"

namespace attendant::speech::embedded {

struct MoonshineOptions {
  // It is asked only where words were heard already, and says something of any sound: the larger model
  // otherwise says nothing of some noisy speech.
  bool always_words = false;
  // As SessionOptions::fold_weights: what the export of the larger model needs, and that of tiny does not.
  bool fold_weights = false;
};

class Moonshine final : public Transcriber {
 public:
  // `folder` holds encoder_model.ort, decoder_model_merged.ort and tokenizer.bin. `runtime` outlives the
  // instance.
  static Result<std::unique_ptr<Moonshine>> load(const inference::Runtime& runtime,
                                                 const std::filesystem::path& folder,
                                                 const MoonshineOptions& options = {});
  ~Moonshine() override;

  Result<Transcript> transcribe(audio::SamplesView samples, audio::SampleRate sample_rate,
                                const ReadingRequest& request, std::stop_token stop) override;

 private:
  struct Models;
  explicit Moonshine(std::unique_ptr<Models> models);
  std::unique_ptr<Models> models_;
};

}  // namespace attendant::speech::embedded
