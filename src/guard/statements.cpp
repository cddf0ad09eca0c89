#include "guard/statements.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "base/text.hpp"
#include "guard/word_scan.hpp"

namespace attendant::guard {
namespace {

using Words = std::vector<Word>;

struct StatePhrase {
  std::string_view words;
  State state;
  bool negated = false;
};

// Longer phrases first where one contains another.
constexpr std::array kStates = {
    StatePhrase{"denied", State::denied},
    StatePhrase{"denial", State::denied},
    StatePhrase{"rejected", State::denied},
    StatePhrase{"declined", State::denied},
    StatePhrase{"approved", State::approved},
    StatePhrase{"authorized", State::approved},
    StatePhrase{"paid", State::paid},
    StatePhrase{"unpaid", State::paid, true},
    StatePhrase{"settled", State::paid},
    StatePhrase{"pending", State::pending},
    StatePhrase{"in review", State::pending},
    StatePhrase{"under review", State::pending},
    StatePhrase{"being processed", State::pending},
    StatePhrase{"processed", State::processed},
    StatePhrase{"covered", State::covered},
    StatePhrase{"covers", State::covered},
    StatePhrase{"not cover", State::covered, true},
    StatePhrase{"out of network", State::in_network, true},
    StatePhrase{"out - of - network", State::in_network, true},
    StatePhrase{"in network", State::in_network},
    StatePhrase{"in - network", State::in_network},
    StatePhrase{"active", State::active},
    StatePhrase{"in force", State::active},
    StatePhrase{"inactive", State::active, true},
    StatePhrase{"terminated", State::ended},
    StatePhrase{"lapsed", State::ended},
    StatePhrase{"expired", State::ended},
    StatePhrase{"ended", State::ended},
    StatePhrase{"cancelled", State::ended},
    StatePhrase{"canceled", State::ended},
    StatePhrase{"overdue", State::overdue},
    StatePhrase{"past due", State::overdue},
    StatePhrase{"received", State::received},
    StatePhrase{"arrived", State::received},
    StatePhrase{"posted", State::received},
    StatePhrase{"returned", State::returned},
    StatePhrase{"bounced", State::returned},
    StatePhrase{"came back", State::returned},
    StatePhrase{"eligible", State::eligible},
    StatePhrase{"you qualify", State::eligible},
    StatePhrase{"is met", State::met},
    StatePhrase{"been met", State::met},
    StatePhrase{"have met", State::met},
    StatePhrase{"needs prior authorization", State::needs_authorization},
    StatePhrase{"need prior authorization", State::needs_authorization},
    StatePhrase{"requires prior authorization", State::needs_authorization},
    StatePhrase{"authorization is required", State::needs_authorization},
    StatePhrase{"authorization is needed", State::needs_authorization},
    StatePhrase{"no prior authorization is", State::needs_authorization, true},
};

bool is_one_of(std::string_view word, std::span<const std::string_view> list) {
  return std::ranges::find(list, word) != list.end();
}

bool is_negation(std::string_view word) {
  static constexpr std::string_view kWords[] = {"not",  "never",   "no",      "nothing",
                                                "none", "neither", "without", "nobody"};
  return word.ends_with("n't") || std::ranges::find(kWords, word) != std::end(kWords);
}

// Within the same clause, a few words before.
bool negated_at(const Words& words, std::size_t at) {
  constexpr std::size_t kReach = 4;
  for (std::size_t back = 1; back <= kReach && back <= at; ++back) {
    const auto& word = words[at - back];
    if (word.kind == Word::Kind::mark && word.text != "-") return false;
    if (word.text == "but" || word.text == "and") return false;
    if (is_negation(word.text)) return true;
  }
  return false;
}

bool begins_with_one_of(const Words& words, std::span<const std::string_view> phrases) {
  return std::ranges::any_of(phrases, [&](std::string_view phrase) { return words_at(words, 0, phrase); });
}

bool asks(const Words& words) {
  if (words.empty() || words.back().text != "?") return false;
  static constexpr std::string_view kOpeners[] = {
      "which",     "what",     "when", "where", "who",       "why",   "how",   "do",
      "does",      "did",      "is",   "are",   "was",       "were",  "would", "should",
      "could",     "can",      "have", "has",   "may",       "shall", "will",  "so which",
      "and which", "and what", "or",   "sorry", "could you", "am",    "whose"};
  if (!begins_with_one_of(words, kOpeners)) return false;
  // "..., right?" states and asks for consent.
  static constexpr std::string_view kTags[] = {"right ?", "correct ?", "okay ?", "isn't it ?", "wasn't it ?"};
  for (const auto tag : kTags) {
    const auto size = split_words(tag).size();
    if (words.size() > size && words_at(words, words.size() - size, tag) &&
        words[words.size() - size - 1].text == ",")
      return false;
  }
  return true;
}

Mood mood_at(const Words& words, std::size_t at) {
  if (asks(words)) return Mood::open;
  static constexpr std::string_view kIntentions[] = {
      "let me", "let's",  "i'll",    "i will", "i can",        "i'm going", "one moment", "sure",
      "okay",   "i need", "to find", "please", "i'd be happy", "so i",      "you'd like"};
  if (!begins_with_one_of(words, kIntentions)) return Mood::states;
  bool granted = false;
  for (std::size_t i = 0; i < at; ++i) {
    const auto& word = words[i].text;
    if (word == "that" && i + 1 < words.size() && words[i + 1].text != "claim" && words[i + 1].text != "one")
      return Mood::states;
    if (word == "whether" || word == "if") return Mood::open;
    if (word == "why" || word == "when" || word == "how" || word == "what" || word == "which") granted = true;
  }
  return granted ? Mood::takes_for_granted : Mood::states;
}

struct Verb {
  std::string_view word;
  Deed deed;
};
constexpr std::array kVerbs = {
    Verb{"updated", Deed::changed},
    Verb{"changed", Deed::changed},
    Verb{"corrected", Deed::changed},
    Verb{"sent", Deed::sent},
    Verb{"mailed", Deed::sent},
    Verb{"emailed", Deed::sent},
    Verb{"ordered", Deed::sent},
    Verb{"requested", Deed::sent},
    Verb{"started", Deed::opened},
    Verb{"opened", Deed::opened},
    Verb{"filed", Deed::opened},
    Verb{"submitted", Deed::opened},
    Verb{"initiated", Deed::opened},
    Verb{"stopped", Deed::stopped},
    Verb{"cancelled", Deed::stopped},
    Verb{"canceled", Deed::stopped},
    Verb{"disabled", Deed::stopped},
    Verb{"scheduled", Deed::arranged},
    Verb{"arranged", Deed::arranged},
    Verb{"booked", Deed::arranged},
    Verb{"set", Deed::arranged},
    Verb{"recorded", Deed::recorded},
    Verb{"noted", Deed::recorded},
    Verb{"logged", Deed::recorded},
    Verb{"registered", Deed::recorded},
    Verb{"verified", Deed::verified},
    Verb{"authenticated", Deed::verified},
    Verb{"identified", Deed::verified},
    Verb{"refunded", Deed::settled},
    Verb{"waived", Deed::settled},
    Verb{"credited", Deed::settled},
    Verb{"adjusted", Deed::settled},
    Verb{"removed", Deed::settled},
    Verb{"deleted", Deed::settled},
    Verb{"erased", Deed::settled},
    Verb{"reset", Deed::settled},
    Verb{"reversed", Deed::settled},
    Verb{"escalated", Deed::settled},
    Verb{"overridden", Deed::settled},
    Verb{"granted", Deed::settled},
    Verb{"unlocked", Deed::settled},
    Verb{"forgiven", Deed::settled},
};

enum class Agency { none, ours, passive };

// "I've just", "we have", "I went ahead and"; "has been", "is now", "was".
Agency agency_before(const Words& words, std::size_t at) {
  constexpr std::size_t kReach = 6;
  auto found = Agency::none;
  for (std::size_t back = 1; back <= kReach && back <= at; ++back) {
    const auto& word = words[at - back].text;
    if (words[at - back].kind == Word::Kind::mark && word != "-") break;
    if (is_negation(word) || word == "can" || word == "will" || word == "could" || word == "to" ||
        word == "when" || word == "if" || word == "once" || word == "be" || word == "which" || word == "that")
      return Agency::none;
    if (word == "i've" || word == "we've" || word == "i" || word == "we") return Agency::ours;
    if (word == "been" || word == "was" || word == "were" || word == "is" || word == "are" ||
        word == "it's" || word == "you're" || word == "has")
      found = Agency::passive;
  }
  return found;
}

}  // namespace

std::vector<StateMention> states_in(std::string_view sentence) {
  const auto words = words_of(sentence);
  std::vector<StateMention> found;
  for (std::size_t at = 0; at < words.size(); ++at) {
    for (const auto& phrase : kStates) {
      if (!words_at(words, at, phrase.words)) continue;
      // "out of network" holds no "of network"; "authorized representative" is a person.
      if (phrase.words == "authorized" && words_at(words, at + 1, "representative")) continue;
      const bool turned = negated_at(words, at) && phrase.words != "not cover";
      found.push_back(
          {.said = {.state = phrase.state, .negated = phrase.negated != turned}, .mood = mood_at(words, at)});
      break;
    }
  }
  return found;
}

std::vector<std::string> persons_in(std::string_view sentence) {
  const auto words = words_of(sentence);
  std::vector<std::string> persons;
  if (asks(words)) return persons;
  static constexpr std::string_view kBefore[] = {"for",   "of", "about", "on",     "with", "welcome",
                                                 "hello", "hi", "you",   "thanks", "dear", "is"};
  static constexpr std::string_view kNoPerson[] = {
      "i",      "i'm",     "i'll",      "i've",     "january",   "february", "march",    "april",
      "may",    "june",    "july",      "august",   "september", "october",  "november", "december",
      "monday", "tuesday", "wednesday", "thursday", "friday",    "saturday", "sunday"};
  for (std::size_t at = 1; at < words.size(); ++at) {
    const auto& word = words[at];
    if (!word.capital || word.text.size() < 2 || words[at - 1].text == "." || is_one_of(word.text, kNoPerson))
      continue;
    const bool owns = word.text.ends_with("'s");
    const bool all_capitals =
        sentence.substr(word.begin, word.end - word.begin).find_first_of("abcdefghijklmnopqrstuvwxyz") ==
        std::string_view::npos;
    if (all_capitals || (!owns && !is_one_of(words[at - 1].text, kBefore))) continue;
    persons.push_back(owns ? word.text.substr(0, word.text.size() - 2) : word.text);
  }
  return persons;
}

bool implies(const StateSaid& known, const StateSaid& said) {
  if (known == said) return true;
  if (known.negated || !said.negated) return false;
  switch (known.state) {
    case State::denied:
      return said.state == State::approved || said.state == State::paid || said.state == State::covered;
    case State::pending:
      return said.state == State::paid || said.state == State::denied || said.state == State::approved ||
             said.state == State::processed;
    case State::paid:
      return said.state == State::denied || said.state == State::pending || said.state == State::overdue;
    case State::ended:
      return said.state == State::active || said.state == State::eligible;
    case State::active:
      return said.state == State::ended;
    case State::returned:
      return said.state == State::received || said.state == State::paid;
    default:
      return false;
  }
}

std::vector<DeedMention> deeds_in(std::string_view sentence) {
  const auto words = words_of(sentence);
  std::vector<DeedMention> found;
  if (asks(words)) return found;
  for (std::size_t at = 0; at < words.size(); ++at) {
    for (const auto& verb : kVerbs) {
      if (words[at].text != verb.word) continue;
      if (verb.word == "set" && !words_at(words, at + 1, "up")) continue;
      const auto agency = agency_before(words, at);
      if (agency == Agency::none) continue;
      found.push_back({.deed = verb.deed, .verb = verb.word, .ours = agency == Agency::ours});
    }
  }
  return found;
}

std::vector<Deed> deeds_of_tool(std::string_view name) {
  struct Known {
    std::string_view part;
    std::array<Deed, 3> deeds;
  };
  static constexpr std::array kKnown = {
      Known{"verify", {Deed::verified, Deed::verified, Deed::verified}},
      Known{"update", {Deed::changed, Deed::changed, Deed::changed}},
      Known{"autopay", {Deed::stopped, Deed::opened, Deed::changed}},
      Known{"appeal", {Deed::opened, Deed::recorded, Deed::sent}},
      Known{"dispute", {Deed::opened, Deed::recorded, Deed::opened}},
      Known{"complaint", {Deed::recorded, Deed::opened, Deed::recorded}},
      Known{"card", {Deed::sent, Deed::sent, Deed::sent}},
      Known{"copy", {Deed::sent, Deed::sent, Deed::sent}},
      Known{"callback", {Deed::arranged, Deed::recorded, Deed::sent}},
      Known{"plan", {Deed::arranged, Deed::opened, Deed::changed}},
  };
  for (const auto& known : kKnown)
    if (name.contains(known.part)) return {known.deeds.begin(), known.deeds.end()};
  return {Deed::changed, Deed::sent, Deed::opened, Deed::stopped, Deed::arranged, Deed::recorded};
}

}  // namespace attendant::guard
