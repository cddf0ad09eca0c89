#include "tools/http/operation_call.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "tools/http_auth.hpp"
#include "tools/outside_answer.hpp"
#include "tools/template.hpp"

namespace attendant::tools::http {
namespace {

namespace json = boost::json;

// RFC 3986: everything but unreserved characters is encoded, so that no value leaves its place.
std::string encoded(std::string_view text) {
  std::string made;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain)
      made += c;
    else
      made += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return made;
}

// "." and ".." would lead to another path.
std::string path_step(std::string_view text) {
  return text.find_first_not_of('.') == std::string_view::npos ? replace_all(text, ".", "%2E")
                                                               : encoded(text);
}

// A header has one line.
std::string header_value(std::string_view text) {
  std::string made(text);
  std::erase_if(made, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  return made;
}

}  // namespace

net::ClientRequest operation_request(const std::string& server, const Operation& operation,
                                     const json::object& arguments, const Auth& auth) {
  net::ClientRequest request{.method = operation.method};
  std::string path = operation.path;
  std::string query;
  json::object body;
  for (const Parameter& parameter : operation.parameters) {
    const auto& name = parameter.argument.name;
    const auto* value = arguments.if_contains(name);
    const auto text = value == nullptr ? std::nullopt : as_text(*value);
    if (!text) continue;
    switch (parameter.place) {
      case Place::path:
        path = replace_all(path, "{" + name + "}", path_step(*text));
        break;
      case Place::query:
        query += (query.empty() ? "?" : "&") + encoded(name) + "=" + encoded(*text);
        break;
      case Place::header:
        request.headers.emplace_back(name, header_value(*text));
        break;
      case Place::body:
        body[name] = *value;
        break;
    }
  }
  request.url = server + path + query;
  request.headers.emplace_back("Accept", "application/json");
  if (operation.has_body) {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = json::serialize(body);
  }
  add_auth(request, auth);
  return request;
}

Result<ToolAnswer> operation_answer(const ToolEntry& tool, const net::ClientResponse& response) {
  const int status = response.head.status;
  if (status == 404) return ToolAnswer{.outcome = Outcome::not_found, .facts = {{"status", status}}};
  if (status == 401 || status == 403)
    return fail(ErrorCode::refused,
                fmt::format("{}: the service refused our credentials (status {}); see auth in its file",
                            tool.name, status));
  if (status < 200 || status > 299)
    return fail(ErrorCode::unavailable, fmt::format("{}: the service answered status {}", tool.name, status));
  if (trim(response.body).empty()) return ToolAnswer{.outcome = Outcome::ok};
  boost::system::error_code error;
  const auto answered = json::parse(response.body, error);
  if (error) return fail(ErrorCode::invalid, fmt::format("{}: the service's answer is not JSON", tool.name));
  return outside_answer(tool, answered);
}

}  // namespace attendant::tools::http
