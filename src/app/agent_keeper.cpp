#include "app/agent_keeper.hpp"

#include <memory>
#include <utility>

#include "agents/load.hpp"
#include "base/text.hpp"

namespace attendant::app {

std::filesystem::path agent_versions_folder(const std::filesystem::path& store) { return store / "agents"; }

AgentKeeper::AgentKeeper(Options options, const Clock& clock, telemetry::Logger log)
    : options_(std::move(options)), clock_(clock), log_(std::move(log)), store_(options_.versions) {}

// Reads the folder; what is good and new there comes into force. The version that is in force then.
Result<std::string> AgentKeeper::version_in_force() {
  TRY_ASSIGN(const auto files, agents::read_agent_files(options_.source));
  const auto hash = agents::content_hash(files);
  if (hash != looked_at_) {
    looked_at_ = hash;
    TRY_ASSIGN(const auto checked, agents::load_team(files, options_.known));
    TRY_ASSIGN(const auto ledger, store_.observe(files, clock_.wall()));
    return ledger.active();
  }
  TRY_ASSIGN(const auto ledger, store_.ledger());
  return ledger.active();
}

Status AgentKeeper::start() {
  auto version = version_in_force();
  if (!version) {
    const auto ledger = store_.ledger();
    if (!ledger || ledger->active().empty()) return fail(version.error());
    tell(version.error(), ledger->active());
    version = ledger->active();
  }
  TRY_ASSIGN(auto team, store_.load(*version, options_.known));
  team_ = std::make_shared<const agents::Team>(std::move(team));
  log_.info("agents", {{"version", team_->version}, {"agents", team_->agents.size()}});
  return {};
}

void AgentKeeper::tell(const Error& problems, const std::string& in_force) const {
  for (const auto problem : split(problems.message, '\n'))
    log_.error("agents", {{"problem", problem}, {"in_force", in_force}});
}

agents::TeamPtr AgentKeeper::look(const std::string& in_force) {
  auto version = version_in_force();
  if (!version) {
    // While a file is being written, or has a mistake: the version in force stays. Told once.
    if (version.error().message != last_problem_) tell(version.error(), in_force);
    last_problem_ = version.error().message;
    const auto ledger = store_.ledger();
    if (!ledger) return nullptr;
    version = ledger->active();  // it may have been exchanged by hand meanwhile
  } else {
    last_problem_.clear();
  }
  if (*version == in_force) return nullptr;
  auto team = store_.load(*version, options_.known);
  if (!team) {
    log_.error("agents", team.error());
    return nullptr;
  }
  return std::make_shared<const agents::Team>(*std::move(team));
}

void AgentKeeper::watch(runtime::Loop& loop, Background background) {
  background_ = std::move(background);
  if (options_.reload.count() > 0) next_look(loop);
}

void AgentKeeper::next_look(runtime::Loop& loop) {
  timer_ = loop.after(options_.reload, [this, &loop] {
    const bool taken = background_([this, &loop, in_force = team_->version] {
      auto fresh = look(in_force);
      loop.post([this, &loop, fresh = std::move(fresh)] {
        if (fresh != nullptr) {
          team_ = fresh;
          log_.info("agents", {{"version", team_->version}, {"agents", team_->agents.size()}});
        }
        next_look(loop);
      });
    });
    if (!taken) next_look(loop);
  });
}

}  // namespace attendant::app
