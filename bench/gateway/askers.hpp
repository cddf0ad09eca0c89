// The two ways to a model that are compared: our gateway, and a proxy by HTTP. On a shard.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "brain/model/pool_gateway.hpp"
#include "net/http_client.hpp"
#include "runtime/loop.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

namespace attendant::bench {

// How one question went.
struct Outcome {
  std::optional<Duration> first_token;  // of the answer that a caller heard; nothing: none came
  Duration known{};                     // until that, or until it was known that none comes
  bool whole = false;                   // the answer came to its end
};

class Asker {
 public:
  virtual ~Asker() = default;
  virtual void ask(std::function<void(Outcome)> done) = 0;
};

// Four endpoints at `faults`, through the gateway as the product has it. An answer counts as spoken from its
// third token on; a question has two seconds, after which the dialogue engine would take the turn.
std::unique_ptr<Asker> ask_by_gateway(runtime::Loop& loop, net::HttpClient& client, const std::string& faults,
                                      telemetry::Registry& registry, const telemetry::Logger& log);

// The proxy's own Chat Completions; `model` there has the same four endpoints. A question may take a minute.
std::unique_ptr<Asker> ask_by_proxy(runtime::Loop& loop, net::HttpClient& client, const std::string& proxy,
                                    const std::string& model);

}  // namespace attendant::bench
