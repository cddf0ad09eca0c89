// When a request is only probably what was meant, and the short question that finds out. Pure; any thread.
#pragma once

#include <string_view>

#include "understanding/understanding.hpp"

namespace attendant::brain {

// What the first intent of an utterance is good for: to be acted upon, to be asked back, or nothing.
enum class Certainty { sure, guess, none };
Certainty certainty_of(const understanding::Understanding& meant);

// "Do you want to know where your claim stands?"; empty for what is no request.
std::string_view question_whether(understanding::Intent intent);

}  // namespace attendant::brain
