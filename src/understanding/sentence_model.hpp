// Meaning of a sentence as 384 numbers: all-MiniLM-L6-v2 (int8), mean over the pieces, length 1. Any thread; a call takes
// 2 to 5 ms of CPU.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.hpp"
#include "inference/runtime.hpp"
#include "inference/session.hpp"
#include "understanding/wordpiece.hpp"

namespace attendant::understanding {

inline constexpr std::size_t kMeaningSize = 384;
using Meaning = std::array<float, kMeaningSize>;

class SentenceModel {
 public:
  // `folder` holds model.onnx and vocab.txt. `runtime` outlives the model.
  static Result<std::unique_ptr<SentenceModel>> open(const inference::Runtime& runtime, const std::filesystem::path& folder);

  Result<Meaning> meaning_of(std::string_view text) const;

 private:
  SentenceModel(const inference::Runtime& runtime, WordPiece pieces, std::unique_ptr<inference::Session> session)
      : runtime_(runtime), pieces_(std::move(pieces)), session_(std::move(session)) {}

  const inference::Runtime& runtime_;
  WordPiece pieces_;
  std::unique_ptr<inference::Session> session_;
};

}  // namespace attendant::understanding
