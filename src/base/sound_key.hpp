// How near two spoken names are: what a recogniser writes for a name is often another word that sounds like
// it. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attendant {

// The consonants by class, without vowels: "Naperville" and "neighborville" have one key. After Soundex (R.
// C. Russell, US patent 1261167, 1918), with every consonant coded and nothing cut off; one 'A' for a vowel
// in front. Spaces and marks are left out: "hollow way" is "Holloway".
std::string sound_key(std::string_view words);

// Letters to insert, leave out or replace (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b);

// Whether `heard` may stand for `name`, of one word or several: equal keys, or one class beside the other in
// a long one, and not too many other letters. Too weak for a name alone to prove anything.
bool sounds_like(std::string_view heard, std::string_view name);

}  // namespace attendant
