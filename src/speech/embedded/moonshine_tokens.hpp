// The vocabulary of a Moonshine model, read from its tokenizer.bin: a run of byte strings, the place in the
// run is the token. Immutable after loading; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace attendant::speech::embedded {

class MoonshineTokens {
 public:
  static constexpr std::int64_t kBegin = 1, kEnd = 2;

  // Each entry is a length (one byte, or two from 128 on: low seven bits, then the rest) and that many bytes.
  static Result<MoonshineTokens> parse(BytesView file);

  // The text of a sequence; tokens that stand for no text (begin, end, reserved) are left out.
  std::string text(std::span<const std::int64_t> tokens) const;
  // What a token writes behind a word.
  enum class Kind : std::uint8_t { none, word, comma, period, question };
  Kind kind(std::size_t token) const { return kinds_[token]; }
  std::size_t size() const { return pieces_.size(); }

 private:
  std::vector<std::string> pieces_;
  std::vector<Kind> kinds_;
};

}  // namespace attendant::speech::embedded
