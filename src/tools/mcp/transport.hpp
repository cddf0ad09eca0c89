// The way to one MCP server and back: a request and its result, whatever carries them.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace attendant::tools::mcp {

struct Limits {
  Instant deadline;
  std::stop_token stop;
};

class Transport {
 public:
  virtual ~Transport() = default;

  // Blocks. unavailable: there is no server (the next initialize begins anew); timed_out, cancelled; invalid:
  // it does not keep to the protocol; refused: its error, with the code. Any thread, several at once.
  virtual Result<boost::json::value> request(std::string_view method, boost::json::object params,
                                             const Limits& limits) = 0;
  virtual Status notify(std::string_view method, boost::json::object params, const Limits& limits) = 0;

  // After initialize: the version that was agreed on.
  virtual void use_version(const std::string& version) = 0;
  // Opens the way by which the server tells what it was not asked for, where there is one and it is not open.
  virtual void listen() {}
  // Forgets the session or ends the process, so that initialize begins anew.
  virtual void reset() = 0;

  // Called with the method of each notification of the server, on any thread. Set before the first request.
  std::function<void(std::string_view method)> on_notification;
};

}  // namespace attendant::tools::mcp
