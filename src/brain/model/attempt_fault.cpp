#include "brain/model/attempt_fault.hpp"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::brain {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestBody = 1U << 16;
constexpr std::size_t kLongestCode = 64;

// Only what looks like a name is kept: a service may repeat the prompt where a code should stand.
std::string code_from(const json::value* value) {
  if (value == nullptr) return {};
  if (value->is_int64()) return std::to_string(value->as_int64());
  if (!value->is_string()) return {};
  const std::string_view text = value->as_string();
  const auto names = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  if (text.size() > kLongestCode || !std::ranges::all_of(text, names)) return {};
  return std::string(text);
}

bool one_of(const ServiceError& error, std::initializer_list<std::string_view> names) {
  return std::ranges::any_of(names, [&](std::string_view name) {
    return equals_ignoring_case(error.code, name) || equals_ignoring_case(error.type, name);
  });
}

FaultKind kind_of(int status, const ServiceError& error) {
  if (one_of(error, {"content_filter", "ResponsibleAIPolicyViolation"})) return FaultKind::filtered;
  // No credit left, said with a 429: no waiting helps.
  if (one_of(error, {"insufficient_quota", "billing_hard_limit_reached"})) return FaultKind::unauthorized;
  if (one_of(error, {"rate_limit_exceeded", "rate_limit_error", "tokens", "requests", "NoCapacity"}))
    return FaultKind::throttled;
  if (status == 401 || status == 403 || one_of(error, {"invalid_api_key", "authentication_error"}))
    return FaultKind::unauthorized;
  if (status == 404 || one_of(error, {"model_not_found", "DeploymentNotFound"}))
    return FaultKind::no_such_model;
  if (status == 429) return FaultKind::throttled;
  if (status == 408 || status == 409 || status == 425) return FaultKind::overloaded;
  if ((status >= 400 && status < 500) || one_of(error, {"context_length_exceeded", "invalid_request_error"}))
    return FaultKind::bad_request;
  return FaultKind::overloaded;
}

}  // namespace

std::string_view to_string(FaultKind kind) {
  switch (kind) {
    case FaultKind::throttled:
      return "throttled";
    case FaultKind::overloaded:
      return "overloaded";
    case FaultKind::unreachable:
      return "unreachable";
    case FaultKind::cut:
      return "cut";
    case FaultKind::malformed:
      return "malformed";
    case FaultKind::empty:
      return "empty";
    case FaultKind::late:
      return "late";
    case FaultKind::stalled:
      return "stalled";
    case FaultKind::unauthorized:
      return "unauthorized";
    case FaultKind::no_such_model:
      return "no_such_model";
    case FaultKind::filtered:
      return "filtered";
    case FaultKind::bad_request:
      return "bad_request";
  }
  return "overloaded";
}

bool worth_retrying(FaultKind kind) { return kind != FaultKind::filtered && kind != FaultKind::bad_request; }

bool blames_endpoint(FaultKind kind) { return worth_retrying(kind); }

ServiceError service_error(const json::value& error) {
  if (!error.is_object()) return {};
  const json::object& object = error.as_object();
  ServiceError told{.code = code_from(object.if_contains("code")),
                    .type = code_from(object.if_contains("type"))};
  // Azure says why in a second object, within the first.
  for (const std::string_view name : {"innererror", "inner_error"}) {
    const json::value* inner = object.if_contains(name);
    if (inner != nullptr && inner->is_object() && told.type.empty())
      told.type = code_from(inner->as_object().if_contains("code"));
  }
  return told;
}

AttemptFault fault_of_error(int status, const ServiceError& error,
                            std::optional<std::chrono::milliseconds> retry_after) {
  if (const auto number = parse_integer(error.code); number && *number >= 400 && *number <= 599)
    status = static_cast<int>(*number);
  const std::string& name = error.code.empty() ? error.type : error.code;
  return {.kind = kind_of(status, error),
          .message = fmt::format("status {}{}{}", status, name.empty() ? "" : ", ", name),
          .retry_after = retry_after};
}

AttemptFault fault_of_response(int status, std::string_view body,
                               std::optional<std::chrono::milliseconds> retry_after) {
  ServiceError told;
  boost::system::error_code failure;
  if (body.size() <= kLongestBody) {
    const json::value value = json::parse(body, failure);
    if (!failure && value.is_object()) {
      if (const json::value* error = value.as_object().if_contains("error")) told = service_error(*error);
    }
  }
  return fault_of_error(status, told, retry_after);
}

Error to_error(const AttemptFault& fault) {
  Error error{
      .code = ErrorCode::unavailable,
      .message = fmt::format("the language model failed ({}): {}", to_string(fault.kind), fault.message),
      .retry = Retry::now};
  switch (fault.kind) {
    case FaultKind::throttled:
      error.code = ErrorCode::exhausted;
      error.retry = Retry::after;
      error.retry_after = fault.retry_after.value_or(std::chrono::seconds(1));
      break;
    case FaultKind::late:
    case FaultKind::stalled:
      error.code = ErrorCode::timed_out;
      break;
    case FaultKind::unauthorized:  // our key, not who asks
      error.retry = Retry::never;
      break;
    case FaultKind::filtered:
      error.code = ErrorCode::refused;
      error.retry = Retry::never;
      break;
    case FaultKind::no_such_model:
      error.code = ErrorCode::not_found;
      error.retry = Retry::never;
      break;
    case FaultKind::bad_request:
      error.code = ErrorCode::invalid;
      error.retry = Retry::never;
      break;
    default:
      break;
  }
  return error;
}

}  // namespace attendant::brain
