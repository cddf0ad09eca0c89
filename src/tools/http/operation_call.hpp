// One call of an operation as an HTTP request, and its response as an answer. Pure.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "net/http_client.hpp"
#include "tools/http/openapi.hpp"
#include "tools/outside_tool.hpp"
#include "tools/tool_file.hpp"

namespace attendant::tools::http {

// `server`: "https://host/base". Arguments are in the places of their parameters; what is left out is not
// sent. The secret is in a header and nowhere else.
net::ClientRequest operation_request(const std::string& server, const Operation& operation,
                                     const boost::json::object& arguments, const Auth& auth);

// By status: 2xx with JSON is an answer, 404 is not_found, all else an error that names the status (and
// nothing that the service wrote).
Result<ToolAnswer> operation_answer(const ToolEntry& tool, const net::ClientResponse& response);

}  // namespace attendant::tools::http
