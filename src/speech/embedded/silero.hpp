// Silero (version 6) at its native 8 kHz: one model for all calls, asked in batches.
#pragma once

#include <filesystem>
#include <memory>

#include "inference/runtime.hpp"
#include "speech/voice_detector.hpp"

namespace attendant::speech::embedded {

class Silero final : public VoiceDetector {
 public:
  // `runtime` outlives the instance.
  static Result<std::unique_ptr<Silero>> load(const inference::Runtime& runtime,
                                              const std::filesystem::path& model);
  ~Silero() override;

  Status detect(std::span<VoiceWindow> windows) override;

 private:
  struct Model;
  explicit Silero(std::unique_ptr<Model> model);
  Status detect_batch(std::span<VoiceWindow> windows);
  std::unique_ptr<Model> model_;
};

}  // namespace attendant::speech::embedded
