// The agent of a configuration as simulations and replays call it: brain, understanding and policy of the
// server, without its threads and listeners.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "app/callers_sound.hpp"
#include "base/result.hpp"
#include "config/settings.hpp"
#include "inference/runtime.hpp"
#include "lab/simulation.hpp"
#include "understanding/understander.hpp"

namespace attendant::app {

class SimulatedAgent {
 public:
  // Reads the configuration (empty: the defaults) and loads the models. `audio`: with a voice for the callers
  // and the recogniser of the server.
  static Result<std::unique_ptr<SimulatedAgent>> open(const std::string& config, bool audio = false);

  const config::Settings& settings() const { return settings_; }
  // Lives as long as this.
  const lab::AgentUnderTest& under_test() const { return agent_; }
  const std::string& degraded() const { return understander_->degraded(); }

 private:
  SimulatedAgent() = default;

  config::Settings settings_;
  std::unique_ptr<inference::Runtime> models_;
  std::shared_ptr<const understanding::Understander> understander_;
  std::optional<CallersSound> sound_;
  lab::AgentUnderTest agent_;
};

}  // namespace attendant::app
