// How words are pronounced that the lexicon does not know or gets wrong: names of drugs, plans, providers. A
// loadable table, so that a customer can add words without a programmer. Immutable; any thread.
//
// One entry a line, `word TAB pronunciation`; `#` begins a comment line. The pronunciation is either a
// respelling in common words ("met for min") or, between slashes, IPA ("/mɛtˈfɔːɹmɪn/").
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace attendant::speech::embedded {

struct Pronunciation {
  std::string text;
  bool is_ipa = false;
};

class PronunciationTable {
 public:
  // Errors name the line.
  static Result<PronunciationTable> parse(std::string_view file);

  // What `later` says of a word replaces what was here.
  void add(const PronunciationTable& later) {
    for (const auto& [word, said] : later.entries_) entries_.insert_or_assign(word, said);
  }
  // Case does not matter. Null: not in the table.
  const Pronunciation* find(std::string_view word) const;
  std::size_t size() const { return entries_.size(); }

 private:
  std::map<std::string, Pronunciation, std::less<>> entries_;  // by lower-case word
};

}  // namespace attendant::speech::embedded
