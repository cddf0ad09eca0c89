// How well a passage answers a question, from two kinds of evidence: rare words that both have (SQLite's full
// text finds them, in any form of the word) and meaning (the sentence model). Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace attendant::documents {

// The words of a question that can tell one passage from another, lower case: "are out-of-network visits
// covered" -> "network", "visits", "covered". At most kMostTerms.
inline constexpr std::size_t kMostTerms = 12;
std::vector<std::string> terms_of(std::string_view question);

// What a term that `with` of `all` passages hold is worth: log(1 + (all - with + 0.5) / (with + 0.5)), the
// inverse document frequency of BM25 (Robertson and Zaragoza 2009, section 3.1).
float worth_of_term(std::size_t all, std::size_t with);

// A question whose terms are worth less than one rare word says too little to be found by words ("what does
// it cost").
inline constexpr float kEnoughWorth = 3.5F;

struct Evidence {
  float words = 0;            // 0..1: the worth of the question's terms that the passage has, of all of them
  float meaning = 0;          // cosine of the question and the nearest sentence; 0 without the model
  bool meaning_known = true;  // the sentence model was there
};

// 0..1; from kConfident on, the passage answers the question. Measured: README.md.
float relevance(const Evidence& evidence);
inline constexpr float kConfident = 0.5F;

}  // namespace attendant::documents
