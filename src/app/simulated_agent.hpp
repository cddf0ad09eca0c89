// The agent of a configuration as simulations and replays call it: brain, understanding and policy of the
// server, without its threads and listeners.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/callers_sound.hpp"
#include "app/outside_http.hpp"
#include "app/rehearsed_tools.hpp"
#include "app/tool_set.hpp"
#include "base/clock.hpp"
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
  // Lives as long as this. Its tools are those of the configuration (Rehearsal::reads).
  const lab::AgentUnderTest& under_test() const { return agent_; }
  // The same for a replay, where no other machine is asked.
  tools::OutsideTools tools_of_replay() const { return rehearsed(tools_->outside(), Rehearsal::nothing); }
  const std::string& degraded() const { return understander_->degraded(); }

 private:
  SimulatedAgent() = default;
  Status open_tools();

  SystemClock clock_;
  config::Settings settings_;
  std::unique_ptr<inference::Runtime> models_;
  std::shared_ptr<const understanding::Understander> understander_;
  std::unique_ptr<OutsideHttp> http_;  // null: nothing is elsewhere
  std::vector<tools::ToolFile> files_;
  std::unique_ptr<ToolSet> tools_;
  std::optional<CallersSound> sound_;
  lab::AgentUnderTest agent_;
};

}  // namespace attendant::app
