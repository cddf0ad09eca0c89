#include "understanding/names.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "base/text.hpp"
#include "understanding/numbers.hpp"

namespace attendant::understanding {
namespace {

// Words that are never (part of) a name, for text without capitals.
constexpr std::string_view kCommon[] = {"a",
                                        "about",
                                        "after",
                                        "again",
                                        "ago",
                                        "all",
                                        "already",
                                        "also",
                                        "am",
                                        "an",
                                        "and",
                                        "any",
                                        "anymore",
                                        "anything",
                                        "are",
                                        "around",
                                        "as",
                                        "asked",
                                        "at",
                                        "back",
                                        "be",
                                        "because",
                                        "been",
                                        "before",
                                        "bill",
                                        "billed",
                                        "billing",
                                        "but",
                                        "by",
                                        "call",
                                        "called",
                                        "calling",
                                        "calls",
                                        "came",
                                        "can",
                                        "can't",
                                        "cannot",
                                        "charge",
                                        "charged",
                                        "claim",
                                        "claims",
                                        "could",
                                        "cover",
                                        "covered",
                                        "covers",
                                        "date",
                                        "day",
                                        "denied",
                                        "did",
                                        "didn't",
                                        "do",
                                        "does",
                                        "doesn't",
                                        "don't",
                                        "done",
                                        "down",
                                        "each",
                                        "ever",
                                        "every",
                                        "for",
                                        "from",
                                        "gave",
                                        "get",
                                        "give",
                                        "go",
                                        "going",
                                        "gonna",
                                        "got",
                                        "had",
                                        "has",
                                        "hasn't",
                                        "have",
                                        "haven't",
                                        "he",
                                        "he's",
                                        "her",
                                        "here",
                                        "him",
                                        "his",
                                        "how",
                                        "i",
                                        "i'd",
                                        "i'll",
                                        "i'm",
                                        "i've",
                                        "if",
                                        "in",
                                        "into",
                                        "is",
                                        "isn't",
                                        "it",
                                        "it's",
                                        "its",
                                        "just",
                                        "keep",
                                        "keeps",
                                        "know",
                                        "last",
                                        "left",
                                        "like",
                                        "list",
                                        "listed",
                                        "made",
                                        "make",
                                        "may",
                                        "me",
                                        "mine",
                                        "more",
                                        "my",
                                        "near",
                                        "need",
                                        "needs",
                                        "network",
                                        "never",
                                        "new",
                                        "next",
                                        "no",
                                        "not",
                                        "now",
                                        "of",
                                        "off",
                                        "office",
                                        "office's",
                                        "on",
                                        "one",
                                        "or",
                                        "order",
                                        "ordered",
                                        "other",
                                        "our",
                                        "out",
                                        "over",
                                        "paid",
                                        "pay",
                                        "pays",
                                        "please",
                                        "prescribed",
                                        "put",
                                        "really",
                                        "recommended",
                                        "referred",
                                        "retired",
                                        "right",
                                        "said",
                                        "saw",
                                        "say",
                                        "saying",
                                        "says",
                                        "see",
                                        "seen",
                                        "send",
                                        "sends",
                                        "sent",
                                        "she",
                                        "she's",
                                        "should",
                                        "since",
                                        "so",
                                        "some",
                                        "somebody",
                                        "still",
                                        "submitted",
                                        "sure",
                                        "take",
                                        "takes",
                                        "taking",
                                        "tell",
                                        "telling",
                                        "tells",
                                        "than",
                                        "thank",
                                        "thanks",
                                        "that",
                                        "that's",
                                        "the",
                                        "their",
                                        "them",
                                        "then",
                                        "there",
                                        "these",
                                        "they",
                                        "they're",
                                        "thing",
                                        "think",
                                        "this",
                                        "those",
                                        "through",
                                        "till",
                                        "time",
                                        "to",
                                        "today",
                                        "told",
                                        "too",
                                        "took",
                                        "try",
                                        "trying",
                                        "under",
                                        "until",
                                        "up",
                                        "us",
                                        "use",
                                        "visit",
                                        "visits",
                                        "wait",
                                        "waiting",
                                        "want",
                                        "wanted",
                                        "wants",
                                        "was",
                                        "wasn't",
                                        "we",
                                        "we're",
                                        "well",
                                        "went",
                                        "were",
                                        "what",
                                        "what's",
                                        "when",
                                        "where",
                                        "whether",
                                        "which",
                                        "who",
                                        "who's",
                                        "why",
                                        "will",
                                        "with",
                                        "won't",
                                        "work",
                                        "would",
                                        "wrote",
                                        "yes",
                                        "yesterday",
                                        "yet",
                                        "you",
                                        "you're",
                                        "your",
                                        "yours",
                                        "y'all",
                                        "shopping",
                                        "appointment",
                                        "appointments",
                                        "accepts",
                                        "accept",
                                        "hi",
                                        "hello",
                                        "okay",
                                        "yeah",
                                        "for",
                                        "person",
                                        "somebody",
                                        "something",
                                        "someone",
                                        "looking",
                                        "good",
                                        "maybe",
                                        "people",
                                        "folks",
                                        "guys",
                                        "monday",
                                        "tuesday",
                                        "wednesday",
                                        "thursday",
                                        "friday",
                                        "saturday",
                                        "sunday",
                                        "january",
                                        "february",
                                        "march",
                                        "april",
                                        "june",
                                        "july",
                                        "august",
                                        "september",
                                        "october",
                                        "november",
                                        "december",
                                        "status",
                                        "lab",
                                        "bill's",
                                        "number",
                                        "cat",
                                        "honey",
                                        "dear",
                                        "sorry",
                                        "actually",
                                        "ma'am",
                                        "sir",
                                        "born",
                                        "speaking",
                                        "too",
                                        "either",
                                        "neither",
                                        "wife",
                                        "husband",
                                        "son",
                                        "daughter",
                                        "mother",
                                        "father",
                                        "insurance",
                                        "member",
                                        "subscriber",
                                        "first",
                                        "second",
                                        "third",
                                        "middle",
                                        "under",
                                        "spelled",
                                        "spell",
                                        "part",
                                        "participate",
                                        "participating",
                                        "part",
                                        "accepting"};

constexpr std::string_view kGeneric[] = {  // stand before "clinic" and the like without naming one
    "a",          "an",       "the",      "my",         "your",     "our",        "their",      "this",
    "that",       "any",      "some",     "urgent",     "walk",     "local",      "nearest",    "nearby",
    "closest",    "good",     "medical",  "imaging",    "surgery",  "surgical",   "in",         "network",
    "at",         "is",       "to",       "of",         "and",      "from",       "for",        "with",
    "by",         "near",     "which",    "what",       "another",  "eye",        "dental",     "emergency",
    "same",       "was",      "general",  "outpatient", "new",      "big",        "children's", "community",
    "one",        "two",      "three",    "every",      "physical", "mental",     "other",      "like",
    "find",       "cheapest", "county",   "city",       "rehab",    "sleep",      "covered",    "testing",
    "diagnostic", "call",     "about",    "called",     "oh",       "if",         "did",        "does",
    "do",         "has",      "are",      "can",        "you",      "all",        "therapy",    "pain",
    "heart",      "cancer",   "weight",   "women's",    "health",   "in-network", "chain",      "mail",
    "order",      "online",   "hospital", "clinic",     "pharmacy", "preferred",  "go",         "retail"};

// The last word of a facility's name.
constexpr std::string_view kFacility[] = {
    "hospital",     "clinic",         "imaging",    "center",      "centre",      "medical",    "laboratory",
    "laboratories", "labs",           "pharmacy",   "radiology",   "diagnostics", "associates", "orthopedics",
    "dermatology",  "pediatrics",     "cardiology", "surgery",     "dental",      "vision",     "wellness",
    "hospice",      "dialysis",       "infirmary",  "oncology",    "urology",     "neurology",  "optical",
    "rehab",        "rehabilitation", "therapy",    "group",       "care",        "throat",     "health",
    "obgyn",        "program",        "partners",   "specialists", "physicians",  "practice",   "institute"};
// Words inside a name that may follow the facility's own words: "Prairie View Surgery Center", "Twin Oaks
// Regional Hospital".
constexpr std::string_view kInside[] = {"and", "of", "the", "for", "&"};
// Without capitals only these ends are trusted.
constexpr std::string_view kPlainFacility[] = {"hospital",    "clinic",      "imaging",     "center",
                                               "laboratory",  "labs",        "pharmacy",    "radiology",
                                               "diagnostics", "orthopedics", "dermatology", "pediatrics",
                                               "cardiology",  "associates",  "wellness"};
constexpr std::string_view kKindWords[] = {"urgent",    "physical",   "medical",  "surgery",     "dialysis",
                                           "imaging",   "regional",   "general",  "community",   "memorial",
                                           "specialty", "eye",        "rehab",    "diagnostics", "therapy",
                                           "family",    "children's", "surgical", "recovery"};

template <std::size_t N>
bool in(const std::string_view (&list)[N], std::string_view word) {
  return std::ranges::find(list, word) != std::end(list);
}

// Of whom a name may follow: "my son Isaiah".
constexpr std::string_view kKin[] = {
    "son",     "daughter",     "wife",     "husband",       "mother", "father", "mom",     "dad",
    "brother", "sister",       "child",    "kid",           "baby",   "spouse", "partner", "stepson",
    "newborn", "stepdaughter", "grandson", "granddaughter", "boy",    "girl",   "fiance"};
// Capitals that are no person's name.
constexpr std::string_view kNoNames[] = {
    "january",   "february",  "march",   "april",    "may",      "june",     "july",
    "august",    "september", "october", "november", "december", "monday",   "tuesday",
    "wednesday", "thursday",  "friday",  "saturday", "sunday",   "medicare", "medicaid",
    "northwind", "doctor",    "dr",      "english",  "spanish",  "social"};

class NameReader {
 public:
  NameReader(std::string_view text, const Tokens& tokens) : text_(text), tokens_(tokens) {
    std::size_t capitals = 0;
    for (const Token& token : tokens)
      capitals += token.capital && !token.stop && token.word != "i" && token.word.size() > 2 ? 1 : 0;
    capitals_ = capitals > 0;
    // A sentence that begins with a capital was written with care: names would have theirs.
    careful_ =
        !tokens.empty() && tokens.front().capital && text.find_first_of(".?!,") != std::string_view::npos;
  }

  std::optional<Found> doctor() const {
    for (std::size_t i = 0; i + 1 < tokens_.size(); ++i) {
      const std::string& title = tokens_[i].word;
      if (title != "doctor" && title != "dr" && title != "doc") continue;
      if (title == "doc" && !tokens_[i + 1].capital) continue;
      std::size_t end = i + 1;
      while (end < tokens_.size() && end < i + 4 && names_doctor(end, end == i + 1)) ++end;
      if (end == i + 1) continue;
      return found(i, end);
    }
    return std::nullopt;
  }

  std::optional<Found> facility() const {
    for (std::size_t i = 1; i < tokens_.size(); ++i) {
      const std::string_view word = bare(i);
      if (!in(kFacility, word)) continue;
      // "Ridgeline Rehab Clinic": go on to the last facility word.
      if (i + 1 < tokens_.size() && in(kFacility, bare(i + 1)) && !tokens_[i + 1].comma &&
          !tokens_[i + 1].stop && (tokens_[i].capital == tokens_[i + 1].capital))
        continue;
      const bool capital = tokens_[i].capital;
      const std::size_t first = capital ? first_capital(i) : first_plain(i);
      if (first == i) continue;
      return found(first, i + 1);
    }
    return std::nullopt;
  }

  // First and last name after "my name is", "this is", "it's".
  std::optional<Found> person(conversation::Asked asked) const {
    constexpr std::string_view kLeads[] = {"name is", "name's", "this is", "i am", "i'm",   "it's",
                                           "it is",   "under",  "named",   "for",  "called"};
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      for (const auto lead : kLeads) {
        const auto words = phrase_at(tokens_, i, lead);
        if (words == 0) continue;
        const bool sure = lead == "name is" || lead == "name's" || lead == "named";
        if ((lead == "for" || lead == "called") && asked != conversation::Asked::ask_member_id) continue;
        const std::size_t first = i + words;
        std::size_t end = first;
        while (end < tokens_.size() && end < first + 3 && names_person(end, sure, end == first)) ++end;
        if (end - first < (sure ? 1U : 2U)) continue;
        return found(first, end);
      }
    }
    if (auto kin = relative()) return kin;
    // A bare name as the whole answer.
    if (asked == conversation::Asked::ask_member_id && (tokens_.size() == 2 || tokens_.size() == 3) &&
        std::ranges::all_of(tokens_, [](const Token& t) { return t.capital && !in(kCommon, t.word); }))
      return found(0, tokens_.size());
    return std::nullopt;
  }

 private:
  // "my son Isaiah", "our daughter, Mei Ling".
  std::optional<Found> relative() const {
    for (std::size_t i = 1; i + 1 < tokens_.size(); ++i) {
      const std::string& owner = tokens_[i - 1].word;
      if ((owner != "my" && owner != "our") || !in(kKin, tokens_[i].word)) continue;
      std::size_t end = i + 1;
      while (end < tokens_.size() && end < i + 3 && names_relative(end, end == i + 1)) ++end;
      if (end > i + 1) return found(i + 1, end);
    }
    return std::nullopt;
  }

  // Names are written with one capital: "MRI" is none.
  bool names_relative(std::size_t i, bool first) const {
    const Token& token = tokens_[i];
    if (!token.capital || !names_person(i, false, first) || in(kNoNames, bare(i))) return false;
    if (!first && tokens_[i - 1].word.ends_with("'s")) return false;
    return token.word.size() > 2 && std::islower(static_cast<unsigned char>(text_[token.begin + 1])) != 0;
  }

  std::string_view bare(std::size_t i) const {
    std::string_view word = tokens_[i].word;
    if (word.ends_with("'s")) word.remove_suffix(2);
    return word;
  }

  bool usual_word(std::size_t i) const {
    const auto& word = tokens_[i].word;
    return word.size() < 2 || in(kCommon, word) || is_filler(word) || number_at(tokens_, i).has_value();
  }

  bool names_doctor(std::size_t i, bool first) const {
    const Token& token = tokens_[i];
    if (token.stop && !(i > 0 && first && tokens_[i - 1].word == "dr")) return false;
    if (token.comma || usual_word(i)) return false;
    if (!first && tokens_[i - 1].word.ends_with("'s")) return false;
    if (token.capital) return true;
    if (first) return !careful_ || text_.find("doctor") != std::string_view::npos;
    // A second name without a capital: only when the first had none either and the next word shows that the
    // name is over.
    return !capitals_ && !careful_ && token.word.size() >= 3 && i + 1 < tokens_.size() &&
           in(kCommon, tokens_[i + 1].word);
  }

  bool names_person(std::size_t i, bool sure, bool first) const {
    const Token& token = tokens_[i];
    if (token.stop || (token.comma && !first) || usual_word(i)) return false;
    if (token.word.size() == 1) return false;
    return token.capital || (sure && !capitals_ && !careful_);
  }

  std::size_t first_capital(std::size_t i) const {
    std::size_t first = i;
    while (first > 0) {
      const Token& before = tokens_[first - 1];
      if (tokens_[first].comma || (tokens_[first].stop && before.word != "st")) break;
      const bool joins =
          in(kInside, before.word) && first > 1 && tokens_[first - 2].capital && !before.capital;
      if (joins) {
        first -= 2;
        continue;
      }
      if (!before.capital || before.word == "i") break;
      --first;
    }
    // "The", "Is", "Did" begin a sentence, not a name.
    while (first < i &&
           (tokens_[first].word == "the" || (tokens_[first].stop && in(kCommon, tokens_[first].word)) ||
            in(kGeneric, tokens_[first].word)))
      ++first;
    return first;
  }

  std::size_t first_plain(std::size_t i) const {
    if (!in(kPlainFacility, bare(i)) && bare(i) != "care") return i;
    if (careful_ && capitals_) return i;
    std::size_t first = i;
    while (first > 0 && in(kKindWords, tokens_[first - 1].word)) --first;
    if (bare(i) == "care" &&
        (first == i || (tokens_[first].word != "urgent" && tokens_[first].word != "eye")))
      return i;
    std::size_t names = 0;
    while (first > 0 && names < 3 && !tokens_[first].comma && !tokens_[first].stop) {
      const auto& word = tokens_[first - 1].word;
      if (word != "st" && (usual_word(first - 1) || in(kGeneric, word))) break;
      --first;
      ++names;
    }
    return names > 0 ? first : i;
  }

  Found found(std::size_t first, std::size_t end) const {
    std::string name = lower(text_.substr(tokens_[first].begin, tokens_[end - 1].end - tokens_[first].begin));
    name = replace_all(name, "\xE2\x80\x99", "'");
    if (name.ends_with("'s")) name.resize(name.size() - 2);
    return Found{std::move(name), first, end};
  }

  std::string_view text_;
  const Tokens& tokens_;
  bool capitals_ = false, careful_ = false;
};

}  // namespace

std::optional<Found> find_provider(std::string_view text, const Tokens& tokens) {
  const NameReader reader(text, tokens);
  if (auto name = reader.doctor()) return name;
  return reader.facility();
}

std::optional<Found> find_person(std::string_view text, const Tokens& tokens, conversation::Asked asked) {
  return NameReader(text, tokens).person(asked);
}

}  // namespace attendant::understanding
