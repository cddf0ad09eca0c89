#include "call/live_team.hpp"

#include <algorithm>

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace attendant::call {
namespace {

const speech::LiveTool* tool(const LiveAgent& agent, std::string_view name) {
  const auto at = std::ranges::find(agent.setting.tools, name, &speech::LiveTool::name);
  return at == agent.setting.tools.end() ? nullptr : &*at;
}

TEST(LiveTeam, EachAgentHasItsPersonaTheRulesItsToolsAndItsHandOvers) {
  auto team = std::make_shared<agents::Team>();
  team->agents = {
      {.id = "billing",
       .answers = true,
       .persona = "You are the billing desk of {company}.",
       .languages = {{}},
       .brain = {.kind = agents::BrainKind::live},
       .tools = {{.name = "billing_due", .when = "For questions about dates"}},
       .hand_overs = {{.to = "claims", .say = "To {agent}."}, {.to = "person", .to_person = true}}},
      {.id = "claims", .name = "our claims desk", .languages = {{}}}};
  const LiveTeam live = live_team(team, tools::insurance_catalogue(),
                                  {.company = "Northwind", .greeting = "Welcome to {company}."});
  EXPECT_EQ(live.first, "billing");
  const LiveAgent& billing = live.agents.find("billing")->second;
  EXPECT_TRUE(billing.live);
  EXPECT_EQ(billing.greeting, "Welcome to Northwind.");
  EXPECT_TRUE(billing.setting.instructions.starts_with("You are the billing desk of Northwind."));
  ASSERT_NE(tool(billing, "billing_due"), nullptr);
  EXPECT_TRUE(tool(billing, "billing_due")->description.ends_with("When: For questions about dates."));
  EXPECT_EQ(tool(billing, "claim_status"), nullptr);
  EXPECT_NE(tool(billing, "transfer_to_person"), nullptr);
  EXPECT_NE(tool(billing, "hand_over_to_claims"), nullptr);
  EXPECT_EQ(tool(billing, "hand_over_to_person"), nullptr) << "a person is reached by a transfer";
  EXPECT_EQ(billing.hand_overs.front().say, "To our claims desk.");
  EXPECT_FALSE(live.agents.find("claims")->second.live);
}

TEST(LiveTeam, WithoutAgentsThereIsOneWithEveryToolAndNoneConfirmsAWrite) {
  const LiveTeam live = live_team(nullptr, tools::insurance_catalogue(), {.company = "Northwind"});
  const LiveAgent& only = live.agents.find(live.first)->second;
  EXPECT_TRUE(only.setting.instructions.starts_with("You are the telephone assistant of Northwind"));
  ASSERT_NE(tool(only, "update_phone"), nullptr);
  const auto& fields = tool(only, "update_phone")->parameters.at("properties").as_object();
  EXPECT_FALSE(fields.contains("confirmed"));
}

}  // namespace
}  // namespace attendant::call
