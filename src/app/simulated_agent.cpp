#include "app/simulated_agent.hpp"

#include <cstdio>
#include <utility>

#include <fmt/format.h>

#include "app/agent_files.hpp"
#include "app/brain_bench.hpp"
#include "app/places.hpp"
#include "app/reading_judge.hpp"
#include "app/turn_policy.hpp"
#include "base/clock.hpp"
#include "config/load.hpp"
#include "understanding/completeness.hpp"
#include "understanding/mask.hpp"

namespace attendant::app {
namespace {

constexpr std::chrono::seconds kPatience{15};  // for MCP servers: nobody looks at them again

}  // namespace

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
  TRY(self->open_tools());
  TRY_ASSIGN(auto catalogue, self->tools_->catalogue());
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
      .catalogue = std::move(catalogue),
      .outside = rehearsed(self->tools_->outside(), Rehearsal::reads),
      .today = settings.insurance.as_of.value_or(civil)};
  if (audio) {
    if (self->models_ == nullptr)
      return fail(ErrorCode::not_found, "--audio needs the engines: run tools/fetch-models");
    TRY_ASSIGN(self->sound_, CallersSound::load(*self->models_, engines, settings));
    self->agent_.ears = self->sound_->ears();
    TRY_ASSIGN(auto head,
               understanding::Completeness::load(data_folder() / "understanding/completeness.bin"));
    self->agent_.completeness = [head = std::make_shared<const understanding::Completeness>(std::move(head))](
                                    std::string_view text, conversation::Asked asked,
                                    const std::optional<SentenceEnding>& ending) {
      return head->score(text, asked, ending);
    };
    self->agent_.judge_readings = [today = self->agent_.today](conversation::Asked asked) {
      return reading_judge(asked, today);
    };
  }
  return self;
}

// Records are always those of the folder, which is what conversations are scored by.
Status SimulatedAgent::open_tools() {
  TRY_ASSIGN(files_, read_tool_files(settings_.tools));
  if (!files_.empty()) {
    TRY_ASSIGN(http_, OutsideHttp::start(clock_));
  }
  TRY_ASSIGN(tools_, ToolSet::open(
                         {.documents_dir = settings_.insurance.documents_dir,
                          .files = files_,
                          .documents_file = ":memory:",
                          .records = nullptr,
                          .model = understander_->sentence_model(),
                          .clock = clock_,
                          .http = http_.get(),
                          .patience = kPatience},
                         [](const std::string& problem) { fmt::print(stderr, "attendant: {}\n", problem); }));
  return {};
}

}  // namespace attendant::app
