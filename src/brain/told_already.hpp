// What of an answer that broke off need not be said again, and what somebody else adds to it. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/acts.hpp"

namespace attendant::brain {

// Whether `spoken` tells what the sentence tells: the same words, or the same values and states in mostly the
// same words. In doubt it does not: what is said twice does less harm than what is never said.
bool told_already(std::string_view sentence, std::span<const std::string> spoken);

// Ends with a mark that ends a sentence.
bool is_whole_sentence(std::string_view text);

// The acts of whoever takes over a turn of which `spoken` was said: without what was told already. Where they
// add nothing, or the other did not understand, the caller is asked again what they want.
std::vector<conversation::Act> rest_of_answer(std::vector<conversation::Act> acts,
                                              std::span<const std::string> spoken);

}  // namespace attendant::brain
