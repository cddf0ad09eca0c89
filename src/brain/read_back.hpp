// A change that was read back to the caller and waits for their yes. Only a yes to words that were heard lets
// it be carried out, with exactly the arguments that were read back; a model has no say in it. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

namespace attendant::brain {

struct ReadBack {
  std::string tool;
  boost::json::object arguments;  // as the tool runtime was given them
  std::string shown_arguments;    // as the model wrote them
  std::string text;               // what was spoken
  bool doubted = false;           // a yes to it was heard with doubt, and it was asked again
};

// The recogniser's confidence from which a yes has something done at once: below it may have been another
// word on a bad line, and said again it has.
inline constexpr float kClearlyHeard = 0.6F;

// Whether the caller heard enough of the read-back to say yes to it: all of it, or all its values and more
// than half. `heard`: what the agent said in the turn before, as heard.
bool was_heard(const ReadBack& read_back, std::string_view heard);

// "Yes", "yes, please do", "that's right, thank you"; not "yes, but ...", nor a yes with a value in it.
// "Yes, and what is my deductible" is one with more to come.
enum class Consent { none, plain, with_more };
Consent consent_in(std::string_view caller);

}  // namespace attendant::brain
