// The model file of models.local, run in this process: the file, its thread, its gateway. Only a build with
// llama.cpp has it.
#pragma once

#include <memory>

#include "base/result.hpp"
#include "brain/model/local/local_gateway.hpp"
#include "config/local_model.hpp"
#include "runtime/pool.hpp"
#include "runtime/shard.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

namespace attendant::app {

// An error where a file is configured and this program was built without llama.cpp.
Status check_local_model(const config::LocalModelSettings& settings);

class LocalModel {
 public:
  // Null where no file is configured. `shard` and `registry` outlive it; it is destroyed on the shard, or
  // when that has stopped. Blocks on the disk.
  static Result<std::unique_ptr<LocalModel>> make(runtime::Shard& shard,
                                                  const config::LocalModelSettings& settings,
                                                  telemetry::Registry& registry,
                                                  const telemetry::Logger& log);

  brain::ModelGateway& gateway() { return gateway_; }  // on the shard

 private:
  LocalModel(runtime::Shard& shard, std::unique_ptr<brain::TextModel> model,
             const config::LocalModelSettings& settings, telemetry::Registry& registry,
             const telemetry::Logger& log);

  // Ends backwards: the gateway stops what runs, then its thread ends, then the file is let go.
  std::unique_ptr<brain::TextModel> model_;
  runtime::Pool thread_;
  brain::LocalGateway gateway_;
};

}  // namespace attendant::app
