// All language models of the configuration behind one gateway: the pools (model_pools.hpp) and the model file
// in this process (local_model.hpp).
#pragma once

#include <memory>

#include "app/local_model.hpp"
#include "app/model_pools.hpp"
#include "base/result.hpp"
#include "brain/model/named_gateways.hpp"
#include "config/model_settings.hpp"
#include "runtime/shard.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

namespace attendant::app {

class LanguageModels {
 public:
  // Null where there is neither. `shard` and `registry` outlive it; it is destroyed on the shard, or when
  // that has stopped. Blocks on the disk.
  static Result<std::unique_ptr<LanguageModels>> make(runtime::Shard& shard, const config::Models& models,
                                                      telemetry::Registry& registry,
                                                      const telemetry::Logger& log);

  // On the shard. A question without a pool goes to the first of models.pools, else to the file.
  brain::ModelGateway& gateway() { return gateway_; }

 private:
  LanguageModels(std::unique_ptr<ModelPools> pools, std::unique_ptr<LocalModel> local,
                 const config::Models& models);

  std::unique_ptr<ModelPools> pools_;  // null: none are configured
  std::unique_ptr<LocalModel> local_;  // likewise
  brain::NamedGateways gateway_;
};

}  // namespace attendant::app
