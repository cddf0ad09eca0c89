// What a tool gives back: the vocabulary that insurance (which answers), tools (which guards), conversation
// (which journals) and brain (which speaks) share. A value; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace attendant {

enum class Outcome {
  ok,    // facts and sentences hold the answer
  need,  // one more thing must be known first: `need` names it, `options` lists candidates if there are few
  not_found,       // looked, and there is none
  needs_identity,  // the caller is not known well enough; `need` is the level: "member", "member_zip", "self"
  refused,         // policy forbids it; `say` holds the one sentence for it
  failed,          // it could not be done now (timeout, store down)
  cancelled,       // a read that nobody waits for any more: the brain dropped it, or the call ended
};
std::string_view to_string(Outcome outcome);

struct Choice {
  std::string id;   // what to pass back, e.g. a claim id
  std::string say;  // how to name it to the caller: "the chest X-ray on September 3 that was denied"
};

struct ToolAnswer {
  Outcome outcome = Outcome::failed;
  // Sentences for the caller, fact first. Written forms ($143.34, 2026-09-03, CLM4549735); speech turns them
  // into words.
  std::vector<std::string> say;
  boost::json::object facts;  // the same as data, for a language model, the journal and tests
  std::string need;
  std::vector<Choice> options;
};

boost::json::object to_json(const ToolAnswer& answer);
Result<ToolAnswer> tool_answer_from_json(const boost::json::value& value);

}  // namespace attendant
