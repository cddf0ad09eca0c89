#include "guard/conduct.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "base/text.hpp"
#include "guard/word_scan.hpp"

namespace attendant::guard {
namespace {

using Words = std::vector<Word>;

constexpr std::string_view kMedical[] = {"you should take",
                                         "you should stop taking",
                                         "you can stop taking",
                                         "stop taking",
                                         "keep taking",
                                         "take two",
                                         "take one",
                                         "take an aspirin",
                                         "take aspirin",
                                         "take ibuprofen",
                                         "your dose",
                                         "the dose",
                                         "a dose",
                                         "dosage",
                                         "milligrams",
                                         "milligram",
                                         "you have cancer",
                                         "your symptoms",
                                         "these symptoms",
                                         "sounds like a",
                                         "it's safe to take",
                                         "is safe to take",
                                         "instead of your medication",
                                         "diagnose",
                                         "diagnosis is",
                                         "you probably have",
                                         "you should have the surgery",
                                         "skip the surgery",
                                         "medically necessary for you",
                                         "treatment for you is"};

constexpr std::string_view kPromises[] = {
    "i guarantee",    "we guarantee",     "guaranteed",       "i promise",       "we promise",
    "i assure you",   "rest assured",     "will be approved", "will be covered", "will be paid",
    "will be waived", "will be refunded", "will definitely",  "you will win",    "we will waive",
    "we'll waive",    "we will refund",   "we'll refund"};

constexpr std::string_view kInstructions[] = {
    "system prompt",     "my instructions", "my prompt",     "i was instructed", "my rules say",
    "my rules are",      "language model",  "openai",        "chatgpt",          "gpt",
    "developer mode",    "admin mode",      "debug mode",    "jailbreak",        "dan mode",
    "unrestricted mode", "override code",   "my guidelines", "training data",    "my tools are",
    "function call"};

constexpr std::string_view kHuman[] = {"i'm a human",        "i am a human",    "i'm a real person",
                                       "i am a real person", "i'm not a robot", "i am not a robot",
                                       "i'm not a machine",  "i am human",      "i'm human"};

constexpr std::string_view kSecrets[] = {
    "social security", "card number",  "credit card",    "debit card",     "security code", "cvv",
    "password",        "bank account", "routing number", "account number", "one time code"};

constexpr std::string_view kHarmfulDenials[] = {"don't need a doctor",     "don't need to see a doctor",
                                                "no need to see a doctor", "don't need your medication",
                                                "not need a doctor",       "don't need to take"};
constexpr std::string_view kPromisedDenials[] = {"won't have to pay", "never have to pay", "won't owe",
                                                 "will not have to pay"};

bool says_one_of(const Words& words, std::span<const std::string_view> phrases) {
  return std::ranges::any_of(phrases, [&](std::string_view phrase) { return has_words(words, phrase); });
}

// "I can't give ...", "I never take ...": says that it is not done.
bool declines(const Words& words) {
  static constexpr std::string_view kNot[] = {"can't",  "cannot", "won't", "never",  "don't",    "not",
                                              "unable", "no",     "isn't", "nobody", "couldn't", "without"};
  return std::ranges::any_of(words, [](const Word& word) {
    return std::ranges::find(kNot, std::string_view(word.text)) != std::end(kNot);
  });
}

// Base64, keys, markup: what no voice can read and no caller asked for.
bool is_unspeakable(std::string_view sentence) {
  constexpr std::size_t kLongest = 28;
  for (const auto word : split_words(sentence))
    if (word.size() > kLongest && word.find('-') == std::string_view::npos) return true;
  static constexpr std::string_view kMarkup[] = {"<|", "|>", "</", "{{", "}}", "\\u", "[INST", "```"};
  if (std::ranges::any_of(kMarkup, [&](std::string_view mark) { return sentence.contains(mark); }))
    return true;
  return sentence.contains('{') || sentence.contains('}');
}

bool repeats(const Words& words, std::string_view instructions) {
  constexpr std::size_t kPiece = 8;  // words in a row
  std::string all;
  for (const auto& word : words_of(instructions))
    if (word.kind == Word::Kind::letters) all += ' ' + word.text;
  all += ' ';
  std::vector<std::string> said;
  for (const auto& word : words)
    if (word.kind == Word::Kind::letters) said.push_back(word.text);
  for (std::size_t i = 0; i + kPiece <= said.size(); ++i) {
    std::string piece = " ";
    for (std::size_t k = 0; k < kPiece; ++k) piece += said[i + k] + ' ';
    if (all.contains(piece)) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> misconduct(std::string_view sentence, std::string_view instructions) {
  const auto words = words_of(sentence);
  if (is_unspeakable(sentence)) return "text that cannot be spoken";
  if (says_one_of(words, kHuman)) return "claims to be human";
  if (says_one_of(words, kInstructions) || repeats(words, instructions)) return "its instructions";
  // Said with a negation all the same; the rest is declined by one: "I can't promise".
  if (says_one_of(words, kHarmfulDenials)) return std::string(kMedicalAdvice);
  if (says_one_of(words, kPromisedDenials)) return "a promise";
  if (declines(words)) return std::nullopt;
  if (says_one_of(words, kMedical)) return std::string(kMedicalAdvice);
  if (says_one_of(words, kPromises)) return "a promise";
  if (says_one_of(words, kSecrets)) return "asks for what it must not take";
  return std::nullopt;
}

}  // namespace attendant::guard
