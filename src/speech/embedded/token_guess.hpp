// A guess at the tokens of a text that is read one token after the other: what is left of it while the text
// agrees, found again behind a word that was read otherwise. Pure; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace attendant::speech::embedded {

class TokenGuess {
 public:
  // So many tokens further on the text may agree again.
  static constexpr std::size_t kReach = 6;

  explicit TokenGuess(std::span<const std::int64_t> tokens) : tokens_(tokens.begin(), tokens.end()) {}

  // The next token of the text.
  void read(std::int64_t token);
  // What is guessed to follow; empty while the text does not agree.
  std::span<const std::int64_t> rest() const;

 private:
  std::vector<std::int64_t> tokens_;
  std::size_t at_ = 0;
  bool agrees_ = true;
};

}  // namespace attendant::speech::embedded
