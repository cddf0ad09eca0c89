#include "brain/dialogue/office_introduction.hpp"

#include <algorithm>
#include <initializer_list>
#include <span>
#include <vector>

#include "base/text.hpp"
#include "brain/dialogue/cues.hpp"

namespace attendant::brain {
namespace {

using Words = std::span<const std::string>;

constexpr std::size_t kLongestName = 7;       // words from the introduction to the office
constexpr std::size_t kLongestGivenName = 3;  // words before "from", where nothing else introduces

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, word) != list.end();
}

// Words that no name of a caller or an office holds: what follows is talk about one.
bool ends_a_name(std::string_view word) {
  return is_one_of(
      word, {"about",   "a",       "an",        "for",    "regarding", "concerning", "to",         "on",
             "in",      "my",      "i",         "me",     "mine",      "claim",      "claims",     "bill",
             "bills",   "invoice", "statement", "letter", "visit",     "visits",     "charge",     "charges",
             "denied",  "paid",    "and",       "but",    "because",   "that",       "what",       "where",
             "why",     "how",     "when",      "who",    "not",       "no",         "is",         "was",
             "were",    "has",     "had",       "member", "status",    "question",   "deductible", "coverage",
             "which",   "one",     "1",         "going",  "trying",    "looking",    "wondering",  "if",
             "whether", "or",      "her",       "his",    "their",     "another",    "right"});
}

// What follows an office that is spoken about: "it's the hospital bill", "the hospital sent me a letter".
bool is_spoken_about(std::string_view next) {
  return is_one_of(next, {"bill",  "bills",  "claim",   "claims",    "visit", "visits", "stay",    "charge",
                          "work",  "test",   "tests",   "results",   "fee",   "fees",   "charges", "invoice",
                          "sent",  "says",   "said",    "told",      "keeps", "billed", "called",  "charged",
                          "wants", "thinks", "claimed", "statement", "did",   "didnt",  "wont",    "never"});
}

// How many words of the beginning of `words` name an office: "feeneys office", "laboratory"; 0 for none.
std::size_t office_at(Words words) {
  if (words.empty()) return 0;
  if (words.size() >= 2) {
    if (words[1] == "office" && words[0].size() > 2 && words[0].ends_with('s')) return 2;
    if (is_one_of(words[0], {"billing", "front"}) && is_one_of(words[1], {"office", "department", "desk"}))
      return 2;
    if (words[0] == "medical" && is_one_of(words[1], {"group", "center", "associates"})) return 2;
  }
  return is_one_of(words[0], {"laboratory", "laboratories", "hospital", "clinic"}) ? 1 : 0;
}

// The same for a kind of care, which makes an office only behind a name: "Juniper Urgent Care".
std::size_t kind_of_care_at(Words words) {
  if (words.size() >= 2 &&
      ((words[0] == "urgent" && words[1] == "care") || (words[0] == "physical" && words[1] == "therapy")))
    return 2;
  return !words.empty() &&
                 is_one_of(words[0], {"lab", "labs", "imaging", "orthopedics", "pharmacy", "dental",
                                      "dermatology", "radiology", "cardiology", "pediatrics", "practice"})
             ? 1
             : 0;
}

// Whether the words that follow an introduction name an office before anything else is said.
bool names_office(Words words, Words provider) {
  if (!words.empty() && words[0] == "from") return false;  // "it's from the hospital": a bill or a claim
  for (std::size_t i = 0; i < words.size() && i < kLongestName; ++i) {
    const auto rest = words.subspan(i);
    auto length = office_at(rest);
    if (length == 0 && i > 0 && words[i - 1] != "the") length = kind_of_care_at(rest);
    if (length == 0 && !provider.empty() && rest.size() >= provider.size() &&
        std::ranges::equal(rest.first(provider.size()), provider))
      length = provider.size();
    if (length > 0) return rest.size() == length || !is_spoken_about(rest[length]);
    if (ends_a_name(words[i])) return false;
  }
  return false;
}

// The words after "this is", "it's", "calling from"; empty when these do not begin with one.
Words after_introduction(Words words) {
  if (words.size() >= 2 &&
      ((is_one_of(words[0], {"this", "it"}) && words[1] == "is") ||
       (words[0] == "calling" && is_one_of(words[1], {"from", "for", "with"})) ||
       (words[0] == "we" && words[1] == "are") || (words[0] == "here" && words[1] == "at")))
    return words.subspan(2);
  if (!words.empty() && is_one_of(words[0], {"its", "were"})) return words.subspan(1);
  return {};
}

// "Dana from Dr. Feeney's office", "I'm Dana with ...": a name of a few words, at the beginning.
Words after_given_name(Words words) {
  while (!words.empty() &&
         is_one_of(words[0], {"hi", "hello", "hey", "yes", "yeah", "uh", "um", "good", "morning", "afternoon",
                              "evening", "there", "im", "my", "name", "is"}))
    words = words.subspan(1);
  for (std::size_t i = 0; i < words.size() && i <= kLongestGivenName; ++i) {
    if (is_one_of(words[i], {"from", "with"})) return words.subspan(i + 1);
    if (ends_a_name(words[i]) || words[i] == "the") return {};
  }
  return {};
}

}  // namespace

bool introduces_office(std::string_view text, const std::optional<std::string>& provider) {
  const auto words = plain_words(text);
  const auto name = provider ? plain_words(*provider) : std::vector<std::string>();
  if (names_office(after_given_name(words), name)) return true;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (names_office(after_introduction(Words(words).subspan(i)), name)) return true;
  return false;
}

}  // namespace attendant::brain
