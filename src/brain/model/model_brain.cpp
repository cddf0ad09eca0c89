#include "brain/model/model_brain.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "agents/template.hpp"
#include "brain/model/model_prompt.hpp"
#include "brain/model/model_session.hpp"

namespace attendant::brain {
namespace {

// FNV-1a: names a text in a version, no more.
std::uint32_t fingerprint(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

ModelSetup setup_of(ModelOptions options, const tools::Catalogue& catalogue) {
  ModelSetup setup{.prompt = system_prompt(options), .tools = tool_definitions(options, catalogue)};
  setup.options = std::move(options);
  return setup;
}

// What an agent's file says, over what holds for all.
ModelOptions options_of(const agents::Agent& agent, ModelOptions options) {
  options.agent = agent.id;
  if (!agent.persona.empty()) options.persona = agent.persona;
  const auto greeting =
      agents::fill(agent.speaks().greeting, {{std::string(agents::kCompany), options.company},
                                             {std::string(agents::kAgent), agent.spoken_name()},
                                             {std::string(agents::kHours), options.office_hours}});
  if (!agent.answers || !greeting.empty()) options.greeting = greeting;
  options.pool = agent.brain.pool;
  options.tools.clear();
  for (const auto& tool : agent.tools) options.tools.push_back({tool.name, tool.when, tool.examples});
  options.hand_overs = agent.hand_overs;
  options.data_to_model = agent.brain.data_to_model;
  options.guard = agent.guard_rails;
  options.by_dialogue = agent.brain.kind == agents::BrainKind::dialogue;
  options.tool_rounds = agent.limits.tool_rounds;
  options.no_input = agent.limits.no_input;
  options.max_tokens = agent.brain.max_tokens;
  options.temperature = static_cast<double>(agent.brain.temperature);
  options.turn = agent.limits.turn_deadline;
  options.first_words = std::min(options.first_words, options.turn);
  return options;
}

}  // namespace

ModelBrain::ModelBrain(ModelOptions options, const tools::Catalogue& catalogue, ModelGateway& gateway,
                       runtime::Loop& loop)
    : options_(std::move(options)), catalogue_(catalogue), gateway_(gateway), loop_(loop) {
  setups_ = setups_for(nullptr, nullptr);
}

std::shared_ptr<const ModelSetups> ModelBrain::setups_for(const agents::TeamPtr& team,
                                                          std::shared_ptr<const tools::Catalogue> tools) {
  if (setups_ && setups_->team == team && setups_->catalogue == tools) return setups_;
  auto setups = std::make_shared<ModelSetups>();
  setups->team = team;
  setups->catalogue = std::move(tools);
  const auto& catalogue = setups->catalogue ? *setups->catalogue : catalogue_;
  if (team == nullptr) {
    setups->first = options_.agent;
    setups->agents.emplace(setups->first, setup_of(options_, catalogue));
  } else {
    setups->first = team->answering().id;
    for (const auto& agent : team->agents)
      setups->agents.emplace(agent.id, setup_of(options_of(agent, options_), catalogue));
  }
  return setups;
}

std::unique_ptr<RescuableSession> ModelBrain::open(const CallSetting& call) {
  setups_ = setups_for(call.team, call.catalogue);
  const auto& catalogue = setups_->catalogue ? *setups_->catalogue : catalogue_;
  return std::make_unique<ModelSession>(setups_, catalogue, gateway_, loop_, call);
}

std::string ModelBrain::version() const {
  std::string all;
  for (const auto& [name, setup] : setups_->agents) {
    all += setup.prompt;
    for (const auto& tool : setup.tools) all += tool.name + boost::json::serialize(tool.parameters);
  }
  return fmt::format("model {:08x}", fingerprint(all));
}

}  // namespace attendant::brain
