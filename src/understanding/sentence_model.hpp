// Meaning of a sentence, and of its parts, as 384 numbers: all-MiniLM-L6-v2 (int8), mean over the pieces,
// length 1. Any thread. Reading a sentence takes 2 to 10 ms of CPU, by its length; its parts then cost next
// to nothing.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <vector>

#include "base/result.hpp"
#include "inference/runtime.hpp"
#include "inference/session.hpp"
#include "understanding/tokens.hpp"
#include "understanding/wordpiece.hpp"

namespace attendant::understanding {

inline constexpr std::size_t kMeaningSize = 384;
using Meaning = std::array<float, kMeaningSize>;

// One sentence as the model has read it. A part's meaning comes out of the whole: each word was read in its
// context.
class SentenceReading {
 public:
  Meaning whole() const;
  // Of the words that begin in bytes [begin, end) of the text.
  Meaning part(std::size_t begin, std::size_t end) const;

 private:
  friend class SentenceModel;
  Meaning mean(std::size_t first, std::size_t last) const;
  std::vector<float> hidden_;        // kMeaningSize numbers for each piece
  std::vector<std::size_t> places_;  // see WordPiece::Encoded
};

class SentenceModel {
 public:
  // `folder` holds model.onnx and vocab.txt. `runtime` outlives the model.
  static Result<std::unique_ptr<SentenceModel>> open(const inference::Runtime& runtime,
                                                     const std::filesystem::path& folder);

  // Fillers and punctuation are not read, and digits in a row are read as one number: each piece costs a
  // third of a millisecond, and these say nothing about what is wanted.
  Result<SentenceReading> read(const Tokens& tokens) const;

 private:
  SentenceModel(const inference::Runtime& runtime, WordPiece pieces,
                std::unique_ptr<inference::Session> session)
      : runtime_(runtime), pieces_(std::move(pieces)), session_(std::move(session)) {}

  const inference::Runtime& runtime_;
  WordPiece pieces_;
  std::unique_ptr<inference::Session> session_;
};

}  // namespace attendant::understanding
