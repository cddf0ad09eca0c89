// A plan document as this room keeps it: short passages under their headings, to be quoted word for word.
// Values; reading one is pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace attendant::documents {

// Who may hear a document: anybody, or a caller who proved to be a member.
enum class Level { none, member };
std::string_view to_string(Level level);

struct Passage {
  std::string id;        // "member-handbook/out-of-network-care/2": stays as long as the section's text does
  std::string document;  // "member-handbook"
  std::string title;     // of the document
  std::string section;   // the headings above it: "Getting care: Out-of-network care"
  std::string text;      // at most kMostWords words, or one sentence that is longer
};

struct Document {
  std::string id;                  // the file's name without ".md"
  std::string title;               // as it is named to a caller: "the member handbook"
  std::vector<std::string> plans;  // plan ids; empty: for every plan
  Level level = Level::none;
  std::vector<Passage> passages;
};

inline constexpr std::size_t kMostWords = 60;                     // of a passage: 20 seconds of speech
inline constexpr std::size_t kLargestDocument = 4 * 1024 * 1024;  // bytes

// Reads Markdown with a head of its own:
//
//   ---
//   title: the member handbook
//   plans: NW-PPO-GOLD, NW-PPO-SILVER     (left out: every plan)
//   level: member                          (left out: none)
//   ---
//   # Getting care
//   ## Out-of-network care
//   A paragraph ...
//
// Headings, paragraphs and list items are read; marks of emphasis and links go, tables and code are refused.
// invalid, naming `id` and the line.
Result<Document> parse_document(std::string_view id, std::string_view text);

// The sentences of a text, each with its end mark. "Dr." and "$1.50" end none.
std::vector<std::string> sentences_of(std::string_view text);

}  // namespace attendant::documents
