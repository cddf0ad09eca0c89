// What went wrong, in the form that clients of OpenAI's API read: {"error": {message, type, param, code}}.
// Pure; any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/result.hpp"

namespace attendant::brain {

struct ServedError {
  int status = 500;
  boost::json::object body;
  std::optional<std::chrono::milliseconds> retry_after;  // for 429 and 503
};

// `code`: the word that clients switch by, or empty.
ServedError served_error(int status, std::string_view message, std::string_view code = {});

// The error of a gateway or of a request's reader. A fault of an endpoint is never the asker's: 5xx.
ServedError served_error(const Error& error);

}  // namespace attendant::brain
