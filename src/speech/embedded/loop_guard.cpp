#include "speech/embedded/loop_guard.hpp"

#include <algorithm>

namespace attendant::speech::embedded {
namespace {

// How many times the last `length` tokens stand in a row at the end.
std::size_t repeats_at_end(std::span<const std::int64_t> tokens, std::size_t length) {
  const auto phrase = tokens.last(length);
  std::size_t count = 1;
  while (tokens.size() >= (count + 1) * length &&
         std::ranges::equal(phrase, tokens.subspan(tokens.size() - (count + 1) * length, length))) {
    ++count;
  }
  return count;
}

}  // namespace

LoopGuard::LoopGuard(double seconds_of_audio)
    : limit_(static_cast<std::size_t>(seconds_of_audio * kTokensPerSecond) + kSlack) {}

bool LoopGuard::is_looping(std::span<const std::int64_t> tokens) {
  for (std::size_t length = 1; length <= std::min(kLongestPhrase, tokens.size() / kRepeats); ++length) {
    const std::size_t count = repeats_at_end(tokens, length);
    if (count >= (length <= kShortPhrase ? kRepeatsOfShort : kRepeats)) {
      keep_ = tokens.size() - (count - 1) * length;  // the phrase once: it may have been said
      return true;
    }
  }
  keep_ = tokens.size();
  return tokens.size() >= limit_;
}

}  // namespace attendant::speech::embedded
