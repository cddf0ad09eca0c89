// What a model's agent says to a caller who says nothing: the question again, with more help each time; a
// person; the end. The model is not asked. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "conversation/acts.hpp"

namespace attendant::brain {

inline constexpr int kOfferSilence = 3;  // at which a person is offered; the next one ends the call

// `question`: the last one. `offer_at`: the silence in a row at which a person is offered.
std::vector<std::string> words_for_silence(int times, std::string_view question,
                                           int offer_at = kOfferSilence);

// After the last silence.
std::vector<conversation::Act> end_in_silence();

}  // namespace attendant::brain
