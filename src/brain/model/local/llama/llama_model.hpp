// A language model file (GGUF) on llama.cpp, in this process. On the CPU.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "brain/model/local/text_model.hpp"
#include "telemetry/log.hpp"

namespace attendant::brain {

struct LlamaOptions {
  std::filesystem::path file;
  int context = 8192;     // tokens of one conversation, prompt and answer
  int conversations = 2;  // whose prompts are kept evaluated; each takes `context` tokens of memory
  int threads = 1;
};

class LlamaModel final : public TextModel {
 public:
  // Blocks on the disk: the file is mapped. The error names the file.
  static Result<std::unique_ptr<LlamaModel>> load(const LlamaOptions& options, const telemetry::Logger& log);
  ~LlamaModel() override;

  Status begin(const TextQuestion& question, const std::stop_token& stop) override;
  Result<TextPiece> next(const std::stop_token& stop) override;
  TextCounts counts() const override;

 private:
  struct Impl;
  explicit LlamaModel(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace attendant::brain
