// What a recogniser read, judged by what was asked. Values; any thread.
#pragma once

#include <functional>
#include <string_view>

namespace attendant::speech {

// How a reading answers what was asked: not at all; in form; or so that it proves itself (a check digit).
enum class Fit { none, form, proven };
// Null: nothing particular is expected. Called on any thread.
using JudgeReading = std::function<Fit(std::string_view text)>;

}  // namespace attendant::speech
