#include "conversation/turn_end.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "conversation/half_numbers.hpp"
#include "conversation/number_words.hpp"

namespace attendant::conversation {
namespace {

template <std::size_t N>
bool among(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

// Nothing ends in these.
constexpr std::array<std::string_view, 30> kNeverLast = {
    "and", "or",    "but",  "because", "the",    "a",     "an",   "my", "your",   "his",
    "our", "their", "i",    "it's",    "i'm",    "i'd",   "um",   "uh", "er",     "if",
    "of",  "when",  "than", "whether", "double", "we're", "i've", "we", "'cause", "every"};

// These end a question ("what is that for?") or, the second half, a sentence too.
constexpr std::array<std::string_view, 9> kEndsQuestion = {"to", "for",  "from",  "in", "on",
                                                           "at", "with", "about", "her"};
constexpr std::array<std::string_view, 10> kEndsSentence = {"is",   "are",  "was", "were", "that",
                                                            "this", "then", "so",  "well", "like"};

// One word that opens what is to come.
constexpr std::array<std::string_view, 14> kOpeners = {"hello", "hi",      "hey",    "yeah", "yes",
                                                       "no",    "okay",    "ok",     "good", "sure",
                                                       "right", "alright", "please", "hmm"};

constexpr std::array<std::string_view, 26> kAnswersYesOrNo = {
    "yes",     "yeah",      "yep",    "yup",     "no",         "nope",   "nah",  "correct", "right",
    "sure",    "okay",      "ok",     "exactly", "absolutely", "please", "fine", "wrong",   "incorrect",
    "alright", "certainly", "course", "ahead",   "it",         "that's", "is",   "perfect"};

constexpr std::array<std::string_view, 28> kBackchannels = {
    "uh",   "huh",     "mm",  "hmm", "mhm",  "hm",    "aha",  "okay",  "ok",  "right",
    "yeah", "yes",     "yep", "yup", "sure", "ah",    "oh",   "i",     "see", "got",
    "it",   "alright", "all", "um",  "good", "great", "fine", "gotcha"};

constexpr std::array<std::string_view, 9> kListens = {"i",   "see", "oh",     "ah",   "aha",
                                                      "got", "it",  "gotcha", "great"};

// What the last word says by itself, before any number is looked at.
bool more_is_coming(const SpokenWords& words) {
  const auto& [word, after] = words.back();
  if (among(kNeverLast, word)) return true;
  if (among(kEndsQuestion, word)) return after != '?';
  return among(kEndsSentence, word) && after != '?' && after != '.' && after != '!';
}

// "I have a question about my bill" is a sentence, and half of those who say it go on with the question.
constexpr std::array<std::array<std::string_view, 2>, 9> kAnnouncements = {{{"ask", "about"},
                                                                            {"question", "about"},
                                                                            {"questions", "about"},
                                                                            {"calling", "about"},
                                                                            {"calling", "from"},
                                                                            {"calling", "regarding"},
                                                                            {"calling", "for"},
                                                                            {"help", "with"},
                                                                            {"problem", "with"}}};
constexpr std::ptrdiff_t kWordsOfATopic = 7;

// Nothing follows but what it is about, or who calls.
bool announces(const SpokenWords& words) {
  if (words.back().after == '?') return false;
  const auto found = std::ranges::adjacent_find(words, [](const auto& a, const auto& b) {
    return std::ranges::any_of(kAnnouncements,
                               [&](const auto& pair) { return pair[0] == a.text && pair[1] == b.text; });
  });
  return found != words.end() && words.end() - found - 2 <= kWordsOfATopic;
}

enum class Evidence { complete, likely, neutral, doubtful, incomplete };

// Of words that end in a date or digits; nothing when they do not.
std::optional<Evidence> number_evidence(const SpokenWords& words, Asked asked, int digits) {
  const auto numbers = numbers_in(words);
  if (digits > 0 && (ends_in_id_prefix(words) || ends_in_correction(words, numbers)))
    return Evidence::incomplete;
  const auto trailing = trailing_digits(words, numbers);
  const bool of_known_length = trailing && trailing->length;
  const bool for_birth = asked == Asked::ask_dob;
  if (!of_known_length) {
    switch (date_at_end(words, numbers, for_birth)) {
      case DateEvidence::whole:
        return digits > 0 ? Evidence::complete : Evidence::neutral;
      case DateEvidence::perhaps:
        return Evidence::neutral;
      case DateEvidence::begun:
        return for_birth ? Evidence::incomplete : Evidence::neutral;
      case DateEvidence::none:
        break;
    }
  }
  if (!trailing) return std::nullopt;
  if (trailing->part_of_one) return Evidence::neutral;
  const int expected = trailing->length.value_or(for_birth ? 0 : digits);
  if (expected == 0 || trailing->count > expected) return Evidence::neutral;
  if (trailing->count < expected) return Evidence::incomplete;
  return digits > 0 ? Evidence::complete : Evidence::neutral;
}

Evidence evidence_of(const SpokenWords& words, Asked asked, int digits) {
  if (const auto numbers = number_evidence(words, asked, digits)) return *numbers;
  if (more_is_coming(words)) return Evidence::incomplete;
  const bool one_word = words.size() == 1;
  // A comma: the recogniser has heard that it goes on, but it is often wrong.
  if (asked == Asked::confirm && words.size() <= 5 && words.back().after != ',' &&
      std::ranges::any_of(words, [](const auto& word) { return among(kAnswersYesOrNo, word.text); }))
    return Evidence::complete;
  if (one_word && asked == Asked::open && among(kOpeners, words.front().text)) return Evidence::incomplete;
  return Evidence::neutral;
}

// Where neither numbers nor the last word decide.
Evidence by_completeness(const TurnSoFar& turn, const TurnEndPolicy& policy) {
  if (!turn.completeness) return turn.understood ? Evidence::neutral : Evidence::incomplete;
  // Half a sentence is more often not understood than a whole one.
  if (*turn.completeness >= policy.likely_from)
    return turn.understood ? Evidence::likely : Evidence::doubtful;
  if (!turn.understood) return Evidence::incomplete;
  return *turn.completeness >= policy.doubtful_from ? Evidence::doubtful : Evidence::incomplete;
}

std::chrono::milliseconds silence_for(Evidence evidence, const TurnSoFar& turn, const TurnEndPolicy& policy) {
  const bool done = turn.advice == TurnAdvice::done;
  switch (evidence) {
    case Evidence::complete:
      return policy.complete;
    case Evidence::likely:
      return turn.advice == TurnAdvice::not_done ? std::max(policy.likely, policy.neutral) : policy.likely;
    case Evidence::doubtful:
      return done ? policy.neutral : policy.doubtful;
    case Evidence::neutral:
      return done ? policy.neutral_done
                  : (turn.advice == TurnAdvice::not_done ? policy.neutral_not_done : policy.neutral);
    case Evidence::incomplete:
      return done && turn.digits == 0 ? policy.incomplete_done : policy.incomplete;
  }
  return policy.neutral;
}

constexpr std::array<std::string_view, 20> kStops = {
    "wait",  "stop",     "hold",   "sorry", "pardon",         "excuse", "what",  "hello",  "hey",    "help",
    "agent", "operator", "person", "human", "representative", "repeat", "again", "slower", "louder", "hang"};

}  // namespace

std::chrono::milliseconds silence_to_end(const TurnSoFar& turn, const TurnEndPolicy& policy) {
  const auto words = spoken_words(turn.text);
  auto evidence = words.empty() ? Evidence::incomplete : evidence_of(words, turn.asked, turn.digits);
  if (evidence == Evidence::complete && turn.confidence < policy.doubt) evidence = Evidence::neutral;
  // "No, the last" holds a no, and more.
  if (evidence == Evidence::complete && turn.digits == 0 &&
      turn.completeness.value_or(1.0F) < policy.answered_from)
    evidence = Evidence::doubtful;
  if (evidence == Evidence::neutral) evidence = by_completeness(turn, policy);
  if (evidence == Evidence::likely && turn.asked == Asked::open && announces(words))
    evidence = Evidence::doubtful;
  // A digit may have been lost on the line, and "have we" ends a question.
  if (evidence == Evidence::incomplete && turn.understood && turn.completeness >= policy.whole_anyway_from)
    evidence = Evidence::doubtful;
  return std::min(policy.longest, silence_for(evidence, turn, policy));
}

bool is_backchannel(std::string_view text) {
  const auto words = spoken_words(text);
  return words.size() <= 3 &&
         std::ranges::all_of(words, [](const auto& word) { return among(kBackchannels, word.text); });
}

bool only_listens(std::string_view text) {
  return std::ranges::all_of(spoken_words(text), [](const auto& word) { return among(kListens, word.text); });
}

bool has_content(std::string_view text) {
  const auto words = spoken_words(text);
  return !words.empty() && !is_backchannel(text) &&
         std::ranges::any_of(words, [](const auto& word) { return !among(kBackchannels, word.text); });
}

bool stops_people(std::string_view text) {
  return std::ranges::any_of(spoken_words(text), [](const auto& word) { return among(kStops, word.text); });
}

}  // namespace attendant::conversation
