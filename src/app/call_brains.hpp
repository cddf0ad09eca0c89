// Which brain thinks for a call: the dialogue engine, or a language model that the dialogue engine rescues,
// as the file of the agent who answers says.
#pragma once

#include <memory>
#include <string>

#include "brain/brain.hpp"
#include "brain/model/model_brain.hpp"
#include "brain/rescued_brain.hpp"
#include "config/settings.hpp"
#include "runtime/loop.hpp"
#include "tools/spec.hpp"

namespace attendant::app {

// Whether a call of the team is worded by a language model, where there are pools.
bool wants_a_model(const agents::TeamPtr& team);

class CallBrains final : public brain::Brain {
 public:
  // `gateway`: null where no model pool is configured; then every agent is the dialogue engine's. All of them
  // outlive the object; used on the loop's thread.
  CallBrains(const config::Settings& settings, brain::Brain& dialogue, const tools::Catalogue& catalogue,
             brain::ModelGateway* gateway, runtime::Loop& loop);

  std::unique_ptr<brain::BrainSession> open(const brain::CallSetting& call) override;
  std::string version() const override;  // of all of them

 private:
  brain::Brain& dialogue_;
  std::unique_ptr<brain::ModelBrain> model_;
  std::unique_ptr<brain::RescuedBrain> rescued_;
};

}  // namespace attendant::app
