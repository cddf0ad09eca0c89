#include "base/sound_key.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace attendant {
namespace {

constexpr std::size_t kShortestKey = 3;   // fewer consonants are shared by too many words
constexpr std::size_t kLongKey = 5;       // from here on one class may differ
constexpr std::size_t kLongestName = 60;  // letters that are looked at

std::string letters_of(std::string_view words) {
  std::string letters;
  for (const char c : lower(words))
    if (c >= 'a' && c <= 'z' && letters.size() < kLongestName) letters.push_back(c);
  return letters;
}

bool is_vowel(char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; }

// The class of the consonant at `at`; 0: it is not heard, or only joins its neighbours.
char class_at(std::string_view letters, std::size_t at) {
  const char next = at + 1 < letters.size() ? letters[at + 1] : '\0';
  const bool soft = next == 'e' || next == 'i' || next == 'y';
  switch (letters[at]) {
    case 'b':
    case 'f':
    case 'p':
    case 'v':
      return 'B';
    case 'c':
      return soft || next == 'h' ? 'S' : 'K';
    case 'g':
      if (next == 'h') return 0;  // "neighbour", "Vaughan"
      return soft ? 'S' : 'K';
    case 'k':
    case 'q':
    case 'x':
      return 'K';
    case 's':
    case 'z':
    case 'j':
      return 'S';
    case 'd':
    case 't':
      return 'T';
    case 'l':
      return 'L';
    case 'm':
    case 'n':
      return 'N';
    case 'r':
      return 'R';
    default:
      return 0;  // h and w
  }
}

}  // namespace

std::string sound_key(std::string_view words) {
  const std::string letters = letters_of(words);
  std::string key;
  char before = 0;  // of the same consonant; a vowel parts two
  for (std::size_t at = 0; at < letters.size(); ++at) {
    if (is_vowel(letters[at])) {
      if (at == 0) key.push_back('A');
      before = 0;
      continue;
    }
    const char kind = class_at(letters, at);
    if (kind != 0 && kind != before) key.push_back(kind);
    if (kind != 0) before = kind;
  }
  return key;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

bool sounds_like(std::string_view heard, std::string_view name) {
  const std::string heard_key = sound_key(heard), key = sound_key(name);
  if (key.size() < kShortestKey) return false;
  const bool is_long = key.size() >= kLongKey;
  const std::size_t apart = edit_distance(heard_key, key);
  if (apart > (is_long ? 1U : 0U)) return false;
  const std::string a = letters_of(heard), b = letters_of(name);
  const std::size_t fifths = is_long && apart == 0 ? 3 : 2;  // of the letters that may be others
  return edit_distance(a, b) * 5 <= std::max(a.size(), b.size()) * fifths;
}

}  // namespace attendant
