// Where to go on after a false alarm: a voice stopped our words, and nobody had spoken. Pure; any thread.
#pragma once

#include <string_view>

namespace attendant::conversation {

// The rest of `text`, of which `heard` (its beginning) was played: from the start of the clause that was
// broken off, or the one before it when no more than two words are left, for a sentence that goes on in the
// middle is not understood. Empty when all of it was heard.
std::string_view rest_from_clause(std::string_view text, std::string_view heard);

}  // namespace attendant::conversation
