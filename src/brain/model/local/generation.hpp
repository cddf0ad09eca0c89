// One question on the model's thread: its prompt evaluated, then token by token until it ends or is not
// wanted any more.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "base/result.hpp"
#include "brain/model/local/text_model.hpp"

namespace attendant::brain {

// Shared by the gateway, which may end it, and the model's thread.
struct Generation {
  TextQuestion question;
  std::stop_source stop;           // at once
  std::atomic<bool> wanted{true};  // false: the prompt is evaluated to its end, for the next question's sake
};

// What came of it, in order; the last one has `end` or `error`, unless it was stopped or not wanted.
struct Generated {
  std::string text;
  std::optional<TextEnd> end;
  std::optional<Error> error;
  TextCounts counts;
};

// Blocks until it is over; on the model's thread.
void generate(TextModel& model, const Generation& generation, const std::function<void(Generated)>& report);

}  // namespace attendant::brain
