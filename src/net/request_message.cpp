#include "net/request_message.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/beast/http/field.hpp>
#include <boost/beast/http/fields.hpp>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::net {
namespace http = boost::beast::http;
namespace {

constexpr std::array<std::string_view, 7> kOurs{"host", "content-length", "connection", "transfer-encoding",
                                                "te",   "expect",         "upgrade"};

bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || kMarks.contains(c);
  });
}

bool is_field_value(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

}  // namespace

Status check_header(std::string_view name, std::string_view value) {
  if (!is_token(name)) return fail(ErrorCode::invalid, "a header's name cannot be sent");
  if (std::ranges::find(kOurs, lower(name)) != kOurs.end())
    return fail(ErrorCode::invalid, fmt::format("the header '{}' is written by the client itself", name));
  if (!is_field_value(value))
    return fail(ErrorCode::invalid, fmt::format("the value of the header '{}' cannot be sent", name));
  return {};
}

Result<HttpMessage> request_message(ClientRequest& request, const Url& url) {
  if (!is_token(request.method)) return fail(ErrorCode::invalid, "the method of the request cannot be sent");
  HttpMessage message;
  message.method_string(request.method);
  message.target(url.target);
  message.version(11);
  message.set(http::field::host, url.authority());
  message.set(http::field::user_agent, "attendant");
  for (const auto& [name, value] : request.headers) {
    TRY(check_header(name, value));
    message.set(name, value);
  }
  message.body() = std::move(request.body);
  message.prepare_payload();
  return message;
}

}  // namespace attendant::net
