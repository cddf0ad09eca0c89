// What an agent's file says of tools and limits, in calls of both brains: the real core, tools and demo
// records; the model's answers are the test's.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "brain/dialogue/dialogue_brain.hpp"
#include "brain/model/fake_gateway.hpp"
#include "brain/model/model_brain.hpp"
#include "brain/rescued_brain.hpp"
#include "lab/text_call.hpp"
#include "records/sqlite_store.hpp"
#include "runtime/fake_loop.hpp"
#include "tools/runtime.hpp"
#include "understanding/mask.hpp"
#include "understanding/understander.hpp"
#include "understanding/understander_under_test.hpp"

namespace attendant::lab {
namespace {

using namespace std::chrono_literals;
using agents::Confirm;
using brain::FinishReason;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Kind = Happening::Kind;
namespace fs = std::filesystem;

const fs::path kSource = ATTENDANT_SOURCE_DIR;
constexpr Date kToday{std::chrono::year(2026) / 11 / 1};

std::shared_ptr<const understanding::Understander> understander() {
  return understanding::shipped_understander(kSource, ATTENDANT_ENGINES_DIR);
}

class AgentFieldsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(understander(), nullptr);
    auto opened = records::SqliteStore::open({.path = ":memory:", .data = kSource / "data/demo"});
    ASSERT_TRUE(opened);
    store_ = *std::move(opened);
    tools_ = std::make_unique<tools::ToolRuntime>(tools::insurance_catalogue(), *store_);
    agent_ = {.id = "front", .answers = true, .languages = {{}}};
    agent_.brain.kind = agents::BrainKind::model;  // of the calls that a model words
    agent_.brain.data_to_model = agents::DataToModel::everything;
    agent_.guard_rails.mask_personal_data = false;
    for (const auto& spec : tools_->catalogue().all()) agent_.tools.push_back({.name = spec.name});
  }
  agents::ToolUse& tool(std::string_view name) {
    return *std::ranges::find(agent_.tools, name, &agents::ToolUse::name);
  }

  void call_dialogue(std::chrono::milliseconds tools_take = 40ms) { open(false, tools_take); }
  void call_model(std::chrono::milliseconds tools_take = 40ms) { open(true, tools_take); }

  void open(bool by_model, std::chrono::milliseconds tools_take) {
    const auto team = std::make_shared<const agents::Team>(agents::Team{.version = "1", .agents = {agent_}});
    dialogue_ = std::make_unique<brain::DialogueBrain>(brain::DialogueOptions{}, tools_->catalogue(),
                                                       understander(), brain::run_in_place());
    worded_ =
        std::make_unique<brain::ModelBrain>(brain::ModelOptions{}, tools_->catalogue(), gateway_, loop_);
    rescued_ = std::make_unique<brain::RescuedBrain>(*worded_, *dialogue_, tools_->catalogue());
    brain::Brain& brain = by_model ? static_cast<brain::Brain&>(*rescued_) : *dialogue_;
    call_ = std::make_unique<TextCall>(
        brain.open({.call = CallId("c-1"), .today = kToday, .team = team}),
        [this](conversation::Identity& identity, const conversation::RunTool& run) {
          const tools::CallContext context{CallId("c-1"), "", kToday,
                                           WallTime(std::chrono::sys_days(kToday))};
          return tools_->run(context, identity, run.name, run.arguments, run.confirmed);
        },
        [](std::string_view text, conversation::Asked asked) { return understanding::mask(text, asked); },
        TextCall::Options{.tools_take = tools_take,
                          .may_cancel =
                              [this](std::string_view name) {
                                const auto* spec = tools_->catalogue().find(name);
                                return spec != nullptr && spec->on_interrupt == tools::OnInterrupt::cancel;
                              },
                          .team = team,
                          .catalogue = &tools_->catalogue()});
    call_->start();
    call_->settle();
    told();
  }
  void hear(std::string_view text) {
    call_->says(text);
    call_->settle();
  }
  void model_calls(std::string name, std::string arguments) {
    gateway_.call(std::move(name), std::move(arguments));
    gateway_.finish(FinishReason::tool_calls);
    call_->settle();
  }
  void model_says(std::string_view text) {
    gateway_.answer(text);
    call_->settle();
  }
  void identify_by_model() {
    hear("NW28319242, October 23rd 1978");
    model_calls("verify_member", R"({"member_id": "NW28319242", "dob": "1978-10-23"})");
    model_says("Thank you. What can I do?");
    told();
  }
  std::vector<std::string> told() {
    std::vector<std::string> lines;
    const auto& all = call_->happenings();
    for (; seen_ < all.size(); ++seen_) {
      const auto& one = all[seen_];
      if (one.kind == Kind::said) lines.push_back(one.text);
      if (one.kind == Kind::tool) lines.push_back(fmt::format("[{} {}]", one.text, one.outcome));
      if (one.kind == Kind::transfer) lines.push_back("[transfer]");
      if (one.kind == Kind::ended) lines.push_back("[ended " + one.text + "]");
    }
    return lines;
  }

  FakeClock clock_;
  runtime::FakeLoop loop_{clock_};
  brain::FakeGateway gateway_;
  agents::Agent agent_;
  std::unique_ptr<records::SqliteStore> store_;
  std::unique_ptr<tools::ToolRuntime> tools_;
  std::unique_ptr<brain::DialogueBrain> dialogue_;
  std::unique_ptr<brain::ModelBrain> worded_;
  std::unique_ptr<brain::RescuedBrain> rescued_;
  std::unique_ptr<TextCall> call_;
  std::size_t seen_ = 0;
};

TEST_F(AgentFieldsTest, ConfirmAlwaysAsksBeforeAComplaintOfTheDialogueEngine) {
  tool("complaint").confirm = Confirm::always;
  call_dialogue();
  hear("I want to file a complaint");
  hear("your agent was rude to me and hung up");
  EXPECT_THAT(told(), Contains("Shall I go ahead?"));
  hear("yes");
  EXPECT_THAT(told(), Contains("[complaint ok]"));
}

TEST_F(AgentFieldsTest, ConfirmAlwaysAsksBeforeAComplaintOfTheModel) {
  tool("complaint").confirm = Confirm::always;
  call_model();
  hear("I want to complain, your agent was rude to me");
  model_calls("complaint", R"({"text": "your agent was rude to me"})");
  EXPECT_THAT(told(), ElementsAre("[complaint need]",
                                  "I have understood: your agent was rude to me. Shall I go ahead?"));
  hear("yes");
  EXPECT_THAT(told(), Contains("[complaint ok]"));
}

TEST_F(AgentFieldsTest, ConfirmAlwaysAsksOnceWhereTheToolReadsBackItself) {
  tool("update_phone").confirm = Confirm::always;
  call_model();
  hear("NW28319242, October 23rd 1978");
  model_calls("verify_member", R"({"member_id": "NW28319242", "dob": "1978-10-23"})");
  model_says("Thank you. What can I do?");
  told();
  hear("my new number is 312-555-0180");
  model_calls("update_phone", R"({"phone": "3125550180"})");
  EXPECT_THAT(told(), Not(Contains(HasSubstr("Shall I go ahead?"))));
}

TEST_F(AgentFieldsTest, TheFilesWordsBridgeASlowToolOfTheDialogueEngine) {
  tool("billing_balance").say_while_running = "Let me open your bill.";
  call_dialogue(3000ms);
  hear("what is my balance");
  hear("NW28319242");
  hear("October 23rd 1978");
  EXPECT_THAT(told(), Contains("Let me open your bill."));
}

TEST_F(AgentFieldsTest, TheFilesWordsBridgeASlowToolOfTheModel) {
  tool("billing_balance").say_while_running = "Let me open your bill.";
  call_model(3000ms);
  identify_by_model();
  hear("what is my balance");
  model_calls("billing_balance", "{}");
  EXPECT_THAT(told(), Contains("Let me open your bill."));
}

TEST_F(AgentFieldsTest, ABargeInDropsAReadOfTheModelUnlessTheFileSaysFinish) {
  for (const auto policy : {agents::OnInterrupt::as_tool, agents::OnInterrupt::finish}) {
    tool("billing_balance").on_interrupt = policy;
    seen_ = 0;
    call_model(5000ms);
    identify_by_model();
    call_->says("what is my balance");
    gateway_.say("One moment please, I'm looking. ");
    gateway_.call("billing_balance", "{}");
    gateway_.finish(FinishReason::tool_calls);
    ASSERT_TRUE(call_->interrupts("One moment", "hello are you there"));
    call_->settle();
    const bool finished = policy == agents::OnInterrupt::finish;
    EXPECT_THAT(told(), Contains(finished ? "[billing_balance ok]" : "[billing_balance cancelled]"));
  }
}

TEST_F(AgentFieldsTest, AfterSoManySilencesBothBrainsOfferAPersonAndThenEnd) {
  agent_.limits.no_input = 1;
  for (const bool by_model : {false, true}) {
    seen_ = 0;
    open(by_model, 40ms);
    call_->is_silent();
    call_->settle();
    EXPECT_THAT(told(), Contains(HasSubstr("person"))) << by_model;
    call_->is_silent();
    call_->settle();
    EXPECT_THAT(told(), Contains("[ended no_input]")) << by_model;
  }
}

TEST_F(AgentFieldsTest, AfterSoManyTurnsNotUnderstoodTheDialogueEngineCallsAPerson) {
  agent_.limits.no_match = 1;
  call_dialogue();
  hear("flurb the gromble snick");
  hear("flurb the gromble snick");
  EXPECT_THAT(told(), Contains("[transfer]"));
}

TEST_F(AgentFieldsTest, AfterSoManyTurnsThatNeitherUnderstandsTheModelCallsAPerson) {
  agent_.limits.no_match = 2;
  call_model();
  hear("flurb the gromble snick");
  model_says("I'm sorry, what do you mean?");
  EXPECT_THAT(told(), ElementsAre("I'm sorry, what do you mean?"));
  hear("flurb the gromble snick");
  model_says("Could you say that in other words?");
  EXPECT_THAT(told(), Contains("[transfer]"));
}

TEST_F(AgentFieldsTest, ATurnThatIsUnderstoodBeginsTheCountAnew) {
  agent_.limits.no_match = 2;
  call_model();
  hear("flurb the gromble snick");
  model_says("I'm sorry, what do you mean?");
  hear("what is my balance");
  model_says("What is your member ID?");
  hear("flurb the gromble snick");
  model_says("Could you say that in other words?");
  EXPECT_THAT(told(), Not(Contains("[transfer]")));
}

}  // namespace
}  // namespace attendant::lab
