#include "lab/simulation.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "base/clock.hpp"
#include "records/sqlite_store.hpp"
#include "tools/runtime.hpp"

namespace attendant::lab {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

Result<std::string> contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorCode::not_found, file.string() + ": cannot be opened");
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

Status fill_in(std::vector<std::string>& texts, const RecordValues& records, const Goal& goal) {
  for (auto& text : texts) {
    auto filled = records.filled_in(text);
    if (!filled) return fail(filled.error().in("goal " + goal.id));
    text = *std::move(filled);
  }
  return {};
}

CallerDetails details_of(const Goal& goal, const RecordValues& records) {
  CallerDetails details{.member_id = goal.member_id, .birth_date = {}, .zip = {}};
  const auto known = [&](const char* key) -> const std::string* {
    const auto found = goal.knows.find(key);
    return found == goal.knows.end() ? nullptr : &found->second;
  };
  if (const auto* member = records.row("members", goal.member_id)) {
    details.birth_date = parse_date(std::string_view(member->at("date_of_birth").as_string()));
    details.zip = std::string(member->at("address").as_object().at("zip").as_string());
  }
  if (const auto* date = known("dob")) details.birth_date = parse_date(*date);
  if (const auto* zip = known("zip")) details.zip = *zip;
  return details;
}

// What one thread needs: records, tools and a brain of its own.
class Bench {
 public:
  static Result<std::unique_ptr<Bench>> open(const AgentUnderTest& agent) {
    TRY_ASSIGN(auto store, records::SqliteStore::open({.path = ":memory:", .data = agent.records.string()}));
    std::unique_ptr<Bench> bench(new Bench(agent, std::move(store)));
    TRY_ASSIGN(bench->brain_, agent.brain(bench->tools_.catalogue()));
    if (agent.ears) {
      TRY_ASSIGN(bench->open_ear_, agent.ears());
    }
    return bench;
  }

  Result<CaseResult> run(const Callers& callers, const Case& which) {
    const auto& goal = callers.goals[which.goal];
    SimulatedCaller caller(callers.personas.all[which.persona], callers.personas.common, goal,
                           details_of(goal, callers.records), which.seed);
    const CallId id("c-" + which.name);
    const tools::CallContext context{id, goal.caller_number, agent_.today, now_};
    TRY_ASSIGN(const auto trial, store_->begin_trial());
    std::shared_ptr<CallerEar> ear;
    if (open_ear_) {
      TRY_ASSIGN(ear, open_ear_(which.seed));
    }
    TextCall call(brain_->brain().open({id, agent_.today, agent_.team}),
                  [&](conversation::Identity& identity, const conversation::RunTool& run) {
                    return tools_.run(context, identity, run.name, run.arguments, run.confirmed);
                  },
                  agent_.mask,
                  {.caller_number = goal.caller_number,
                   .office_open = goal.office_open,
                   .tools_take = agent_.tools_take,
                   .policy = agent_.policy,
                   .team = agent_.team,
                   .catalogue = &tools_.catalogue(),
                   .brain_works_on = brain_->works_on(),
                   .ear = std::move(ear),
                   .judge_readings = agent_.judge_readings,
                   .completeness = agent_.completeness});
    CaseResult result{.which = which, .conversation = converse(caller, call), .score = {}};
    TRY(call.problem());
    TRY_ASSIGN(const auto requests, store_->requests(std::nullopt));
    for (const auto& request : requests)
      result.conversation.writes.push_back({request.kind, request.member_id, request.reference});
    result.score = score(goal, result.conversation);
    return result;
  }

 private:
  Bench(const AgentUnderTest& agent, std::unique_ptr<records::SqliteStore> store)
      : agent_(agent),
        now_(WallTime(std::chrono::sys_days(agent.today)) + 15h),
        store_(std::move(store)),
        // It stands still: the time that a thread waits for its turn is no tool's.
        tools_(agent.catalogue, *store_, {}, std::make_shared<FakeClock>(now_), agent.outside) {}

  const AgentUnderTest& agent_;
  WallTime now_;
  std::unique_ptr<records::SqliteStore> store_;
  tools::ToolRuntime tools_;
  std::unique_ptr<BrainAtWork> brain_;
  AgentUnderTest::OpenEar open_ear_;
};

}  // namespace

Result<Callers> load_callers(const fs::path& folder, const fs::path& records) {
  Callers callers;
  TRY_ASSIGN(callers.records, RecordValues::load(records));
  const auto personas = folder / "personas.yaml";
  TRY_ASSIGN(const auto text, contents(personas));
  TRY_ASSIGN(callers.personas, parse_personas(text, personas.string()));
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& file : fs::directory_iterator(folder / "goals", error))
    if (file.path().extension() == ".yaml") files.push_back(file.path());
  std::ranges::sort(files);
  for (const auto& file : files) {
    TRY_ASSIGN(const auto yaml, contents(file));
    TRY_ASSIGN(auto goals, parse_goals(yaml, file.string()));
    std::ranges::move(goals, std::back_inserter(callers.goals));
  }
  for (auto& goal : callers.goals) {
    TRY(fill_in(goal.never_hears, callers.records, goal));
    for (auto& wish : goal.wishes) {
      TRY(fill_in(wish.hears, callers.records, goal));
      TRY(fill_in(wish.read_back, callers.records, goal));
    }
  }
  return callers;
}

std::vector<Case> cases_of(const Callers& callers, int repeats, std::uint64_t seed,
                           const std::vector<std::string>& wanted) {
  std::vector<Case> cases;
  for (std::size_t goal = 0; goal < callers.goals.size(); ++goal) {
    for (std::size_t persona = 0; persona < callers.personas.all.size(); ++persona) {
      for (int repeat = 0; repeat < repeats; ++repeat) {
        auto name = fmt::format("{}.{}.{}", callers.goals[goal].id, callers.personas.all[persona].id, repeat);
        const bool fits = wanted.empty() || std::ranges::any_of(wanted, [&](const auto& part) {
                            return name.find(part) != std::string::npos;
                          });
        if (!fits) continue;
        const auto own_seed = seed_of(name, seed_of(std::to_string(seed)));
        cases.push_back({persona, goal, repeat, own_seed, std::move(name)});
      }
    }
  }
  return cases;
}

std::vector<Case> sample_of(std::vector<Case> cases, std::size_t count, std::uint64_t seed) {
  // A case is in the sample by a number made of its name: with another count it stays in or out.
  std::vector<std::uint64_t> numbers;
  for (const auto& one : cases) numbers.push_back(seed_of(one.name, seed));
  auto sorted = numbers;
  std::ranges::sort(sorted);
  if (count == 0 || count >= cases.size()) return cases;
  std::vector<Case> sample;
  for (std::size_t i = 0; i < cases.size(); ++i)
    if (numbers[i] < sorted[count]) sample.push_back(std::move(cases[i]));
  return sample;
}

Result<std::vector<CaseResult>> simulate(const AgentUnderTest& agent, const Callers& callers,
                                         const std::vector<Case>& cases, unsigned threads,
                                         const std::function<void(const CaseResult&)>& done) {
  std::vector<CaseResult> results(cases.size());
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;  // of `problem` and `done`
  Status problem;
  const auto work = [&] {
    const auto stop = [&](const Error& error) {
      const std::lock_guard lock(mutex);
      if (problem) problem = fail(error);
      next = cases.size();
    };
    auto bench = Bench::open(agent);
    if (!bench) return stop(bench.error());
    for (;;) {
      const auto at = next.fetch_add(1);
      if (at >= cases.size()) return;
      auto result = (*bench)->run(callers, cases[at]);
      if (!result) return stop(result.error());
      results[at] = *std::move(result);
      const std::lock_guard lock(mutex);
      if (done) done(results[at]);
    }
  };
  {
    std::vector<std::jthread> pool;
    for (unsigned i = 1; i < threads; ++i) pool.emplace_back(work);
    work();
  }
  TRY(problem);
  return results;
}

}  // namespace attendant::lab
