#include "understanding/hearing.hpp"

#include <algorithm>
#include <array>

#include "understanding/tokens.hpp"

namespace attendant::understanding {
namespace {

struct Mend {
  std::string_view heard, meant;
};

constexpr Mend kMends[] = {{"duck tibble", "deductible"},
                           {"duck table", "deductible"},
                           {"duct able", "deductible"},
                           {"the duct able", "deductible"},
                           {"the ductable", "deductible"},
                           {"ductible", "deductible"},
                           {"duct ible", "deductible"},
                           {"duct tibble", "deductible"},
                           {"deduct able", "deductible"},
                           {"deductable", "deductible"},
                           {"deduct a bull", "deductible"},
                           {"deduct ible", "deductible"},
                           {"the duct a bull", "deductible"},
                           {"duct a bull", "deductible"},
                           {"detectable", "deductible"},
                           {"detectible", "deductible"},
                           {"reductible", "deductible"},
                           {"the duckable", "deductible"},
                           {"duckable", "deductible"},
                           {"the doctor ball", "deductible"},
                           {"de ductible", "deductible"},
                           {"deduct", "deductible"},
                           {"dedactible", "deductible"},
                           {"my cart", "my card"},
                           {"insurance cart", "insurance card"},
                           {"out of packet", "out of pocket"},
                           {"out a pocket", "out of pocket"},
                           {"out the pocket", "out of pocket"},
                           {"outer pocket", "out of pocket"},
                           {"out of pocked", "out of pocket"},
                           {"out of pockets", "out of pocket"},
                           {"m o o p", "out of pocket maximum"},
                           {"moop", "out of pocket maximum"},
                           {"net work", "network"},
                           {"in net work", "in network"},
                           {"co pay", "copay"},
                           {"co payment", "copay"},
                           {"copayment", "copay"},
                           {"co pays", "copays"},
                           {"coping", "copay"},
                           {"co insurance", "coinsurance"},
                           {"cope a", "copay"},
                           {"prior off", "prior authorization"},
                           {"prior auth", "prior authorization"},
                           {"prior authorisation", "prior authorization"},
                           {"pre auth", "prior authorization"},
                           {"preauth", "prior authorization"},
                           {"pre off", "prior authorization"},
                           {"pre approval", "prior authorization"},
                           {"pre cert", "prior authorization"},
                           {"prior o", "prior authorization"},
                           {"prior awe", "prior authorization"},
                           {"prior authorize asian", "prior authorization"},
                           {"preauthorization", "prior authorization"},
                           {"precertification", "prior authorization"},
                           {"e o b", "explanation of benefits"},
                           {"e or b", "explanation of benefits"},
                           {"eob", "explanation of benefits"},
                           {"eobs", "explanation of benefits"},
                           {"e o bs", "explanation of benefits"},
                           {"e o b's", "explanation of benefits"},
                           {"yo b", "explanation of benefits"},
                           {"ilb", "explanation of benefits"},
                           {"p t", "physical therapy"},
                           {"m r i", "MRI"},
                           {"c t", "CT"},
                           {"e r", "emergency room"},
                           {"er", "emergency room"},
                           {"x ray", "X-ray"},
                           {"i d card", "id card"},
                           {"i d", "id"},
                           {"auto pay", "autopay"},
                           {"auto draft", "autopay"},
                           {"auto-pay", "autopay"},
                           {"ortho pay", "autopay"},
                           {"oughta pay", "autopay"},
                           {"wanna", "want to"},
                           {"gonna", "going to"},
                           {"gotta", "have to"},
                           {"y'all", "you"},
                           {"ya'll", "you"},
                           {"you all", "you"},
                           {"you guys", "you"},
                           {"you folks", "you"},
                           {"you people", "you people"},
                           {"clean", "claim"},
                           {"clay", "claim"},
                           {"the plane", "the claim"},
                           {"my plane", "my claim"},
                           {"refund's", "refund"},
                           {"e m r i", "MRI"},
                           {"cat scan", "CT scan"},
                           {"pre medium", "premium"},
                           {"pre mium", "premium"},
                           {"primium", "premium"},
                           {"apeal", "appeal"},
                           {"a peel", "appeal"},
                           {"a peal", "appeal"}};

// Before a comma or the end of a sentence: what the caller is not calling about.
constexpr std::string_view kDenials[] = {"i'm not calling about",
                                         "i am not calling about",
                                         "not calling about",
                                         "i'm not asking",
                                         "i am not asking",
                                         "it's not that",
                                         "it is not that",
                                         "it isn't that",
                                         "it's not the",
                                         "it's not about",
                                         "it is not about",
                                         "this isn't about",
                                         "this is not about",
                                         "i don't care about",
                                         "i don't want to appeal",
                                         "i don't need it explained",
                                         "i don't need a",
                                         "i don't need to know",
                                         "i'm not worried about",
                                         "never mind the",
                                         "never mind about",
                                         "forget about the",
                                         "i'm not mad",
                                         "i know it's",
                                         "i understand the reason",
                                         "not the bill",
                                         "i already know",
                                         "i'm not disputing",
                                         "i'm not trying to",
                                         "it's not because",
                                         "i don't want to file",
                                         "i don't want an appeal",
                                         "i don't want to cancel",
                                         "i'm not looking for",
                                         "i am not looking for",
                                         "i don't mean"};

// What is said after these stands instead of what was said before them.
constexpr std::string_view kDrops[] = {"never mind", "forget that", "forget it", "leave that",
                                       "scratch that"};

// What only says that it is said once more, in front of what is said.
constexpr std::string_view kAnnouncements[] = {"what i asked was",
                                               "what i asked is",
                                               "what i was asking is",
                                               "what i mean is",
                                               "what i meant is",
                                               "what i meant was",
                                               "i meant this",
                                               "i mean this",
                                               "what i want to know is",
                                               "what i wanted to know is",
                                               "what i'm trying to say is",
                                               "let me put it another way",
                                               "let me put that another way",
                                               "let me put it differently",
                                               "let me rephrase that",
                                               "let me rephrase",
                                               "let me say that again",
                                               "let me say it differently"};

// Where a new beginning starts: "I need a card, no, never mind, why was my claim denied"; 0: nowhere.
std::size_t new_beginning(const Tokens& tokens) {
  constexpr std::size_t kLeast = 4;  // words that must follow, or it was only an end
  std::size_t begin = 0;
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    for (const auto phrase : kDrops) {
      const auto words = phrase_at(tokens, i, phrase);
      if (words == 0 || i + words + kLeast > tokens.size()) continue;
      const auto& next = tokens[i + words];
      // "Never mind the letter": that is what does not matter.
      if (next.comma || next.stop) begin = i + words;
    }
  }
  return begin;
}

std::string replaced(std::string_view text, const Tokens& tokens, std::size_t& at, std::size_t first,
                     std::size_t words, std::string_view with) {
  std::string out(text.substr(at, tokens[first].begin - at));
  out += with;
  at = tokens[first + words - 1].end;
  return out;
}

}  // namespace

std::string mended(std::string_view text) {
  const Tokens tokens = tokenize(text);
  std::string out;
  std::size_t at = 0;
  std::size_t i = 0;
  while (i < tokens.size()) {
    const Mend* best = nullptr;
    std::size_t words = 0;
    for (const Mend& mend : kMends) {
      const std::size_t found = phrase_at(tokens, i, mend.heard);
      const bool hesitates = mend.heard == "er" && i + 1 < tokens.size() && tokens[i + 1].comma;
      if (found > words && !hesitates) {
        words = found;
        best = &mend;
      }
    }
    // A letter of a longer spelling ("K E M P F E R") stays.
    const bool spelled =
        best != nullptr && tokens[i].word.size() == 1 &&
        ((i > 0 && tokens[i - 1].word.size() == 1 && tokens[i - 1].word != "a" && tokens[i - 1].word != "i"));
    if (best == nullptr || spelled) {
      ++i;
      continue;
    }
    out += replaced(text, tokens, at, i, words, best->meant);
    i += words;
  }
  out += text.substr(at);
  return out;
}

std::string_view after_new_beginning(std::string_view text) {
  const Tokens tokens = tokenize(text);
  if (const auto begin = new_beginning(tokens); begin > 0) text.remove_prefix(tokens[begin].begin);
  return text;
}

std::string without_announcement(std::string_view text) {
  constexpr std::size_t kLatest = 4;  // words that may stand before it: "so, no, sorry,"
  constexpr std::size_t kLeast = 2;   // and that must follow
  const Tokens tokens = tokenize(text);
  for (std::size_t i = 0; i < std::min(tokens.size(), kLatest); ++i) {
    std::size_t words = 0;
    for (const auto phrase : kAnnouncements) words = std::max(words, phrase_at(tokens, i, phrase));
    if (words == 0) continue;
    if (i + words + kLeast > tokens.size()) break;
    return std::string(text.substr(0, tokens[i].begin)) + std::string(text.substr(tokens[i + words].begin));
  }
  return std::string(text);
}

std::string without_denied_topics(std::string_view text) {
  const Tokens tokens = tokenize(text);
  std::string out;
  std::size_t at = 0;
  std::size_t i = 0;
  while (i < tokens.size()) {
    std::size_t words = 0;
    for (const auto phrase : kDenials) words = std::max(words, phrase_at(tokens, i, phrase));
    std::size_t end = i + std::max<std::size_t>(words, 1);
    if (words > 0) {
      while (end < tokens.size() && !tokens[end].comma && !tokens[end].stop && tokens[end].word != "but")
        ++end;
    }
    // Something must be left to say.
    if (words == 0 || end + 2 >= tokens.size()) {
      ++i;
      continue;
    }
    out += text.substr(at, tokens[i].begin - at);
    at = tokens[end].begin;
    i = end;
  }
  out += text.substr(at);
  return out;
}

}  // namespace attendant::understanding
