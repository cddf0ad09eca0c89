#include "brain/dialogue/pointer.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "brain/dialogue/cues.hpp"

namespace attendant::brain {
namespace {

using Words = std::vector<std::string>;

// What the caller has without being the patient ("is he on my plan", "what is my share"), and kin that no
// record is asked by ("my mother says").
constexpr std::array<std::string_view, 32> kSaysNotWhose = {
    "plan",     "insurance", "policy",  "coverage",  "share",  "part",   "portion", "family",
    "question", "mistake",   "son",     "daughter",  "kid",    "child",  "boy",     "girl",
    "baby",     "wife",      "husband", "spouse",    "mother", "mom",    "father",  "dad",
    "brother",  "sister",    "sons",    "daughters", "kids",   "childs", "wifes",   "husbands"};

// Phrases in which the speaker only asks, or pays.
constexpr std::array<std::string_view, 31> kSpeakerOnlyAsks = {
    "tell me",      "let me",          "give me",         "show me",        "help me",
    "remind me",    "explain to me",   "i ask",           "i want to know", "i need to know",
    "like to know", "have a question", "got a question",  "i mean",         "i think",
    "i see",        "i guess",         "i wonder",        "was wondering",  "im wondering",
    "im calling",   "i understand",    "dont understand", "i heard",        "i pay",
    "i owe",        "we pay",          "we owe",          "have to pay",    "need to pay",
    "cost me"};

bool is_one_of(const std::string& word, std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, std::string_view(word)) != list.end();
}

bool owns_a_record(const Words& words) {
  constexpr std::size_t kReach = 4;  // "my eight year old son"
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_one_of(words[i], {"mine", "ours", "myself"})) return true;
    if (!is_one_of(words[i], {"my", "our"})) continue;
    const auto from = words.begin() + static_cast<std::ptrdiff_t>(i) + 1;
    const auto to = words.begin() + static_cast<std::ptrdiff_t>(std::min(words.size(), i + 1 + kReach));
    const bool other = std::any_of(from, to, [](const std::string& word) {
      return std::ranges::find(kSaysNotWhose, std::string_view(word)) != kSaysNotWhose.end();
    });
    if (!other) return true;
  }
  return false;
}

bool has_any(const Words& words, std::initializer_list<std::string_view> list) {
  return std::ranges::any_of(words, [&](const std::string& word) { return is_one_of(word, list); });
}

bool speaks_of_speaker(std::string text) {
  for (const auto phrase : kSpeakerOnlyAsks) text = replace_all(text, " " + std::string(phrase) + " ", " ");
  return has_any(plain_words(text), {"i", "me", "we", "us", "im", "ive", "am"});
}

}  // namespace

Pointer pointer_in(std::string_view text) {
  const auto words = plain_words(text);
  if (owns_a_record(words)) return Pointer::owner;
  if (has_any(words, {"he", "she", "him", "her", "his", "hers", "hes", "shes"})) return Pointer::third;
  return speaks_of_speaker(" " + join(words, " ") + " ") ? Pointer::speaker : Pointer::nobody;
}

}  // namespace attendant::brain
