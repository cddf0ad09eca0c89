// The language models of the configuration, put together: an HTTP client and the gateway in front of its
// endpoints.
#pragma once

#include <memory>
#include <vector>

#include "base/result.hpp"
#include "brain/model/pool_gateway.hpp"
#include "config/model_settings.hpp"
#include "net/http_client.hpp"
#include "runtime/shard.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

namespace attendant::app {

std::vector<brain::ModelPoolOptions> to_pools(const config::Models& models);

class ModelPools {
 public:
  // Null where no pool is configured. `shard` and `registry` outlive it; it is destroyed on the shard, or
  // when that has stopped. Blocks on the disk.
  static Result<std::unique_ptr<ModelPools>> make(runtime::Shard& shard, const config::Models& models,
                                                  telemetry::Registry& registry,
                                                  const telemetry::Logger& log);

  brain::ModelGateway& gateway() { return gateway_; }  // on the shard

 private:
  ModelPools(runtime::Shard& shard, std::unique_ptr<net::HttpClient> client, const config::Models& models,
             telemetry::Registry& registry, const telemetry::Logger& log);

  std::unique_ptr<net::HttpClient> client_;
  brain::PoolGateway gateway_;
};

}  // namespace attendant::app
