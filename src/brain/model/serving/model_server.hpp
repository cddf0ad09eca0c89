// Serves our pools to other programs as OpenAI and Azure OpenAI would: Chat Completions and Responses,
// streamed or whole, and the list of models, each by a virtual key. It reads, asks the gateway, and writes;
// routing, retries and breakers are the gateway's. On the shard of its listener, which is the gateway's.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "brain/model/model_gateway.hpp"
#include "brain/model/serving/virtual_keys.hpp"
#include "net/http.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

namespace attendant::brain {

class ModelServer {
 public:
  struct Options {
    std::size_t most_requests = 64;              // under way; one more gets 429
    std::chrono::milliseconds patience{30'000};  // until no further endpoint is tried
    std::int64_t usual_answer = 512;             // tokens, reserved where a request names no limit
  };
  struct Needs {  // all of it outlives the server
    ModelGateway& gateway;
    const Clock& clock;
    telemetry::Registry& metrics;
    telemetry::Logger log;
  };

  ModelServer(const Needs& needs, VirtualKeys keys, Options options);
  ~ModelServer();  // after the listener that serves its routes was stopped

  void add_routes(net::Router& router);

  // The router's errors in the form of the API.
  static net::Response problem(int status, std::string_view title, std::string_view detail);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace attendant::brain
