#include "agents/tool_gate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::agents {
namespace {

using testing::ElementsAre;

Team team() {
  Team team;
  team.agents.push_back(
      {.id = "front", .answers = true, .tools = {{.name = "complaint", .confirm = Confirm::always}}});
  team.agents.push_back({.id = "billing", .tools = {{.name = "autopay"}}});
  return team;
}

const boost::json::object kNothing;

TEST(ToolGate, LetsAnAgentUseItsOwnToolsOnly) {
  EXPECT_FALSE(answer_instead(team(), {.agent = "billing", .tool = "autopay", .arguments = kNothing}));
  const auto refused = answer_instead(team(), {.agent = "", .tool = "autopay", .arguments = kNothing});
  ASSERT_TRUE(refused) << "before the first hand-over the answering agent has the call";
  EXPECT_EQ(refused->outcome, Outcome::refused);
  EXPECT_TRUE(answer_instead(
      team(), {.agent = "nobody", .tool = "autopay", .arguments = kNothing, .confirmed = true}));
}

TEST(ToolGate, ReadsBackWhereTheFileWantsAYes) {
  const boost::json::object arguments{{"text", "the line was dead"}, {"said", "uh, the line was dead"}};
  const auto asked = answer_instead(team(), {.agent = "front", .tool = "complaint", .arguments = arguments});
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->need, "confirm");
  EXPECT_THAT(asked->say, ElementsAre("I have understood: the line was dead.", "Shall I go ahead?"));
  EXPECT_FALSE(answer_instead(
      team(), {.agent = "front", .tool = "complaint", .arguments = arguments, .confirmed = true}));
}

TEST(ToolGate, LeavesTheReadBackToAToolThatHasItsOwn) {
  EXPECT_FALSE(answer_instead(
      team(), {.agent = "front", .tool = "complaint", .arguments = kNothing, .asks_itself = true}));
}

}  // namespace
}  // namespace attendant::agents
