// WordPiece, the tokenizer of BERT-like models: lower case, accents folded, split at spaces and punctuation,
// then the longest pieces of the vocabulary from the left. Immutable after loading; any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"

namespace attendant::understanding {

class WordPiece {
 public:
  // One piece a line; a piece's id is its line, from 0. invalid: a piece that every vocabulary has is
  // missing.
  static Result<WordPiece> load(const std::filesystem::path& vocabulary);
  static Result<WordPiece> from_lines(std::string_view lines);

  struct PlacedWord {
    std::string_view word;
    std::size_t place = 0;
  };
  // [CLS] pieces [SEP], at most `most` of them.
  struct Encoded {
    std::vector<std::int64_t> ids;
    std::vector<std::size_t>
        places;  // of each piece's word: for a text, the byte where it begins; [SEP] stands behind all
  };
  Encoded encode(std::string_view text, std::size_t most) const;
  // Of words apart; "don't" is "don" and "t".
  Encoded encode(const std::vector<PlacedWord>& words, std::size_t most) const;

 private:
  void close(Encoded& encoded, std::size_t most, std::size_t end) const;
  void add_word(std::string_view word, std::vector<std::int64_t>& out) const;

  std::unordered_map<std::string, std::int64_t> ids_;
  std::int64_t cls_ = 0, sep_ = 0, unknown_ = 0;
};

}  // namespace attendant::understanding
