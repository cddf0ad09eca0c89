// The server put together: the only place that names concrete classes. Everything is made in start(), top to
// bottom, in the order of who needs whom, and ended in the opposite order.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/live_printer.hpp"
#include "base/result.hpp"
#include "config/load.hpp"
#include "runtime/stopper.hpp"

namespace attendant::app {

struct ServerOptions {
  std::optional<ViewForm> show_calls;  // print the conversations to standard output
  std::string config_name;             // for the journal's versions
};

class Server {
 public:
  // `progress` is told, one line each, what is being done (loading models takes seconds). The stop steps are
  // added to `stopper`; after they ran, destroy the server.
  static Result<std::unique_ptr<Server>> start(const config::Loaded& config, const ServerOptions& options,
                                               runtime::Stopper& stopper,
                                               const std::function<void(const std::string&)>& progress);
  ~Server();

  std::string where() const;  // "SIP on 127.0.0.1:5060 (UDP, TCP), metrics on http://127.0.0.1:9090/metrics"

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace attendant::app
