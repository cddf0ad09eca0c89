#include "agents/tool_gate.hpp"

#include <gtest/gtest.h>

namespace attendant::agents {
namespace {

Team team() {
  Team team;
  team.agents.push_back(
      {.id = "front", .answers = true, .tools = {{.name = "complaint", .confirm = Confirm::always}}});
  team.agents.push_back({.id = "billing", .tools = {{.name = "autopay"}}});
  return team;
}

TEST(ToolGate, LetsAnAgentUseItsOwnToolsOnly) {
  EXPECT_FALSE(answer_instead(team(), "billing", "autopay", false));
  const auto refused = answer_instead(team(), "", "autopay", false);
  ASSERT_TRUE(refused) << "before the first hand-over the answering agent has the call";
  EXPECT_EQ(refused->outcome, Outcome::refused);
  EXPECT_TRUE(answer_instead(team(), "nobody", "autopay", true));
}

TEST(ToolGate, AsksForAYesWhereTheFileWantsOne) {
  const auto asked = answer_instead(team(), "front", "complaint", false);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->need, "confirm");
  EXPECT_FALSE(answer_instead(team(), "front", "complaint", true));
}

}  // namespace
}  // namespace attendant::agents
