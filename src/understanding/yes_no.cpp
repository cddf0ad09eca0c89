#include "understanding/yes_no.hpp"

#include <algorithm>
#include <string_view>

namespace attendant::understanding {
namespace {

constexpr std::string_view kBefore[] = {"well",  "oh",     "uh",    "um",    "er",   "ah",       "okay",
                                        "ok",    "so",     "hm",    "hmm",   "ha",   "alright",  "i",
                                        "guess", "reckon", "think", "honey", "dear", "actually", "and",
                                        "hi",    "hello",  "eh",    "now"};
constexpr std::string_view kYes[] = {"yes",
                                     "yeah",
                                     "yep",
                                     "yup",
                                     "yea",
                                     "ya",
                                     "yah",
                                     "aye",
                                     "uh huh",
                                     "mm hm",
                                     "mhm",
                                     "mm hmm",
                                     "mmhm",
                                     "sure",
                                     "sure thing",
                                     "correct",
                                     "right",
                                     "exactly",
                                     "absolutely",
                                     "certainly",
                                     "definitely",
                                     "of course",
                                     "you got it",
                                     "you bet",
                                     "you betcha",
                                     "that's right",
                                     "that is right",
                                     "that's correct",
                                     "that is correct",
                                     "that's me",
                                     "that's it",
                                     "that's the one",
                                     "it is",
                                     "go ahead",
                                     "please do",
                                     "sounds good",
                                     "sounds right",
                                     "affirmative",
                                     "no problem",
                                     "no worries",
                                     "why not",
                                     "no that's fine",
                                     "no that's right",
                                     "no that's correct",
                                     "no go ahead",
                                     "si",
                                     "okay yes",
                                     "i do",
                                     "i would",
                                     "that works",
                                     "that'll work",
                                     "perfect",
                                     "fine",
                                     "that's fine",
                                     "this is correct",
                                     "this is right",
                                     "yes'm",
                                     "yessir",
                                     "you're right",
                                     "i reckon so",
                                     "i guess so",
                                     "i suppose so",
                                     "i believe so",
                                     "i think so"};
constexpr std::string_view kNo[] = {"no",
                                    "nope",
                                    "nah",
                                    "naw",
                                    "no no",
                                    "nay",
                                    "uh uh",
                                    "nuh uh",
                                    "negative",
                                    "incorrect",
                                    "wrong",
                                    "never",
                                    "not really",
                                    "not anymore",
                                    "not yet",
                                    "not now",
                                    "not today",
                                    "not right now",
                                    "not me",
                                    "not that",
                                    "that's wrong",
                                    "that is wrong",
                                    "that's not",
                                    "that is not",
                                    "that ain't",
                                    "this is not",
                                    "it's not",
                                    "it isn't",
                                    "absolutely not",
                                    "certainly not",
                                    "of course not",
                                    "i don't think so",
                                    "i do not think so",
                                    "don't",
                                    "do not",
                                    "please don't",
                                    "nothing else",
                                    "nothing more",
                                    "nothing",
                                    "none",
                                    "not at all",
                                    "not quite",
                                    "neither",
                                    "i'd rather not",
                                    "no thanks",
                                    "no thank you",
                                    "i said",
                                    "you've got it wrong",
                                    "you got it wrong",
                                    "you have it wrong",
                                    "no way",
                                    "cancel that",
                                    "hold off",
                                    "that isn't",
                                    "isn't",
                                    "ain't"};
// Follow a yes or no and add nothing.
constexpr std::string_view kAfter[] = {"sir",     "ma'am",  "mam",    "honey", "dear", "sweetheart", "please",
                                       "thanks",  "indeed", "really", "it",    "is",   "that's",     "right",
                                       "correct", "i",      "do",     "did",   "am"};

// What recognisers write for a "no" or "nope" that is all there is. "No" itself is a "know" or a "now"
// oftener than either is said alone to a question.
constexpr std::string_view kMisheardNo[] = {"number", "know", "now", "nop", "dope"};
constexpr std::size_t kLongestMisheardNo = 2;  // "Number number."

template <std::size_t N>
std::size_t longest(const std::string_view (&list)[N], const Tokens& tokens, std::size_t at) {
  std::size_t best = 0;
  for (const auto phrase : list) best = std::max(best, phrase_at(tokens, at, phrase));
  return best;
}

template <std::size_t N>
bool in(const std::string_view (&list)[N], std::string_view word) {
  return std::ranges::find(list, word) != std::end(list);
}

}  // namespace

LeadingYesNo leading_yes_no(const Tokens& tokens) {
  LeadingYesNo out;
  const bool misheard =
      std::ranges::all_of(tokens, [](const Token& token) { return in(kMisheardNo, token.word); });
  if (misheard && !tokens.empty() && tokens.size() <= kLongestMisheardNo) return {YesNo::no, tokens.size()};
  std::size_t i = 0;
  std::size_t skipped = 0;
  while (i < tokens.size()) {
    const std::size_t yes = longest(kYes, tokens, i), no = longest(kNo, tokens, i);
    if (yes == 0 && no == 0) {
      const bool soft = out.answer == YesNo::neither ? in(kBefore, tokens[i].word) && skipped < 4
                                                     : in(kAfter, tokens[i].word) && i < out.last + 2;
      if (!soft) break;
      ++skipped;
      ++i;
      continue;
    }
    // "yeah no": the last of a row decides; "no, that's right" is one phrase and yes. After a no, "that's it"
    // is no yes.
    const YesNo answer = yes > no ? YesNo::yes : YesNo::no;
    if (!(out.answer == YesNo::no && answer == YesNo::yes)) out.answer = answer;
    i += std::max(yes, no);
    out.last = i;
  }
  while (out.last < tokens.size() && out.answer != YesNo::neither && in(kAfter, tokens[out.last].word) &&
         !tokens[out.last].stop && tokens[out.last].word != "i" && tokens[out.last].word != "it" &&
         tokens[out.last].word != "is")
    ++out.last;
  return out;
}

bool takes_leave(const Tokens& tokens, std::size_t first) {
  constexpr std::string_view kLeave[] = {
      "bye",        "goodbye",           "good bye",      "thank you",       "thanks",    "thank",
      "good day",   "nice day",          "good one",      "good night",      "god bless", "take care",
      "so long",    "talk to you later", "appreciate it", "appreciate you",  "gotta run", "gotta go",
      "have to go", "let you go",        "much obliged",  "you have a good", "adios",     "cheers",
      "see you"};
  for (std::size_t i = first; i < tokens.size(); ++i) {
    if (longest(kLeave, tokens, i) > 0) return true;
  }
  return false;
}

}  // namespace attendant::understanding
