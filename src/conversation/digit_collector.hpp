// Gathers single key presses into groups before an event exists, and masks what looks like a card or account
// number. Pure: time is passed in. One per call, on the call's shard.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "conversation/event.hpp"

namespace attendant::conversation {

class DigitCollector {
 public:
  explicit DigitCollector(std::chrono::milliseconds pause = std::chrono::milliseconds(2500))
      : pause_(pause) {}

  // How many digits the next answer has; 0 = unknown, then '#' or a pause ends the group.
  void expect(int digits) { expected_ = digits; }

  // A group, when this key completes one. '*' starts the group again.
  std::optional<DigitsKeyed> press(char key, CallTime now);
  // A group, when the pause has ended one.
  std::optional<DigitsKeyed> tick(CallTime now);

 private:
  DigitsKeyed take();

  std::chrono::milliseconds pause_;
  int expected_ = 0;
  std::string digits_;
  CallTime last_{0};
};

}  // namespace attendant::conversation
