#include "speech/embedded/token_guess.hpp"

#include <algorithm>

namespace attendant::speech::embedded {

void TokenGuess::read(std::int64_t token) {
  const auto ahead = std::span(tokens_).subspan(at_);
  const auto near = ahead.first(std::min(ahead.size(), kReach));
  const auto found = std::ranges::find(near, token);
  agrees_ = found != near.end();
  if (agrees_) at_ += static_cast<std::size_t>(found - near.begin()) + 1;
}

std::span<const std::int64_t> TokenGuess::rest() const {
  return agrees_ ? std::span(tokens_).subspan(at_) : std::span<const std::int64_t>();
}

}  // namespace attendant::speech::embedded
