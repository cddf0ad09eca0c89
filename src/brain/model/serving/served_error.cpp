#include "brain/model/serving/served_error.hpp"

namespace attendant::brain {
namespace {

namespace json = boost::json;

std::string_view type_of(int status) {
  if (status == 401) return "authentication_error";
  if (status == 403) return "permission_error";
  if (status == 429) return "rate_limit_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid:
    case ErrorCode::refused:  // by a content filter
    case ErrorCode::unsupported:
      return 400;
    case ErrorCode::exhausted:
      return 429;
    case ErrorCode::not_found:  // an endpoint does not know its model
      return 502;
    case ErrorCode::unavailable:
    case ErrorCode::conflict:
    case ErrorCode::cancelled:
      return 503;
    case ErrorCode::timed_out:
      return 504;
    case ErrorCode::internal:
      return 500;
  }
  return 500;
}

std::string_view code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::refused:
      return "content_filter";
    case ErrorCode::exhausted:
      return "rate_limit_exceeded";
    case ErrorCode::unavailable:
      return "server_overloaded";
    case ErrorCode::timed_out:
      return "timeout";
    default:
      return {};
  }
}

}  // namespace

ServedError served_error(int status, std::string_view message, std::string_view code) {
  json::object error{{"message", message}, {"type", type_of(status)}, {"param", nullptr}, {"code", nullptr}};
  if (!code.empty()) error["code"] = code;
  return {.status = status, .body = {{"error", std::move(error)}}};
}

ServedError served_error(const Error& error) {
  ServedError served = served_error(status_of(error.code), error.message, code_of(error.code));
  if (error.retry == Retry::after) served.retry_after = error.retry_after;
  return served;
}

}  // namespace attendant::brain
