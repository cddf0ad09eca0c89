#include "conversation/digit_collector.hpp"

#include <utility>

namespace attendant::conversation {
namespace {

constexpr std::size_t kLongestAskedFor = 10;  // a telephone number; longer is a card or an account

}  // namespace

std::optional<DigitsKeyed> DigitCollector::press(char key, CallTime now) {
  last_ = now;
  if (key == '#') return digits_.empty() ? std::nullopt : std::optional(take());
  if (key == '*') {
    digits_.clear();
    return std::nullopt;
  }
  digits_ += key;
  if (expected_ > 0 && digits_.size() == static_cast<std::size_t>(expected_)) return take();
  return std::nullopt;
}

std::optional<DigitsKeyed> DigitCollector::tick(CallTime now) {
  if (digits_.empty() || now - last_ < pause_) return std::nullopt;
  return take();
}

DigitsKeyed DigitCollector::take() {
  auto digits = std::exchange(digits_, {});
  if (digits.size() > kLongestAskedFor) digits = "[card or account number]";
  return DigitsKeyed{std::move(digits)};
}

}  // namespace attendant::conversation
