// Mends what a recogniser (or a caller) makes of the words of this trade, and takes out what the caller says
// he is not calling about, before intents are guessed. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace attendant::understanding {

// "how much of the duck tibble have I hit" -> "how much of the deductible have I hit"
std::string mended(std::string_view text);

// "I need a card, no, never mind, why was my claim denied": what the caller begins with anew; else all of it.
std::string_view after_new_beginning(std::string_view text);

// "What I asked was: when is it due?" -> "when is it due?": what only announces that it is said once more.
std::string without_announcement(std::string_view text);

// "I'm not calling about the denial, I'm calling 'cause you billed me" -> "I'm calling 'cause you billed me"
std::string without_denied_topics(std::string_view text);

}  // namespace attendant::understanding
