// Fields of what a service or a client wrote, read with the patience that the wire needs: absent and null are
// the same. Internal to the wires.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace attendant::brain {

// Nothing: absent or null.
const boost::json::value* member(const boost::json::object& object, std::string_view name);

// Nothing: absent, or something else than an object.
const boost::json::object* object_of(const boost::json::object& object, std::string_view name);

// False: there is something else than a text. Absent leaves `text` as it is.
bool text_of(const boost::json::object& object, std::string_view name, std::string& text);

// Empty: absent, or no text.
std::string_view text_or_empty(const boost::json::object& object, std::string_view name);

// A count of tokens; 0 where there is none. More than a hundred million is no count but a lie that would end
// up in a bill: it is cut to that.
std::int64_t token_count(const boost::json::object& object, std::string_view name);

}  // namespace attendant::brain
