// The agents that come with the program, against the real tools and sentences.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agents/load.hpp"
#include "brain/dialogue/vocabulary.hpp"
#include "brain/dialogue/wording.hpp"
#include "tools/plan_document.hpp"
#include "tools/spec.hpp"

namespace attendant::brain {
namespace {

const std::string kFolder = std::string(ATTENDANT_SOURCE_DIR) + "/agents";

Result<agents::Team> shipped() {
  TRY_ASSIGN(const auto files, agents::read_agent_files(kFolder));
  return agents::load_team(
      files, agent_vocabulary(*tools::insurance_catalogue().with({tools::plan_document_spec()})));
}

TEST(ShippedAgents, AreValid) {
  const auto team = shipped();
  ASSERT_TRUE(team) << team.error().message;
  EXPECT_EQ(team->answering().id, "concierge");
}

TEST(ShippedAgents, ReachEveryToolFromEveryDesk) {
  const auto team = shipped();
  ASSERT_TRUE(team) << team.error().message;
  const auto catalogue = tools::insurance_catalogue();
  for (const auto& agent : team->agents)
    for (const auto& tool : catalogue.all())
      EXPECT_TRUE(agent.tool(tool.name) != nullptr || !team->way_to_tool(agent, tool.name).empty())
          << agent.id << " cannot reach " << tool.name;
}

TEST(ShippedAgents, OfferAPersonEverywhere) {
  const auto team = shipped();
  ASSERT_TRUE(team) << team.error().message;
  for (const auto& agent : team->agents) {
    ASSERT_NE(agent.hand_over("person"), nullptr) << agent.id;
    EXPECT_TRUE(agent.hand_over("person")->to_person);
  }
}

// docs/writing-an-agent.md: what begins with an id is a file of one team, the rest are parts of a file.
TEST(WritingAnAgent, ShowsNothingThatIsNotValid) {
  std::ifstream page(std::string(ATTENDANT_SOURCE_DIR) + "/docs/writing-an-agent.md");
  const std::string text{std::istreambuf_iterator<char>(page), {}};
  std::vector<agents::AgentFile> team;
  std::vector<std::string> parts;
  constexpr std::string_view kBegin = "```yaml\n";
  for (auto at = text.find(kBegin); at != std::string::npos; at = text.find(kBegin, at + 1)) {
    const auto begin = at + kBegin.size();
    const auto snippet = text.substr(begin, text.find("```", begin) - begin);
    if (snippet.starts_with("id: "))
      team.push_back({"page.yaml", snippet});
    else
      parts.push_back(snippet);
  }
  ASSERT_EQ(team.size(), 2U);
  ASSERT_GE(parts.size(), 5U);
  const auto known = agent_vocabulary(*tools::insurance_catalogue().with({tools::plan_document_spec()}));
  EXPECT_TRUE(agents::load_team(team, known)) << agents::load_team(team, known).error().message;
  for (const auto& part : parts) {
    auto files = team;
    files.push_back({"part.yaml", "id: part\n" + part});
    const auto loaded = agents::load_team(files, known);
    EXPECT_TRUE(loaded) << part << loaded.error().message;
  }
}

TEST(Wordings, HaveANameEachAndKeepTheirForm) {
  const auto forms = line_forms();
  EXPECT_EQ(name_of(Line::open_question), "open_question");
  EXPECT_EQ(name_of(Line::dependant_add), "dependant_add");
  const auto rest = std::ranges::find(forms, "member_id_rest", &LineForm::name);
  ASSERT_NE(rest, forms.end());
  EXPECT_THAT(rest->values, testing::ElementsAre("digits"));
  EXPECT_TRUE(rest->question);
}

}  // namespace
}  // namespace attendant::brain
