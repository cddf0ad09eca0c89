// Small recognisers sometimes run in circles on noise ("six zero six zero six zero ..."). The guard watches
// the tokens as they come and says where to stop. Pure; one decode, one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace attendant::speech::embedded {

class LoopGuard {
 public:
  // People do not speak faster than the first says; the slack is for short utterances.
  static constexpr double kTokensPerSecond = 7.0;
  static constexpr std::size_t kSlack = 6;
  // The same phrase so often in a row is a loop. A short phrase may be one digit ("five, five, five, five"),
  // so it needs more.
  static constexpr std::size_t kRepeats = 4;
  static constexpr std::size_t kRepeatsOfShort = 6;
  static constexpr std::size_t kShortPhrase = 3;     // tokens
  static constexpr std::size_t kLongestPhrase = 12;  // tokens

  explicit LoopGuard(double seconds_of_audio);

  // To be asked after each token. true: stop decoding.
  bool is_looping(std::span<const std::int64_t> tokens);
  // How many tokens are worth keeping after is_looping said true.
  std::size_t keep() const { return keep_; }

 private:
  std::size_t limit_;
  std::size_t keep_ = 0;
};

}  // namespace attendant::speech::embedded
