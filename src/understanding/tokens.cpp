#include "understanding/tokens.hpp"

#include <algorithm>
#include <cstdint>

#include "base/text.hpp"

namespace attendant::understanding {
namespace {

enum class Kind { letter, digit, apostrophe, other };

struct Point {
  Kind kind = Kind::other;
  char folded = 0;  // the lower-case ASCII letter, or 0 for a letter that has none
  bool capital = false;
  std::size_t size = 1;  // bytes
};

bool is_ascii_letter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Letters U+00C0..U+00FF without their accents; '*' marks those that are no letters.
constexpr std::string_view kLatin1 = "aaaaaaaceeeeiiiidnooooo*ouuuuypsaaaaaaaceeeeiiiidnooooo*ouuuuypy";

Point point_at(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (is_ascii_letter(c)) return {Kind::letter, static_cast<char>(c | 0x20), c < 'a', 1};
  if (c >= '0' && c <= '9') return {Kind::digit, static_cast<char>(c), false, 1};
  if (c == '\'') return {Kind::apostrophe, '\'', false, 1};
  if (c < 0x80) return {};
  const auto points = utf8_code_points(text.substr(at, 4));
  const auto first = points.empty() ? std::string_view() : points.front();
  if (first.size() < 2) return {};
  if (first == "\xE2\x80\x99" || first == "\xE2\x80\x98")
    return {Kind::apostrophe, '\'', false, first.size()};
  if (first.size() > 2 || c == 0xC2) return {Kind::other, 0, false, first.size()};
  if (c == 0xC3) {
    const auto low = static_cast<unsigned char>(first[1]) & 0x3FU;
    const char folded = kLatin1[low];
    if (folded == '*') return {Kind::other, 0, false, 2};
    return {Kind::letter, folded, low < 0x20, 2};
  }
  return {Kind::letter, 0, false, first.size()};
}

constexpr std::string_view kAbbreviations[] = {"dr", "st", "mr", "mrs", "ms", "jr", "sr", "vs"};

bool is_abbreviation(std::string_view word) {
  return word.size() == 1 || std::ranges::find(kAbbreviations, word) != std::end(kAbbreviations);
}

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  Tokens run() {
    while (at_ < text_.size()) step();
    return std::move(tokens_);
  }

 private:
  void step() {
    if (text_[at_] == '[' && masked_number()) return;
    const Point point = point_at(text_, at_);
    if (point.kind == Kind::letter) return word();
    if (point.kind == Kind::digit) return number();
    if (point.kind == Kind::apostrophe) {
      joint_ = '\'';
    } else {
      separator(text_[at_]);
    }
    at_ += point.size;
  }

  void separator(char c) {
    const bool tight = at_ + 1 < text_.size() && !std::isspace(static_cast<unsigned char>(text_[at_ + 1]));
    switch (c) {
      case '.':
        if (tight && !tokens_.empty())
          joint_ = '.';
        else if (tokens_.empty() || !is_abbreviation(tokens_.back().word))
          stop_ = true;
        break;
      case '?':
      case '!':
      case ';':
      case ':':
        stop_ = true;
        break;
      case ',':
        comma_ = true;
        break;
      case '-':
      case '/':
      case '$':
      case '#':
        joint_ = c;
        break;
      default:
        joint_ = 0;
    }
  }

  bool masked_number() {
    const auto close = text_.find(']', at_);
    if (close == std::string_view::npos || close - at_ > 40) return false;
    const std::size_t begin = at_;
    at_ = close + 1;
    push(lower(text_.substr(begin, at_ - begin)), begin);
    return true;
  }

  void word() {
    const std::size_t begin = at_;
    const bool capital = point_at(text_, at_).capital;
    std::string out;
    while (at_ < text_.size()) {
      const Point point = point_at(text_, at_);
      if (point.kind == Kind::letter) {
        if (point.folded != 0)
          out += point.folded;
        else
          out.append(text_.substr(at_, point.size));
      } else if (point.kind == Kind::apostrophe && at_ + point.size < text_.size() &&
                 point_at(text_, at_ + point.size).kind == Kind::letter) {
        out += '\'';
      } else {
        break;
      }
      at_ += point.size;
    }
    push(std::move(out), begin);
    tokens_.back().capital = capital;
  }

  void number() {
    const std::size_t begin = at_;
    std::string out = digits();
    // "1,409": a comma between digits is a thousands mark when exactly three follow.
    while (at_ + 3 < text_.size() && text_[at_] == ',' && out.size() <= 3 && thousands(at_ + 1)) {
      ++at_;
      out += digits();
    }
    push(std::move(out), begin);
    tokens_.back().ordinal = ordinal_suffix();
  }

  std::string digits() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  bool thousands(std::size_t at) const {
    const auto digit = [&](std::size_t i) { return i < text_.size() && text_[i] >= '0' && text_[i] <= '9'; };
    return digit(at) && digit(at + 1) && digit(at + 2) && !digit(at + 3);
  }

  bool ordinal_suffix() {
    if (at_ + 2 > text_.size()) return false;
    const std::string suffix = lower(text_.substr(at_, 2));
    if (suffix != "st" && suffix != "nd" && suffix != "rd" && suffix != "th") return false;
    if (at_ + 2 < text_.size() && is_ascii_letter(static_cast<unsigned char>(text_[at_ + 2]))) return false;
    at_ += 2;
    tokens_.back().end = at_;
    return true;
  }

  void push(std::string word, std::size_t begin) {
    Token token;
    token.word = std::move(word);
    token.begin = begin;
    token.end = at_;
    token.comma = comma_;
    token.stop = stop_ || tokens_.empty();
    // A joint counts only when it touches the token.
    token.joint = begin > 0 && (joint_ == '\'' || text_[begin - 1] == joint_) ? joint_ : '\0';
    tokens_.push_back(std::move(token));
    comma_ = stop_ = false;
    joint_ = 0;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool comma_ = false, stop_ = false;
  char joint_ = 0;
  Tokens tokens_;
};

constexpr std::string_view kFillers[] = {"uh",   "um",   "er",   "erm", "ah", "hmm", "mm",
                                         "like", "well", "okay", "ok",  "so", "uhm"};

}  // namespace

Tokens tokenize(std::string_view text) { return Tokenizer(text).run(); }

bool is_number(const Token& token) {
  return !token.word.empty() && std::ranges::all_of(token.word, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_filler(std::string_view word) { return std::ranges::find(kFillers, word) != std::end(kFillers); }

bool words_at(const Tokens& tokens, std::size_t at, std::initializer_list<std::string_view> words) {
  if (at + words.size() > tokens.size()) return false;
  return std::equal(words.begin(), words.end(), tokens.begin() + static_cast<std::ptrdiff_t>(at),
                    [](std::string_view word, const Token& token) { return word == token.word; });
}

std::size_t phrase_at(const Tokens& tokens, std::size_t at, std::string_view phrase) {
  std::size_t count = 0;
  while (!phrase.empty()) {
    const auto space = std::min(phrase.find(' '), phrase.size());
    if (at + count >= tokens.size() || tokens[at + count].word != phrase.substr(0, space)) return 0;
    ++count;
    phrase.remove_prefix(std::min(space + 1, phrase.size()));
  }
  return count;
}

bool has_phrase(const Tokens& tokens, std::string_view phrase) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (phrase_at(tokens, i, phrase) > 0) return true;
  }
  return false;
}

std::string padded_words(const Tokens& tokens, std::size_t first, std::size_t last) {
  std::string out = " ";
  for (std::size_t i = first; i < std::min(last, tokens.size()); ++i) {
    out += tokens[i].word;
    out += ' ';
  }
  return out;
}

std::string padded_words(const Tokens& tokens) { return padded_words(tokens, 0, tokens.size()); }

bool contains_word(const Tokens& tokens, std::size_t first, std::size_t last,
                   std::initializer_list<std::string_view> words) {
  for (std::size_t i = first; i < std::min(last, tokens.size()); ++i) {
    if (std::ranges::find(words, std::string_view(tokens[i].word)) != words.end()) return true;
  }
  return false;
}

}  // namespace attendant::understanding
