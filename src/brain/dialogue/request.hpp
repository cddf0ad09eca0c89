// One thing that the caller wants, as a tool with its arguments: made of an intent and the words
// (tool_of_intent, spoken_arguments), completed by answers, corrected. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/tool_answer.hpp"
#include "brain/dialogue/cues.hpp"
#include "brain/dialogue/topic.hpp"
#include "tools/spec.hpp"
#include "understanding/understanding.hpp"

namespace attendant::brain {

struct Request {
  understanding::Intent intent = understanding::Intent::out_of_scope;
  std::string tool;
  boost::json::object arguments;
  // The question that is open for it, if any.
  std::string need;
  std::vector<Choice> options;
  bool more_with_zip = false;  // more to choose from could be told after the ZIP code
  int asked = 0;               // how often the same need was asked

  bool operator==(const Request& other) const { return tool == other.tool && arguments == other.arguments; }
};

// Whether both ask for the same, in whatever words.
bool same_request(const Request& a, const Request& b);

// What must be known before the tool can be called at all ("phone", "email", "action", "detail"); empty when
// nothing.
std::string missing_before_call(const Request& request);

// True for needs whose answer is words of their own, as a city is: they are never read as an intent.
bool is_free_text(std::string_view need);

// False for what can only be done or left ("a new card").
bool can_be_corrected(const Request& request);

// "The fourteenth" alone is a day of the date that `arguments` hold: the same meaning with the whole date.
understanding::Understanding with_day_corrected(understanding::Understanding meant,
                                                const boost::json::object& arguments);

// Makes and completes requests from what was said, under the argument names of the tools.
class Requests {
 public:
  // `catalogue` must outlive this.
  explicit Requests(const tools::Catalogue& catalogue) : catalogue_(catalogue) {}

  // Empty when no tool does it and a person must ("add my baby to the plan").
  std::optional<Request> make(understanding::Intent intent, const understanding::Understanding& meant,
                              std::string_view text, const Topic& topic) const;

  // Puts the answer to `request.need` into its arguments. False when the turn does not hold it.
  bool answer(Request& request, const understanding::Understanding& meant, std::string_view text) const;
  // Whether the turn holds the number that is needed.
  static bool answers_need(const Request& request, const understanding::Understanding& meant);
  static bool answer_by_keys(Request& request, std::string_view digits);

  // Changes what the caller corrected after a read-back. False when nothing that this tool takes was said.
  bool correct(Request& request, const understanding::Understanding& meant, std::string_view text) const;

  // Changes a value that the request holds already, whose record it asks for included. False when the turn
  // has no value of such a kind.
  bool put_right(Request& request, const understanding::Understanding& meant, std::string_view text) const;

 private:
  const tools::Catalogue& catalogue_;
};

}  // namespace attendant::brain
