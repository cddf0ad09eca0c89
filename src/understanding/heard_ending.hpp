// Utterances and their beginnings as a recogniser heard them, with what it expected behind the last word:
// what the weights of endings are learned from. The form of data/understanding/endings.jsonl, one JSON object
// a line: {"of", "author", "context", "text", "whole", "ending": [word, comma, period, question, last_word]}.
// Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/sentence_ending.hpp"
#include "conversation/acts.hpp"

namespace attendant::understanding {

struct HeardEnding {
  std::string of;      // the utterance, whole or begun
  std::string author;  // of it
  conversation::Asked asked = conversation::Asked::open;
  std::string text;  // as it was heard
  bool whole = false;
  SentenceEnding ending;
};

std::string to_json_line(const HeardEnding& heard);

// A whole file; the error names the line.
Result<std::vector<HeardEnding>> heard_endings_from_lines(std::string_view lines);

}  // namespace attendant::understanding
