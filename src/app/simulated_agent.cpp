#include "app/simulated_agent.hpp"

#include <utility>

#include "app/agent_files.hpp"
#include "app/brain_bench.hpp"
#include "app/places.hpp"
#include "app/turn_policy.hpp"
#include "base/clock.hpp"
#include "config/load.hpp"
#include "understanding/mask.hpp"

namespace attendant::app {

Result<std::unique_ptr<SimulatedAgent>> SimulatedAgent::open(const std::string& config, bool audio) {
  TRY_ASSIGN(auto loaded, config::load_settings_file(config, config::process_environment()));
  std::unique_ptr<SimulatedAgent> self(new SimulatedAgent);
  self->settings_ = std::move(loaded.settings);
  const auto& settings = self->settings_;
  const auto engines = engines_folder(settings.speech.engines_dir);
  if (auto models = inference::Runtime::load(engines)) self->models_ = *std::move(models);
  TRY_ASSIGN(auto understander, understanding::Understander::open(data_folder() / "understanding/intents.bin",
                                                                  engines / "minilm", self->models_.get()));
  self->understander_ = std::make_shared<const understanding::Understander>(std::move(understander));
  TRY_ASSIGN(auto team, team_of(settings));
  const auto civil = Date(std::chrono::floor<std::chrono::days>(SystemClock().wall()));
  const auto agents = std::make_shared<const agents::Team>(std::move(team));
  self->agent_ = {
      .name = config.empty() ? "defaults" : config,
      .brain = [&settings, agents, understander = self->understander_](
                   const tools::Catalogue& catalogue) -> Result<std::unique_ptr<lab::BrainAtWork>> {
        TRY_ASSIGN(auto bench, BrainBench::open(settings, catalogue, understander, agents));
        return bench;
      },
      .team = agents,
      .mask = [](std::string_view text,
                 conversation::Asked asked) { return understanding::mask(text, asked); },
      .policy = turn_policy(settings.turn),
      .records = settings.insurance.data_dir,
      .today = settings.insurance.as_of.value_or(civil)};
  if (audio) {
    if (self->models_ == nullptr)
      return fail(ErrorCode::not_found, "--audio needs the engines: run tools/fetch-models");
    TRY_ASSIGN(self->sound_, CallersSound::load(*self->models_, engines, settings));
    self->agent_.ears = self->sound_->ears();
  }
  return self;
}

}  // namespace attendant::app
