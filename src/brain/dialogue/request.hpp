// One thing that the caller wants, as a tool with its arguments; and the policy that turns an intent into it.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/tool_answer.hpp"
#include "brain/dialogue/cues.hpp"
#include "understanding/understanding.hpp"

namespace attendant::brain {

// What the conversation is about, so that "and how much do I pay" needs no second naming.
struct Topic {
  std::string tool;             // the last tool that answered
  std::string claim_id;         // the last claim
  boost::json::object service;  // the last service as arguments: "service" or "service_type", "drug"
};

struct Request {
  understanding::Intent intent = understanding::Intent::out_of_scope;
  std::string tool;
  boost::json::object arguments;
  std::string words;  // what the caller said, to choose among options with
  // The question that is open for it, if any.
  std::string need;
  std::vector<Choice> options;
  int asked = 0;                // how often the same need was asked
  bool chose_by_words = false;  // options were narrowed by the request's own words once already

  bool operator==(const Request& other) const { return tool == other.tool && arguments == other.arguments; }
};

// True for what a tool can answer (claims, benefits, billing, details), false for what steers the
// conversation.
bool is_task(understanding::Intent intent);
std::string_view line_of(std::string_view tool);  // "claim", "benefit", "billing" or ""

// The request behind an intent; `office`: the caller is a provider's office, which may ask for one thing
// only. Empty when no tool does it and a person must ("add my baby to the plan").
std::optional<Request> request_for(understanding::Intent intent, const understanding::Understanding& meant,
                                   std::string_view text, const Topic& topic);

// What must be known before the tool can be called at all ("phone", "email", "action", "detail"); empty when
// nothing.
std::string missing_before_call(const Request& request);

// Puts the answer to `request.need` into its arguments. False when the turn does not hold it.
bool answer_need(Request& request, const understanding::Understanding& meant, std::string_view text);
bool answer_need_by_keys(Request& request, std::string_view digits);

// Changes what the caller corrected after a read-back. False when nothing that this tool takes was said.
bool correct(Request& request, const understanding::Understanding& meant, std::string_view text);
bool can_be_corrected(const Request& request);

}  // namespace attendant::brain
