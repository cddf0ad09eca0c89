// Written words that are not said as they are spelled: abbreviations, acronyms, letters. Pure tables; any
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace attendant::speech {

// "Dr." -> "Doctor", "p.m." -> "P M". The key keeps its full stop; nothing for a word that is no
// abbreviation.
std::optional<std::string_view> expand_abbreviation(std::string_view word);

// "MRI" -> "M R I", "ZIP" -> "zip". Nothing for a word that is said as it is written.
std::optional<std::string> expand_acronym(std::string_view word);

// "nw" -> "N W": the names of the letters, upper case so that the pronunciation knows them from words.
std::string letters_in_words(std::string_view letters);

// 1..12 for "March", "Mar", "Sept".
std::optional<int> month_named(std::string_view word);

}  // namespace attendant::speech
