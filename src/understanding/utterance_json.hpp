// JSON lines of utterances: what `attendant understand` reads and writes, and the form of
// data/understanding/*.jsonl. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "conversation/acts.hpp"
#include "understanding/understanding.hpp"

namespace attendant::understanding {

struct Utterance {
  std::string id;
  std::string author;  // empty when not given
  conversation::Asked asked = conversation::Asked::open;
  std::string text;
};

// An utterance with its right answer.
struct LabelledUtterance {
  Utterance said;
  std::vector<Intent> intents;
  std::vector<std::vector<Intent>> also;  // further right intent lists
  Slots slots;
};

std::optional<conversation::Asked> asked_from(std::string_view name);

// {"id", "context", "text"}; id may be missing, context too ("open"). invalid: what is wrong with the line.
Result<Utterance> utterance_from_json(std::string_view line);
Result<LabelledUtterance> labelled_from_json(std::string_view line);
// A whole file; the error names the line.
Result<std::vector<LabelledUtterance>> labelled_from_lines(std::string_view lines);

// {"id", "intents", "slots"} in one line without its end.
std::string to_json_line(const Utterance& said, const Understanding& understood);

}  // namespace attendant::understanding
