#include "app/language_models.hpp"

#include <utility>
#include <vector>

namespace attendant::app {
namespace {

std::vector<brain::NamedGateways::One> gateways_of(ModelPools* pools, LocalModel* local,
                                                   const config::Models& models) {
  std::vector<brain::NamedGateways::One> gateways;
  if (local != nullptr) gateways.push_back({.name = models.local.name, .gateway = &local->gateway()});
  if (pools != nullptr) gateways.push_back({.gateway = &pools->gateway()});
  return gateways;
}

}  // namespace

LanguageModels::LanguageModels(std::unique_ptr<ModelPools> pools, std::unique_ptr<LocalModel> local,
                               const config::Models& models)
    : pools_(std::move(pools)),
      local_(std::move(local)),
      gateway_(gateways_of(pools_.get(), local_.get(), models)) {}

Result<std::unique_ptr<LanguageModels>> LanguageModels::make(runtime::Shard& shard,
                                                             const config::Models& models,
                                                             telemetry::Registry& registry,
                                                             const telemetry::Logger& log) {
  TRY_ASSIGN(auto pools, ModelPools::make(shard, models, registry, log));
  TRY_ASSIGN(auto local, LocalModel::make(shard, models.local, registry, log));
  if (!pools && !local) return nullptr;
  return std::unique_ptr<LanguageModels>(new LanguageModels(std::move(pools), std::move(local), models));
}

}  // namespace attendant::app
