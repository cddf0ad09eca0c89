// Reading the fields of a request strictly, with the place in every error. Internal to served_request.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "brain/model/chat_request.hpp"

namespace attendant::brain {

std::unexpected<Error> wrong(std::string_view place, std::string_view what);  // "place: what"

std::string place_in(std::string_view list, std::size_t index);  // "messages[2]"

Result<boost::json::object> read_body(std::string_view body);

// Absent and null leave the target as it is.
Status read_text(const boost::json::object& object, std::string_view name, std::string& target);
Status read_flag(const boost::json::object& object, std::string_view name, bool& target);
Status read_count(const boost::json::object& object, std::string_view name, int& target);
Status read_number(const boost::json::object& object, std::string_view name, std::optional<double>& target);

// Nothing: absent or null.
Result<const boost::json::array*> read_list(const boost::json::object& object, std::string_view name);

// A text, or a list of parts whose types are among `types`, joined. `place` names the value.
Result<std::string> read_content(const boost::json::value& content, std::string_view place,
                                 std::initializer_list<std::string_view> types);

// The definition of a function: name, description, parameters.
Result<ToolDefinition> read_function(const boost::json::object& function, std::string_view place);

// The value of "tool_choice"; the function's name is in `holder` or in "function" within it.
Status read_tool_choice(const boost::json::object& body, ChatRequest& request);

Result<ChatRole> read_role(const boost::json::object& message, std::string_view place);

}  // namespace attendant::brain
