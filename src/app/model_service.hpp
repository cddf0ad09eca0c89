// Our pools of language models for other programs: the listener, its keys, its server. Made after the
// gateway, stopped before it; on the gateway's shard.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "brain/model/model_gateway.hpp"
#include "config/model_serving.hpp"
#include "runtime/shard.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

namespace attendant::app {

class ModelService {
 public:
  // All of it outlives the service.
  struct Needs {
    runtime::Shard& shard;
    const Clock& clock;
    brain::ModelGateway& gateway;
    telemetry::Registry& metrics;
    telemetry::Logger log;
  };

  static Result<std::unique_ptr<ModelService>> make(const config::ModelServing& settings, const Needs& needs);
  ~ModelService();

  Status open();  // starts to listen; any thread but the shard's
  void close();   // likewise

  std::string where() const;  // "https://127.0.0.1:8080/v1"

 private:
  struct Parts;
  explicit ModelService(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace attendant::app
