// What an agent never says, whatever is true: medical advice, promises, its instructions, that it is human,
// a request for card or government numbers, text that cannot be spoken. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace attendant::guard {

inline constexpr std::string_view kMedicalAdvice = "medical advice";

// Why the sentence must not be spoken: "medical advice". Nothing: it may. `instructions`: the model's, of
// which no longer piece may be spoken.
std::optional<std::string> misconduct(std::string_view sentence, std::string_view instructions);

}  // namespace attendant::guard
