// The agents in force: read at the start, kept as versions, and exchanged while the server runs when somebody
// edits a file or activates another version. A call that began keeps the team that it began with.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "agents/agent.hpp"
#include "agents/version_store.hpp"
#include "base/clock.hpp"
#include "config/settings.hpp"
#include "runtime/loop.hpp"
#include "telemetry/log.hpp"

namespace attendant::app {

// Where the versions of the agents are, in the store's folder.
std::filesystem::path agent_versions_folder(const std::filesystem::path& store);

class AgentKeeper {
 public:
  struct Options {
    std::filesystem::path source;    // the files that people edit
    std::filesystem::path versions;  // agent_versions_folder
    agents::Vocabulary known;
    std::chrono::milliseconds reload{2000};  // 0: only at the start
  };
  AgentKeeper(Options options, const Clock& clock, telemetry::Logger log);

  // Before the loop runs. Files that are not good are an error, unless an earlier version can be had: then
  // that one is in force, and the problems are in the log.
  Status start();
  // Where a look is done, for it blocks; false: there is no room now. Both outlive the keeper's last look.
  using Background = std::function<bool(runtime::Job look)>;
  // From now on: looks every `reload`; what changed comes back to the loop. On its thread.
  void watch(runtime::Loop& loop, Background background);
  void stop() { timer_.cancel(); }  // on the loop's thread

  // On the loop's thread. Never null after start().
  agents::TeamPtr team() const { return team_; }

 private:
  // One look at the folder and the ledger. Blocking; one at a time.
  agents::TeamPtr look(const std::string& in_force);
  Result<std::string> version_in_force();
  void tell(const Error& problems, const std::string& in_force) const;
  void next_look(runtime::Loop& loop);

  Options options_;
  const Clock& clock_;
  telemetry::Logger log_;
  agents::VersionStore store_;
  agents::TeamPtr team_;      // the loop's
  std::string last_problem_;  // the looking thread's: each is told once
  std::string looked_at_;     // hash of the files when they were last checked
  Background background_;
  runtime::Timer timer_;
};

}  // namespace attendant::app
