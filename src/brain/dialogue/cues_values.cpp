// Values that only the dialogue needs: a pace, a status, a number of parts, which of several.
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "brain/dialogue/cues.hpp"

namespace attendant::brain {

std::optional<std::string> Cues::why_not_month() const {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  for (std::size_t i = 0; i < kMonths.size(); ++i)
    for (const std::string_view lead : {"why not ", "why not the ", "why not in ", "why not for "})
      if (any({std::string(lead) + std::string(kMonths[i])})) return fmt::format("--{:02}", i + 1);
  return std::nullopt;
}

std::optional<Pace> Cues::pace() const {
  if (any({"louder", "speak up", "cant hear you", "cannot hear you", "hard of hearing", "talk up",
           "too quiet", "good ear", "barely hear", "hardly hear", "turn it up", "volume up"}))
    return Pace::louder;
  if (any({"slower", "slow down", "slowly", "too fast", "not so fast", "more slow"})) return Pace::slower;
  if (any({"faster", "speed up", "too slow", "quicker"})) return Pace::faster;
  if (any({"quieter", "too loud", "not so loud", "softer"})) return Pace::quieter;
  return std::nullopt;
}

std::optional<std::string> Cues::claim_status() const {
  if (any({"denied", "deny", "denial", "rejected", "refused", "turned down", "not paid", "didnt pay",
           "did not pay", "not pay", "wasnt paid", "declined"}))
    return "denied";
  if (any({"pending", "still open", "in process", "being processed", "on hold", "still waiting",
           "not processed"}))
    return "pending";
  if (any({"was paid", "got paid", "already paid", "paid 1", "you paid", "that paid"})) return "paid";
  return std::nullopt;
}

std::optional<std::string> Cues::autopay_action() const {
  if (any({"stop", "cancel", "turn off", "end", "quit", "take me off", "no more", "disable", "remove"}))
    return "stop";
  if (any({"start", "set up", "sign up", "turn on", "enroll", "begin", "enable", "switch on", "put me on",
           "restart", "resume", "turn it back on"}))
    return "start";
  return std::nullopt;
}

std::optional<int> Cues::installments() const {
  if (any({"in half", "two halves", "2 halves"})) return 2;
  const auto words = plain_words(raw_);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto number = parse_integer(words[i]);
    if (!number || *number < 2 || *number > 12) continue;
    if (words.size() <= 2) return static_cast<int>(*number);
    for (std::size_t next = i + 1; next < words.size() && next <= i + 2; ++next) {
      for (const auto unit :
           {"part", "payment", "installment", "instalment", "month", "time", "piece", "chunk", "bit"})
        if (words[next].starts_with(unit)) return static_cast<int>(*number);
    }
    if (i > 0 && (words[i - 1] == "in" || words[i - 1] == "into")) return static_cast<int>(*number);
  }
  return std::nullopt;
}

std::optional<Detail> Cues::detail() const {
  if (any({"email", "e mail", "mail address", "at gmail", "at example"})) return Detail::email;
  if (any({"dependent", "dependant", "add my", "newborn", "new baby", "to my plan", "onto my plan"}))
    return Detail::dependant;
  if (any({"phone", "telephone", "cell", "mobile", "number"})) return Detail::phone;
  if (any({"address", "moved", "moving", "street", "avenue", "house"})) return Detail::address;
  return std::nullopt;
}

std::optional<std::string> Cues::email() const {
  auto words = split_words(raw_);
  std::string spoken;
  for (const auto word : words) spoken += " " + std::string(trim(word));
  spoken = replace_all(spoken + " ", " at ", "@");
  spoken = replace_all(spoken, " dot ", ".");
  spoken = replace_all(spoken, " underscore ", "_");
  spoken = replace_all(spoken, " dash ", "-");
  for (const auto word : split_words(spoken)) {
    std::string address(word);
    while (!address.empty() && (address.back() == '.' || address.back() == ',')) address.pop_back();
    const auto at = address.find('@');
    if (at == std::string::npos || at == 0 || address.find('.', at) == std::string::npos) continue;
    return address;
  }
  return std::nullopt;
}

std::optional<std::size_t> Cues::ordinal() const {
  constexpr std::array<std::string_view, 6> kOrdinals = {"first",  "second", "third",
                                                         "fourth", "fifth",  "sixth"};
  const auto words = bare_words(raw_);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool pointing = (i + 1 < words.size() && (words[i + 1] == "one" || words[i + 1] == "option" ||
                                                    words[i + 1] == "claim" || words[i + 1] == "bill")) ||
                          (i > 0 && words[i - 1] == "the" && i + 1 == words.size());
    if (!pointing) continue;
    if (words[i] == "last" || words[i] == "latter") return kLast;
    for (std::size_t n = 0; n < kOrdinals.size(); ++n)
      if (words[i] == kOrdinals[n]) return n;
  }
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] != "number" && words[i] != "option") continue;
    if (const auto figure = parse_integer(figures(words[i + 1])); figure && *figure >= 1 && *figure <= 6)
      return static_cast<std::size_t>(*figure - 1);
  }
  if (words.size() == 1) {
    for (std::size_t n = 0; n < kOrdinals.size(); ++n)
      if (words[0] == kOrdinals[n]) return n;
  }
  return std::nullopt;
}

}  // namespace attendant::brain
