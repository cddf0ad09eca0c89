// Sentences with places for values: "Shall I order {quantity} of {drug}?", "{identity.member_id}". Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace attendant::tools {

// The names in braces, in order. invalid: a brace that is not closed, or an empty name.
Result<std::vector<std::string>> places_of(std::string_view sentence);

// Every place replaced by its value; nothing when one has none. The sentence is well formed (places_of).
using Values = std::function<std::optional<std::string>(std::string_view name)>;
std::optional<std::string> fill(std::string_view sentence, const Values& values);

// The value at a path of keys and list positions ("pharmacies.0.name"), or null.
const boost::json::value* value_at(const boost::json::value& root, std::string_view path);

// A value as it is spoken or sent: text as it is, numbers and truth values in JSON's form. Nothing for null,
// lists and objects.
std::optional<std::string> as_text(const boost::json::value& value);

}  // namespace attendant::tools
