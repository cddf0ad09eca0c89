#include "understanding/intent_features.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "understanding/lexicon.hpp"
#include "understanding/numbers.hpp"

namespace attendant::understanding {
namespace {

constexpr float kMeaningWeight = 8.0F;
constexpr float kWordWeight = 2.0F;
constexpr float kContextWeight = 2.0F;

// FNV-1a: the same on every machine.
std::uint32_t hash(std::string_view text) {
  std::uint32_t value = 2166136261U;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 16777619U;
  return value;
}

// Plural, -ed and -ing are taken off so that "covers", "covered" and "covering" are one word.
std::string stem(std::string word) {
  const auto cut = [&](std::string_view ending, std::size_t keep) {
    if (word.size() < keep + ending.size() || !word.ends_with(ending)) return false;
    word.resize(word.size() - ending.size());
    return true;
  };
  if (word.ends_with("'s")) word.resize(word.size() - 2);
  if (!cut("ing", 4) && !cut("ied", 3) && !cut("ies", 3) && !cut("ed", 3)) {
    if (!word.ends_with("ss")) cut("s", 3);
  }
  return word;
}

}  // namespace

Features features_of(const Tokens& tokens, std::size_t first, std::size_t last, conversation::Asked asked,
                     const Meaning* meaning) {
  Features out;
  if (meaning != nullptr) {
    for (std::uint32_t i = 0; i < kMeaningSize; ++i) out.push_back({i, (*meaning)[i] * kMeaningWeight});
  }
  std::vector<std::string> words;
  for (std::size_t i = first; i < std::min(last, tokens.size()); ++i) {
    if (is_filler(tokens[i].word)) continue;
    // All numbers are one word.
    std::string word = number_at(tokens, i) ? "#" : stem(tokens[i].word);
    if (word == "#" && !words.empty() && words.back() == "#") continue;
    words.push_back(std::move(word));
  }
  std::vector<std::uint32_t> hashed;
  for (std::size_t i = 0; i < words.size(); ++i) {
    hashed.push_back(hash(words[i]));
    if (i + 1 < words.size()) hashed.push_back(hash(words[i] + " " + words[i + 1]));
    if (i + 2 < words.size()) hashed.push_back(hash(words[i] + " _ " + words[i + 2]));
  }
  if (!words.empty()) {
    hashed.push_back(hash("^ " + words.front()));
    hashed.push_back(hash(words.back() + " $"));
  }
  for (std::uint32_t& value : hashed) value %= kWordFeatures;
  std::ranges::sort(hashed);
  hashed.erase(std::unique(hashed.begin(), hashed.end()), hashed.end());
  const float each = hashed.empty() ? 0 : kWordWeight / std::sqrt(static_cast<float>(hashed.size()));
  for (const std::uint32_t value : hashed)
    out.push_back({static_cast<std::uint32_t>(kMeaningSize) + value, each});
  out.push_back({static_cast<std::uint32_t>(kMeaningSize) + kWordFeatures + static_cast<std::uint32_t>(asked),
                 kContextWeight});
  out.push_back({kFeatures - 1, 1.0F});
  return out;
}

}  // namespace attendant::understanding
