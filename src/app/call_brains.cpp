#include "app/call_brains.hpp"

#include <algorithm>

#include "app/dialogue_options.hpp"

namespace attendant::app {
namespace {

brain::ModelOptions model_options(const config::Settings& settings) {
  const auto dialogue = dialogue_options(settings);
  brain::ModelOptions options;
  options.company = dialogue.company;
  options.greeting = brain::greeting_of(dialogue);
  options.office_hours = dialogue.office_hours;
  options.person_target = dialogue.person_target;
  options.guesses_a_turn = settings.models.guesses_a_turn;
  return options;
}

}  // namespace

bool wants_a_model(const agents::TeamPtr& team) {
  return team && std::ranges::any_of(team->agents, [](const agents::Agent& agent) {
           return agent.brain.kind == agents::BrainKind::model ||
                  agent.brain.kind == agents::BrainKind::automatic;
         });
}

CallBrains::CallBrains(const config::Settings& settings, brain::Brain& dialogue,
                       const tools::Catalogue& catalogue, brain::ModelGateway* gateway, runtime::Loop& loop)
    : dialogue_(dialogue) {
  if (gateway == nullptr) return;
  model_ = std::make_unique<brain::ModelBrain>(model_options(settings), catalogue, *gateway, loop);
  rescued_ = std::make_unique<brain::RescuedBrain>(*model_, dialogue_, catalogue);
}

std::unique_ptr<brain::BrainSession> CallBrains::open(const brain::CallSetting& call) {
  return rescued_ && wants_a_model(call.team) ? rescued_->open(call) : dialogue_.open(call);
}

std::string CallBrains::version() const { return rescued_ ? rescued_->version() : dialogue_.version(); }

}  // namespace attendant::app
