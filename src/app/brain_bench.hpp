// The brains of a configuration on the calling thread, for calls without a line (chat, simulate, replay): the
// dialogue engine, and where models are configured and agents want one, language models.
#pragma once

#include <memory>

#include "app/call_brains.hpp"
#include "app/language_models.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "brain/dialogue/dialogue_brain.hpp"
#include "config/settings.hpp"
#include "lab/simulation.hpp"
#include "runtime/shard.hpp"
#include "telemetry/metrics.hpp"
#include "tools/spec.hpp"
#include "understanding/understander.hpp"

namespace attendant::app {

class BrainBench final : public lab::BrainAtWork {
 public:
  // All of them outlive it. `team`: whose agents tell whether models are needed. Used by one thread.
  static Result<std::unique_ptr<BrainBench>> open(
      const config::Settings& settings, const tools::Catalogue& catalogue,
      std::shared_ptr<const understanding::Understander> understander, const agents::TeamPtr& team);
  ~BrainBench() override;

  brain::Brain& brain() override { return *brains_; }
  runtime::Shard* works_on() override { return models_ ? &shard_ : nullptr; }
  const telemetry::Registry& metrics() const { return metrics_; }

 private:
  class Warnings;
  BrainBench();

  SystemClock clock_;
  std::unique_ptr<Warnings> warnings_;
  telemetry::Registry metrics_;
  runtime::Shard shard_{"models", clock_};  // never started: whoever waits for an answer runs it
  std::unique_ptr<LanguageModels> models_;
  std::unique_ptr<brain::DialogueBrain> dialogue_;
  std::unique_ptr<CallBrains> brains_;
};

}  // namespace attendant::app
