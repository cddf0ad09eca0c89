// Every conversation of tests/scenarios on the real core, dialogue engine, understanding, tools and demo
// records, under a clock of its own. One test each, named after its file.
#include "lab/scenario.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "agents/load.hpp"
#include "base/date.hpp"
#include "brain/dialogue/dialogue_brain.hpp"
#include "brain/dialogue/vocabulary.hpp"
#include "documents/library.hpp"
#include "lab/scenario_runner.hpp"
#include "lab/text_call.hpp"
#include "records/sqlite_store.hpp"
#include "tools/plan_document.hpp"
#include "tools/runtime.hpp"
#include "understanding/mask.hpp"
#include "understanding/understander_under_test.hpp"

namespace attendant::lab {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = ATTENDANT_SOURCE_DIR;
constexpr int kFewestTurns = 4;

std::vector<fs::path> scenario_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kSource / "tests/scenarios"))
    if (entry.path().extension() == ".call") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

template <class... Kinds>
bool expects(const Scenario& scenario) {
  return std::ranges::any_of(scenario.lines, [](const ScenarioLine& line) {
    return (std::holds_alternative<Kinds>(line.step) || ...);
  });
}

agents::TeamPtr shipped_agents(const tools::Catalogue& catalogue) {
  const auto files = agents::read_agent_files(kSource / "agents");
  auto team = files ? agents::load_team(*files, brain::agent_vocabulary(catalogue))
                    : Result<agents::Team>(fail(files.error()));
  EXPECT_TRUE(team) << (team ? "" : team.error().message);
  return team ? std::make_shared<const agents::Team>(*std::move(team)) : nullptr;
}

// The demo insurer's documents, read when a scenario first asks for one: reading takes seconds.
class DemoDocuments final : public tools::OutsideTool {
 public:
  explicit DemoDocuments(std::shared_ptr<const understanding::SentenceModel> model)
      : model_(std::move(model)) {}
  Result<ToolAnswer> call(const tools::OutsideCall& call) override {
    if (library_ == nullptr) {
      TRY_ASSIGN(library_, documents::Library::open(":memory:", model_.get()));
      TRY_ASSIGN([[maybe_unused]] const auto read, library_->add_folder(kSource / "data/demo/documents"));
    }
    return tools::PlanDocuments(*library_).call(call);
  }
  bool waits_for_others() const override { return false; }

 private:
  std::shared_ptr<const understanding::SentenceModel> model_;
  std::unique_ptr<documents::Library> library_;
};

class ScenarioTest : public testing::TestWithParam<fs::path> {};

TEST_P(ScenarioTest, GoesAsWritten) {
  const auto scenario = parse_scenario(contents(GetParam()));
  ASSERT_TRUE(scenario) << scenario.error().message;
  EXPECT_GE(scenario->caller_turns(), kFewestTurns) << "a conversation has at least four turns of the caller";
  EXPECT_TRUE((expects<AgentSays, AgentDoesNotSay>(*scenario))) << "it does not look at the agent's words";
  EXPECT_TRUE((expects<ToolRuns, NoTool>(*scenario))) << "it does not look at the tools";
  EXPECT_TRUE((expects<JournalHas, JournalLacks>(*scenario))) << "it does not look at the journal";

  auto store = records::SqliteStore::open({.path = ":memory:", .data = kSource / "data/demo"});
  ASSERT_TRUE(store) << store.error().message;
  const auto meaning = understanding::shipped_understander(kSource, ATTENDANT_ENGINES_DIR);
  ASSERT_NE(meaning, nullptr);
  if (!meaning->degraded().empty()) GTEST_SKIP() << meaning->degraded();
  tools::ToolRuntime runtime(*tools::insurance_catalogue().with({tools::plan_document_spec()}), **store, {},
                             std::make_shared<SystemClock>(),
                             {{"plan_document", std::make_shared<DemoDocuments>(meaning->sentence_model())}});

  brain::DialogueOptions options;
  if (scenario->nurse_line) options.emergency_target = "nurse_line";
  brain::DialogueBrain brain(options, runtime.catalogue(), meaning, brain::run_in_place());

  const CallId id("c-00000000000000000000000001");
  const tools::CallContext context{id, scenario->caller_number, scenario->today,
                                   WallTime(std::chrono::sys_days(scenario->today))};
  const auto run_tool = [&](conversation::Identity& identity, const conversation::RunTool& call) {
    return runtime.run(context, identity, call.name, call.arguments, call.confirmed);
  };
  const auto mask = [](std::string_view text, conversation::Asked asked) {
    return understanding::mask(text, asked);
  };
  static const auto kTeam = shipped_agents(runtime.catalogue());
  ASSERT_NE(kTeam, nullptr);
  TextCall call(brain.open({id, scenario->today, kTeam}), run_tool, mask,
                {.caller_number = scenario->caller_number,
                 .office_open = scenario->office_open,
                 .transfers_succeed = scenario->transfers_succeed,
                 .tools_take = scenario->tools_take,
                 .brain_takes = scenario->brain_takes,
                 .may_cancel =
                     [&](std::string_view name) {
                       const auto* spec = runtime.catalogue().find(name);
                       return spec != nullptr && spec->on_interrupt == tools::OnInterrupt::cancel;
                     },
                 .policy = {}});

  const auto result = play(*scenario, call);
  for (const auto& failure : result.failures)
    ADD_FAILURE() << GetParam().filename().string() << " " << failure;
  if (HasFailure()) std::cout << result.transcript;
}

std::string test_name(const testing::TestParamInfo<fs::path>& info) {
  auto name = info.param.stem().string();
  std::ranges::replace_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ScenarioTest, testing::ValuesIn(scenario_files()), test_name);

}  // namespace
}  // namespace attendant::lab
