// Many simulated conversations at once: every persona with every goal, each in a call of its own, on the real
// tools and a copy of the records that forgets what a call wrote. What comes out does not depend on the
// number of threads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "agents/agent.hpp"
#include "base/date.hpp"
#include "brain/brain.hpp"
#include "conversation/core.hpp"
#include "lab/goal.hpp"
#include "lab/persona.hpp"
#include "lab/record_values.hpp"
#include "lab/score.hpp"
#include "lab/simulated_conversation.hpp"
#include "lab/text_call.hpp"
#include "tools/outside_tool.hpp"
#include "tools/spec.hpp"

namespace attendant::lab {

// A brain with what it needs, for one thread.
class BrainAtWork {
 public:
  virtual ~BrainAtWork() = default;
  virtual brain::Brain& brain() = 0;
  // Where it answers later than it was asked (TextCall::Options::brain_works_on); null: it answers at once.
  virtual runtime::Shard* works_on() { return nullptr; }
};

// The agent that is called. Used by all threads at once.
struct AgentUnderTest {
  std::string name;  // for the report
  // One brain for each thread. The catalogue outlives it.
  std::function<Result<std::unique_ptr<BrainAtWork>>(const tools::Catalogue& catalogue)> brain;
  agents::TeamPtr team = nullptr;  // null: one agent with everything
  TextCall::Mask mask;
  conversation::Policy policy;
  std::filesystem::path records;  // folder of JSON Lines
  tools::Catalogue catalogue = tools::insurance_catalogue();
  tools::OutsideTools outside{};  // of the catalogue what is no insurance tool; used by all threads at once
  Date today;
  std::chrono::milliseconds tools_take{40};
  // With one the callers are heard as sound: an ear for a call of this seed. Made and used by one thread,
  // with what it needs for itself.
  using OpenEar = std::function<Result<std::shared_ptr<CallerEar>>(std::uint64_t seed)>;
  std::function<Result<OpenEar>()> ears = nullptr;
  TextCall::JudgeReadings judge_readings = nullptr;
  TextCall::CompletenessOf completeness = nullptr;
};

struct Callers {
  Personas personas;
  std::vector<Goal> goals;  // filled in from the records
  RecordValues records;
};
// Reads personas.yaml and goals/*.yaml of `folder`, and fills in what must be heard from the records of
// `records`. The error names file and line, or what is not in the records.
Result<Callers> load_callers(const std::filesystem::path& folder, const std::filesystem::path& records);

struct Case {
  std::size_t persona = 0, goal = 0;  // of Callers
  int repeat = 0;
  std::uint64_t seed = 0;
  std::string name;  // "cross.claims-denied-mri.0"
};
// `count` of them, chosen by `seed`, in their order.
std::vector<Case> sample_of(std::vector<Case> cases, std::size_t count, std::uint64_t seed);

// `wanted`: only cases whose name holds one of these; empty: all. The seed of a case depends on its name and
// `seed` only.
std::vector<Case> cases_of(const Callers& callers, int repeats, std::uint64_t seed,
                           const std::vector<std::string>& wanted);

struct CaseResult {
  Case which;
  Conversation conversation;
  Score score;
};

// Runs every case on `threads` threads; results stand in the order of the cases. `done` is told after each,
// by any thread, one at a time.
Result<std::vector<CaseResult>> simulate(const AgentUnderTest& agent, const Callers& callers,
                                         const std::vector<Case>& cases, unsigned threads,
                                         const std::function<void(const CaseResult&)>& done);

}  // namespace attendant::lab
