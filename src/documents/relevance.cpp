#include "documents/relevance.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "understanding/tokens.hpp"

namespace attendant::documents {
namespace {

// Words of every question, which tell passages apart by accident only.
constexpr std::array<std::string_view, 104> kCommon = {
    "a",     "about",  "all",  "am",    "an",     "and",   "any",    "are",   "as",     "at",     "be",
    "been",  "but",    "by",   "can",   "could",  "did",   "do",     "does",  "doing",  "don't",  "for",
    "from",  "get",    "give", "go",    "goes",   "going", "got",    "had",   "has",    "have",   "hello",
    "hey",   "hi",     "how",  "i",     "i'd",    "i'll",  "i'm",    "i've",  "if",     "in",     "is",
    "isn't", "it",     "it's", "just",  "know",   "let",   "like",   "make",  "me",     "might",  "mine",
    "my",    "need",   "of",   "ok",    "okay",   "on",    "or",     "our",   "out",    "please", "say",
    "see",   "should", "so",   "some",  "tell",   "thank", "thanks", "that",  "that's", "the",    "then",
    "there", "these",  "they", "thing", "this",   "those", "to",     "uh",    "um",     "us",     "want",
    "was",   "we",     "well", "what",  "what's", "when",  "where",  "which", "who",    "will",   "with",
    "would", "yes",    "you",  "your",  "yours"};

constexpr float kMeaningLeast = 0.3F;  // the cosine of sentences that have nothing in common
constexpr float kMeaningMost = 0.7F;   // ... and of a question and its answer

}  // namespace

std::vector<std::string> terms_of(std::string_view question) {
  std::vector<std::string> terms;
  for (const auto& token : understanding::tokenize(question)) {
    if (terms.size() == kMostTerms) break;
    if (std::ranges::find(kCommon, token.word) != kCommon.end() || token.word.size() < 2) continue;
    if (std::ranges::find(terms, token.word) == terms.end()) terms.push_back(token.word);
  }
  return terms;
}

float worth_of_term(std::size_t all, std::size_t with) {
  const auto n = static_cast<float>(all);
  const auto k = static_cast<float>(std::min(with, all));
  return std::log(1.0F + (n - k + 0.5F) / (k + 0.5F));
}

float relevance(const Evidence& evidence) {
  if (!evidence.meaning_known) return evidence.words;
  const float meaning =
      std::clamp((evidence.meaning - kMeaningLeast) / (kMeaningMost - kMeaningLeast), 0.0F, 1.0F);
  return (evidence.words + meaning) / 2;
}

}  // namespace attendant::documents
