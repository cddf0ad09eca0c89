#include "documents/document.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::documents {
namespace {

bool is_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// "Out-of-network care" -> "out-of-network-care"
std::string slug(std::string_view heading) {
  std::string made;
  for (const char c : lower(heading)) {
    if (is_letter_or_digit(c))
      made += c;
    else if (!made.empty() && made.back() != '-')
      made += '-';
  }
  while (made.ends_with('-')) made.pop_back();
  return made.empty() ? "section" : made;
}

// What is spoken of a line: without emphasis, and of a link its words.
std::string plain(std::string_view line) {
  std::string kept;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '*' || c == '`') continue;
    if (c == ']' && i + 1 < line.size() && line[i + 1] == '(') {
      const auto end = line.find(')', i);
      if (end != std::string_view::npos) {
        i = end;
        continue;
      }
    }
    if (c == '[' && line.find("](", i) != std::string_view::npos) continue;
    kept += c;
  }
  return kept;
}

std::size_t heading_depth(std::string_view line) {
  std::size_t depth = 0;
  while (depth < line.size() && line[depth] == '#') ++depth;
  return depth > 0 && depth < line.size() && line[depth] == ' ' ? depth : 0;
}

bool is_item(std::string_view line) { return line.starts_with("- ") || line.starts_with("* "); }

class Reader {
 public:
  explicit Reader(std::string_view id) { document_.id = std::string(id); }

  Result<Document> read(std::string_view text) {
    if (text.size() > kLargestDocument) return wrong("is larger than 4 MiB");
    const auto lines = split(text, '\n');
    TRY(read_head(lines));
    for (; line_ < lines.size(); ++line_) {
      const auto line = trim(lines[line_]);
      if (const auto depth = heading_depth(line); depth > 0) {
        end_paragraph();
        head(depth, trim(line.substr(depth)));
      } else if (line.starts_with("```") || line.starts_with('|')) {
        return wrong("tables and code cannot be spoken; write sentences");
      } else if (line.empty()) {
        end_paragraph();
      } else {
        const auto words = is_item(line) ? line.substr(2) : line;
        if (!paragraph_.empty()) paragraph_ += ' ';
        paragraph_ += plain(words);
      }
    }
    end_paragraph();
    if (document_.passages.empty()) return wrong("holds no text");
    return std::move(document_);
  }

 private:
  std::unexpected<Error> wrong(std::string_view what) const {
    return fail(ErrorCode::invalid, fmt::format("{}.md:{}: {}", document_.id, line_ + 1, what));
  }

  Status read_head(const std::vector<std::string_view>& lines) {
    if (lines.empty() || trim(lines[0]) != "---")
      return wrong("begins with no --- and title: of the document");
    for (line_ = 1; line_ < lines.size() && trim(lines[line_]) != "---"; ++line_) {
      const auto line = trim(lines[line_]);
      const auto colon = line.find(':');
      if (line.empty() && line_ + 1 == lines.size()) continue;
      if (colon == std::string_view::npos) return wrong("expected title:, plans: or level:");
      const auto key = trim(line.substr(0, colon));
      const auto value = trim(line.substr(colon + 1));
      if (key == "title") {
        document_.title = std::string(value);
      } else if (key == "plans") {
        for (const auto plan : split(value, ','))
          if (!trim(plan).empty()) document_.plans.emplace_back(trim(plan));
      } else if (key == "level" && (value == "none" || value == "member")) {
        document_.level = value == "member" ? Level::member : Level::none;
      } else if (key == "level") {
        return wrong("level is none or member");
      } else {
        return wrong(fmt::format("{}: unknown; a document has title, plans and level", key.substr(0, 40)));
      }
    }
    if (line_ == lines.size()) return wrong("the head does not end with ---");
    if (document_.title.empty()) return wrong("title: is missing");
    ++line_;
    return {};
  }

  void head(std::size_t depth, std::string_view words) {
    headings_.resize(std::min(depth - 1, headings_.size()));
    headings_.push_back(plain(words));
  }

  void end_paragraph() {
    std::string passage;
    std::size_t words = 0;
    for (auto& sentence : sentences_of(paragraph_)) {
      const auto more = split_words(sentence).size();
      if (words > 0 && words + more > kMostWords) {
        add(std::move(passage));
        passage.clear();
        words = 0;
      }
      if (!passage.empty()) passage += ' ';
      passage += sentence;
      words += more;
    }
    if (words > 0) add(std::move(passage));
    paragraph_.clear();
  }

  void add(std::string text) {
    const auto place = document_.id + "/" + slug(headings_.empty() ? document_.title : headings_.back());
    document_.passages.push_back({.id = fmt::format("{}/{}", place, ++numbers_[place]),
                                  .document = document_.id,
                                  .title = document_.title,
                                  .section = join(headings_, ": "),
                                  .text = std::move(text)});
  }

  Document document_;
  std::size_t line_ = 0;
  std::vector<std::string> headings_;
  std::string paragraph_;
  std::map<std::string, int> numbers_;  // of the last passage under each heading
};

bool is_abbreviation(std::string_view word) {
  static constexpr std::array<std::string_view, 8> kShort = {"dr.", "mr.",  "mrs.", "ms.",
                                                             "st.", "e.g.", "i.e.", "no."};
  return std::ranges::find(kShort, lower(word)) != kShort.end();
}

}  // namespace

std::string_view to_string(Level level) { return level == Level::none ? "none" : "member"; }

std::vector<std::string> sentences_of(std::string_view text) {
  std::vector<std::string> sentences;
  std::string sentence;
  for (const auto word : split_words(text)) {
    if (!sentence.empty()) sentence += ' ';
    sentence += word;
    const char last = word.back();
    const bool ends = last == '.' || last == '!' || last == '?';
    if (ends && !is_abbreviation(word)) sentences.push_back(std::exchange(sentence, {}));
  }
  if (!sentence.empty()) sentences.push_back(std::move(sentence));
  return sentences;
}

Result<Document> parse_document(std::string_view id, std::string_view text) { return Reader(id).read(text); }

}  // namespace attendant::documents
