// A language model behind the seam of a brain: it words what is said and chooses tools; what it may say, do
// and see is held by code (docs/language-models.md). One per shard; used on its thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "brain/model/model_gateway.hpp"
#include "brain/model/model_options.hpp"
#include "brain/rescuable.hpp"
#include "runtime/loop.hpp"
#include "tools/spec.hpp"

namespace attendant::brain {

// What all calls of an agent share; read only.
struct ModelSetup {
  ModelOptions options;
  std::string prompt;
  std::vector<ToolDefinition> tools;
};
// The agents of one team.
struct ModelSetups {
  agents::TeamPtr team;                               // null: one agent
  std::shared_ptr<const tools::Catalogue> catalogue;  // null: the brain's
  std::map<std::string, ModelSetup> agents;
  std::string first;  // who takes the call
};

class ModelBrain final : public RescuableBrain {
 public:
  // `options`: what holds where an agent's file says nothing. All the others must outlive the brain and its
  // sessions.
  ModelBrain(ModelOptions options, const tools::Catalogue& catalogue, ModelGateway& gateway,
             runtime::Loop& loop);

  std::unique_ptr<RescuableSession> open(const CallSetting& call) override;
  std::string version() const override;  // changes with the prompt and the tools

 private:
  std::shared_ptr<const ModelSetups> setups_for(const agents::TeamPtr& team,
                                                std::shared_ptr<const tools::Catalogue> tools);

  ModelOptions options_;
  std::shared_ptr<const ModelSetups> setups_;  // of the team and the tools that the last call had
  const tools::Catalogue& catalogue_;
  ModelGateway& gateway_;
  runtime::Loop& loop_;
};

}  // namespace attendant::brain
