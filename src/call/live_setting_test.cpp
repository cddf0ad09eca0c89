#include "call/live_setting.hpp"

#include <algorithm>

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace attendant::call {
namespace {

const speech::LiveTool* tool(const speech::LiveSetting& setting, std::string_view name) {
  const auto at = std::ranges::find(setting.tools, name, &speech::LiveTool::name);
  return at == setting.tools.end() ? nullptr : &*at;
}

TEST(LiveSetting, HasThePersonaTheRulesAndTheToolsOfTheAgent) {
  const tools::Catalogue catalogue = tools::insurance_catalogue();
  agents::Agent agent{.id = "billing", .persona = "You are the billing desk of {company}."};
  agent.tools = {{.name = "billing_due", .when = "For questions about dates."}};
  const auto setting = live_setting(&agent, catalogue, "Northwind");
  EXPECT_TRUE(setting.instructions.starts_with("You are the billing desk of Northwind."));
  EXPECT_NE(tool(setting, "billing_due"), nullptr);
  EXPECT_TRUE(tool(setting, "billing_due")->description.ends_with("For questions about dates."));
  EXPECT_EQ(tool(setting, "claim_status"), nullptr);
  EXPECT_NE(tool(setting, "transfer_to_person"), nullptr);
}

TEST(LiveSetting, WithoutAgentsHasEveryToolAndAWriteIsConfirmedByAnArgument) {
  const auto setting = live_setting(nullptr, tools::insurance_catalogue(), "Northwind");
  EXPECT_TRUE(setting.instructions.starts_with("You are the telephone assistant of Northwind"));
  EXPECT_TRUE(tool(setting, "update_phone")->parameters.at("properties").as_object().contains("confirmed"));
  EXPECT_FALSE(tool(setting, "claim_status")->parameters.at("properties").as_object().contains("confirmed"));
}

}  // namespace
}  // namespace attendant::call
