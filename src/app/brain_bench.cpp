#include "app/brain_bench.hpp"

#include <cstdio>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "app/dialogue_options.hpp"
#include "telemetry/redact.hpp"

namespace attendant::app {

// To standard error, a line each: what a model did not answer.
class BrainBench::Warnings final : public telemetry::LogSink {
 public:
  void write(std::string line) override { fmt::print(stderr, "{}\n", line); }
};

BrainBench::BrainBench() : warnings_(std::make_unique<Warnings>()) {}
BrainBench::~BrainBench() = default;

Result<std::unique_ptr<BrainBench>> BrainBench::open(
    const config::Settings& settings, const tools::Catalogue& catalogue,
    std::shared_ptr<const understanding::Understander> understander, const agents::TeamPtr& team) {
  std::unique_ptr<BrainBench> self(new BrainBench);
  if (wants_a_model(team)) {
    const telemetry::Logger log(*self->warnings_, self->clock_, telemetry::Level::error,
                                std::make_shared<const telemetry::Redactor>());
    TRY_ASSIGN(self->models_, LanguageModels::make(self->shard_, settings.models, self->metrics_, log));
  }
  self->dialogue_ = std::make_unique<brain::DialogueBrain>(dialogue_options(settings), catalogue,
                                                           std::move(understander), brain::run_in_place());
  self->brains_ =
      std::make_unique<CallBrains>(settings, *self->dialogue_, catalogue,
                                   self->models_ ? &self->models_->gateway() : nullptr, self->shard_);
  return self;
}

}  // namespace attendant::app
