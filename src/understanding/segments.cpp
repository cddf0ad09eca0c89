#include "understanding/segments.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace attendant::understanding {
namespace {

constexpr std::string_view kOpenings[] = {
    "what",         "what's",     "whats",      "how",         "how's",
    "when",         "when's",     "where",      "where's",     "why",
    "which",        "who",        "is",         "are",         "do",
    "does",         "did",        "can",        "could",       "will",
    "would",        "has",        "have",       "am",          "was",
    "were",         "i want",     "i wanna",    "i need",      "i'd like",
    "i would like", "i also",     "i'll need",  "i'm calling", "i just want",
    "i just need",  "tell me",    "give me",    "send me",     "send",
    "let me",       "get me",     "change",     "set",         "put",
    "take",         "transfer",   "connect",    "show me",     "explain",
    "find me",      "please",     "we need",    "we want",     "the name needs",
    "if they are",  "if it is",   "if so",      "if they do",  "if i am",
    "if not",       "if you",     "should",     "may i",       "get",
    "cancel",       "stop",       "mail me",    "i'll pay",    "i'll need",
    "also",         "was",        "order",      "update",      "add",
    "the address",  "my address", "that check", "pay",         "i got to",
    "i gotta",      "you never",  "did that",   "need",        "i'd rather"};
constexpr std::string_view kLinks[] = {"and", "but", "also", "then", "plus", "so", "or"};
constexpr std::string_view kPlain[] = {
    "and also",     "also",           "and second",     "second",        "secondly",
    "and then",     "another thing",  "one more thing", "other thing",   "by the way",
    "and while",    "while you're",   "while i've",     "while i",       "plus",
    "and if",       "and when it is", "on top of that", "besides",       "the other question",
    "as well as",   "next",           "and can you",    "and could you", "and i want",
    "and i'd like", "and i need",     "and please"};

template <std::size_t N>
std::size_t longest(const std::string_view (&list)[N], const Tokens& tokens, std::size_t at) {
  std::size_t best = 0;
  for (const auto phrase : list) best = std::max(best, phrase_at(tokens, at, phrase));
  return best;
}

// What callers ask about two of in one breath.
constexpr std::string_view kLimits[] = {"deductible", "out of pocket"};

// Where the second of two different limits begins, with the words that join it to the first: recognisers get
// those wrong ("my deductible in my out-of-pocket max"). 0: nowhere.
std::size_t second_limit(const Tokens& tokens, std::size_t first) {
  std::string_view before;
  std::size_t behind = 0;
  for (std::size_t i = first; i < tokens.size(); ++i) {
    for (const auto limit : kLimits) {
      const auto words = phrase_at(tokens, i, limit);
      if (words == 0) continue;
      if (!before.empty() && limit != before) return behind;
      before = limit;
      behind = i + words;
    }
  }
  return 0;
}

bool is_link(std::string_view word) { return std::ranges::find(kLinks, word) != std::end(kLinks); }

}  // namespace

bool sounds_like_request(const Tokens& tokens, std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < std::min(last, tokens.size()); ++i) {
    if (const auto words = longest(kOpenings, tokens, i); words > 0 && i + words < last) return true;
  }
  return false;
}

std::vector<Cut> possible_cuts(const Tokens& tokens, std::size_t first) {
  std::vector<Cut> cuts;
  if (const auto at = second_limit(tokens, first); at > first) cuts.push_back({at, true});
  for (std::size_t i = first + 2; i + 2 < tokens.size(); ++i) {
    const bool plain = longest(kPlain, tokens, i) > 0;
    const bool link = is_link(tokens[i].word);
    const bool parted = tokens[i].stop || tokens[i].comma;
    if (!plain && !link && !parted) continue;
    std::size_t k = i;
    while (k < tokens.size() && k < i + 4 &&
           (is_link(tokens[k].word) || is_filler(tokens[k].word) || tokens[k].word == "second"))
      ++k;
    // "my deductible and my out of pocket max"
    const bool another = tokens[i].word == "and" && contains_word(tokens, i + 1, i + 2, {"my", "our", "the"});
    const bool opening = another || longest(kOpenings, tokens, k) > 0;
    if (!plain && !opening && !tokens[i].stop) continue;
    if (!cuts.empty() && i < cuts.back().at + 3 && i + 3 > cuts.back().at) {
      cuts.back().plain = cuts.back().plain || plain;
      continue;
    }
    cuts.push_back({i, plain});
  }
  std::ranges::sort(cuts, {}, [](const Cut& cut) { return std::pair(!cut.plain, cut.at); });
  if (cuts.size() > 3) cuts.resize(3);
  return cuts;
}

}  // namespace attendant::understanding
