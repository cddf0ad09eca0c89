#include "understanding/wordpiece.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::understanding {
namespace {

constexpr std::size_t kLongestWord = 100;

bool is_punctuation(unsigned char c) { return c < 0x80 && std::ispunct(c) != 0; }

// Lower case without accents for Latin-1 letters (U+00C0..U+00FF); other characters pass through.
std::string folded(std::string_view point) {
  if (point.size() == 1) return lower(point);
  if (point.size() == 2 && static_cast<unsigned char>(point[0]) == 0xC3) {
    // '*' marks characters that have no plain letter.
    constexpr std::string_view kPlain = "aaaaaa*ceeeeiiii*nooooo**uuuuy**aaaaaa*ceeeeiiii*nooooo**uuuuy*y";
    static_assert(kPlain.size() == 64);
    const char plain = kPlain[static_cast<unsigned char>(point[1]) & 0x3FU];
    if (plain != '*') return std::string(1, plain);
  }
  return std::string(point);
}

}  // namespace

Result<WordPiece> WordPiece::load(const std::filesystem::path& vocabulary) {
  std::ifstream file(vocabulary, std::ios::binary);
  if (!file)
    return fail(
        ErrorCode::not_found,
        fmt::format("{} is missing; run tools/fetch-models to fetch the engines", vocabulary.string()));
  std::stringstream lines;
  lines << file.rdbuf();
  auto pieces = from_lines(lines.str());
  if (!pieces) return fail(pieces.error().in(vocabulary.string()));
  return pieces;
}

Result<WordPiece> WordPiece::from_lines(std::string_view lines) {
  WordPiece out;
  std::int64_t id = 0;
  for (std::string_view line : split(lines, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) out.ids_.emplace(line, id);
    ++id;
  }
  const auto find = [&](const char* piece, std::int64_t& where) -> Status {
    const auto it = out.ids_.find(piece);
    if (it == out.ids_.end()) return fail(ErrorCode::invalid, fmt::format("the vocabulary has no {}", piece));
    where = it->second;
    return {};
  };
  TRY(find("[CLS]", out.cls_));
  TRY(find("[SEP]", out.sep_));
  TRY(find("[UNK]", out.unknown_));
  return out;
}

WordPiece::Encoded WordPiece::encode(std::string_view text, std::size_t most) const {
  Encoded out{{cls_}, {0}};
  std::string word;
  std::size_t begin = 0, at = 0;
  const auto add = [&](std::string_view piece_of, std::size_t place) {
    add_word(piece_of, out.ids);
    out.places.resize(out.ids.size(), place);
  };
  const auto flush = [&] {
    if (!word.empty()) add(word, begin);
    word.clear();
  };
  for (const std::string_view point : utf8_code_points(text)) {
    const auto c = static_cast<unsigned char>(point[0]);
    if (point.size() == 1 && (std::isspace(c) != 0 || c < 0x20)) {
      flush();
    } else if ((point.size() == 1 && is_punctuation(c)) ||
               (point.size() > 1 && (c == 0xC2 || point.starts_with("\xE2\x80")))) {
      flush();
      add(point, at);
    } else {
      if (word.empty()) begin = at;
      word += folded(point);
    }
    at += point.size();
  }
  flush();
  close(out, most, text.size());
  return out;
}

WordPiece::Encoded WordPiece::encode(const std::vector<PlacedWord>& words, std::size_t most) const {
  Encoded out{{cls_}, {0}};
  std::size_t end = 0;
  for (const PlacedWord& word : words) {
    for (const std::string_view part : split(word.word, '\'')) {
      if (!part.empty()) add_word(part, out.ids);
    }
    out.places.resize(out.ids.size(), word.place);
    end = word.place + word.word.size();
  }
  close(out, most, end);
  return out;
}

void WordPiece::close(Encoded& encoded, std::size_t most, std::size_t end) const {
  if (encoded.ids.size() + 1 > most) {
    encoded.ids.resize(most - 1);
    encoded.places.resize(most - 1);
  }
  encoded.ids.push_back(sep_);
  encoded.places.push_back(end);
}

void WordPiece::add_word(std::string_view word, std::vector<std::int64_t>& out) const {
  if (word.size() > kLongestWord) {
    out.push_back(unknown_);
    return;
  }
  const std::size_t before = out.size();
  std::size_t at = 0;
  std::string piece;
  while (at < word.size()) {
    std::size_t size = word.size() - at;
    for (; size > 0; --size) {
      piece = at > 0 ? "##" : "";
      piece += word.substr(at, size);
      const auto it = ids_.find(piece);
      if (it == ids_.end()) continue;
      out.push_back(it->second);
      break;
    }
    if (size == 0) {
      out.resize(before);
      out.push_back(unknown_);
      return;
    }
    at += size;
  }
}

}  // namespace attendant::understanding
