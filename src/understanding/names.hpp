// Names of providers and of persons, as they were said. Pure; any thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "conversation/acts.hpp"
#include "understanding/lexicon.hpp"
#include "understanding/tokens.hpp"

namespace attendant::understanding {

// "doctor okafor", "st. brannoc hospital": lower case, with the title, as in the text.
std::optional<Found> find_provider(std::string_view text, const Tokens& tokens);

// "my name is Priya Ramanathan", "this is Dorothy Kempfer"; a bare "it's ..." counts only where an id was
// asked for.
std::optional<Found> find_person(std::string_view text, const Tokens& tokens, conversation::Asked asked);

}  // namespace attendant::understanding
