#include "brain/model/sentence_cutter.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.hpp"

namespace attendant::brain {
namespace {

constexpr std::size_t kFewestWords = 4;  // of a clause that is spoken before its sentence is whole
constexpr std::size_t kLongest = 300;    // bytes without an end of a sentence: a run-on is cut at a clause

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

std::string_view word_before(std::string_view text, std::size_t at) {
  auto begin = at;
  while (begin > 0 && !is_space(text[begin - 1]) && text[begin - 1] != '(') --begin;
  return text.substr(begin, at - begin);
}

bool is_abbreviation(std::string_view word) {
  static constexpr std::array<std::string_view, 26> kWords = {
      "dr",  "mr",  "mrs", "ms",  "st",   "no",  "jr",  "sr",  "inc", "ltd", "vs",   "etc", "e.g",
      "i.e", "a.m", "p.m", "u.s", "dept", "ave", "apt", "jan", "feb", "aug", "sept", "oct", "nov"};
  const auto small = lower(word);
  if (small.size() == 1 && is_letter(small[0])) return small != "i";
  return std::ranges::find(kWords, std::string_view(small)) != kWords.end();
}

// Where the sentence that begins the text ends, behind its mark and what closes it; 0: not yet. The mark
// counts only once something stands behind it: "$3." may go on with "50".
std::size_t sentence_end(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && !trim(text.substr(0, i)).empty()) return i + 1;
    if (text[i] != '.' && text[i] != '!' && text[i] != '?') continue;
    auto end = i + 1;
    while (end < text.size() && (text[end] == '.' || text[end] == '!' || text[end] == '?')) ++end;
    while (end < text.size() &&
           (text[end] == '"' || text[end] == ')' || text[end] == '*' || text[end] == '\''))
      ++end;
    if (end >= text.size()) return 0;
    if (!is_space(text[end])) {
      i = end - 1;
      continue;
    }
    auto next = end;
    while (next < text.size() && is_space(text[next])) ++next;
    if (text[i] == '.') {
      if (next >= text.size()) return 0;  // "Dr. " may go on
      const auto word = word_before(text, i);
      const bool list_mark =
          !word.empty() && std::ranges::all_of(word, is_digit) && trim(text.substr(0, i)) == word;
      if (is_abbreviation(word) || list_mark || (text[next] >= 'a' && text[next] <= 'z')) {
        i = end - 1;
        continue;
      }
    }
    return end;
  }
  return 0;
}

bool splits_placeholder(std::string_view text, std::size_t at) {
  const auto open = text.substr(0, at).rfind('{');
  return open != std::string_view::npos && text.substr(open, at - open).find('}') == std::string_view::npos;
}

std::size_t words_in(std::string_view text) { return split_words(text).size(); }

// Where the first clause ends, behind its comma.
std::size_t clause_end(std::string_view text, std::size_t from_word = kFewestWords) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const bool mark = text[i] == ',' || text[i] == ';' || text[i] == ':';
    if (!mark || !is_space(text[i + 1]) || splits_placeholder(text, i)) continue;
    if (words_in(text.substr(0, i)) >= from_word) return i + 1;
  }
  return 0;
}

// Words after which nobody pauses, and whose meaning lies in the next one.
bool leans_on_the_next(std::string_view word) {
  static constexpr std::array<std::string_view, 38> kWords = {
      "a",    "an",    "the",   "of",    "to",    "in",     "on",   "at",    "for", "by",
      "from", "with",  "and",   "or",    "but",   "not",    "no",   "never", "is",  "are",
      "was",  "were",  "be",    "been",  "isn't", "wasn't", "your", "our",   "my",  "this",
      "that", "until", "about", "claim", "id",    "number", "has",  "have"};
  const auto small = lower(word);
  const bool figure = std::ranges::any_of(small, [](char c) { return is_digit(c) || c == '$' || c == '}'; });
  return figure || std::ranges::find(kWords, std::string_view(small)) != kWords.end();
}

// "- ", "* ", "> ", "## ", "3. " at the beginning of a line.
std::size_t line_mark(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && (line[at] == '#' || line[at] == '>')) ++at;
  if (at == 0 && line.size() > 1 && (line[0] == '-' || line[0] == '*' || line[0] == '+') && is_space(line[1]))
    at = 1;
  if (at == 0) {
    while (at < line.size() && is_digit(line[at])) ++at;
    const bool numbered = at > 0 && at <= 2 && at + 1 < line.size() && (line[at] == '.' || line[at] == ')') &&
                          is_space(line[at + 1]);
    at = numbered ? at + 1 : 0;
  }
  while (at > 0 && at < line.size() && is_space(line[at])) ++at;
  return at;
}

// "[the portal](https://...)" is "the portal".
std::string without_links(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto middle = text[at] == '[' ? text.find("](", at) : std::string_view::npos;
    const auto end = middle == std::string_view::npos ? middle : text.find(')', middle);
    if (end == std::string_view::npos) {
      out += text[at++];
      continue;
    }
    out += text.substr(at + 1, middle - at - 1);
    at = end + 1;
  }
  return out;
}

}  // namespace

std::string without_markdown(std::string_view text) {
  std::string out;
  for (auto line : split(text, '\n')) {
    line = trim(line);
    line = line.substr(line_mark(line));
    const auto plain = without_links(line);
    const std::string_view view = plain;
    for (std::size_t i = 0; i < view.size(); ++i) {
      const char c = view[i];
      const bool edge = i == 0 || i + 1 == view.size() ||
                        !std::isalnum(static_cast<unsigned char>(view[i - 1])) ||
                        !std::isalnum(static_cast<unsigned char>(view[i + 1]));
      if (c == '*' || c == '`' || c == '|') continue;
      if (c == '_' && edge && !splits_placeholder(view, i)) continue;
      out += is_space(c) ? ' ' : c;
    }
    out += ' ';
  }
  std::string spaced;
  for (const auto word : split_words(out)) {
    if (!spaced.empty()) spaced += ' ';
    spaced += word;
  }
  const bool says_something =
      std::ranges::any_of(spaced, [](unsigned char c) { return std::isalnum(c) != 0 || c >= 0x80; });
  return says_something ? spaced : std::string();
}

std::optional<std::string> SentenceCutter::take(std::size_t length) {
  auto piece = without_markdown(std::string_view(pending_).substr(0, length));
  pending_.erase(0, length);
  if (piece.empty()) return std::nullopt;
  first_ = false;
  return piece;
}

std::vector<std::string> SentenceCutter::add(std::string_view delta) {
  pending_ += delta;
  std::vector<std::string> pieces;
  for (;;) {
    auto end = sentence_end(pending_);
    if (end == 0 && (first_ || pending_.size() > kLongest)) end = clause_end(pending_);
    if (end == 0) return pieces;
    if (auto piece = take(end)) pieces.push_back(*std::move(piece));
  }
}

std::optional<std::string> SentenceCutter::pause() {
  if (!first_) return std::nullopt;
  if (const auto end = clause_end(pending_, 2); end != 0) return take(end);
  // The last word may not be whole: it stays.
  auto end = pending_.find_last_of(' ');
  while (end != std::string::npos) {
    const auto before = trim(std::string_view(pending_).substr(0, end));
    if (words_in(before) < kFewestWords) return std::nullopt;
    if (!leans_on_the_next(word_before(before, before.size())) && !splits_placeholder(pending_, end))
      return take(end);
    end = before.find_last_of(' ');
  }
  return std::nullopt;
}

std::optional<std::string> SentenceCutter::finish() { return take(pending_.size()); }

}  // namespace attendant::brain
