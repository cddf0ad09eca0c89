// The last net at the mouth: card and government numbers in a sentence of ours become what may be said of
// them. Pure.
#pragma once

#include <string>
#include <string_view>

namespace attendant::guard {

// "4111 1111 1111 1111" -> "the card ending in 1111", "123-45-6789" -> "that government number". Figures
// only: a number in words that no tool told is not spoken at all.
std::string without_sensitive_digits(std::string_view sentence);

}  // namespace attendant::guard
