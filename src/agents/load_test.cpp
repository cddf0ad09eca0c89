#include "agents/load.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agents/schema.hpp"
#include "agents/test_vocabulary.hpp"

namespace attendant::agents {
namespace {

using testing::HasSubstr;

constexpr const char* kConcierge = R"(id: concierge
answers: true
hand_overs:
  - {to: billing}
  - {to: person}
)";
constexpr const char* kBilling = R"(id: billing
name: our billing desk
tools:
  - name: billing_due
  - {name: autopay, when: automatic payment, say_while_running: Let me see., on_interrupt: finish}
hand_overs:
  - to: concierge
    style: announced
    say: "I'll take you back to {agent}[, {name}]."
    carry: {slots: false}
voice: {rate: 0.9}
languages:
  - language: en
    return_greeting: Back at {agent}.
    texts: {open_question: "How can I help with your bill?"}
brain: {kind: auto, temperature: 0.5, data_to_model: masked}
persona: |
  You are the billing desk.
limits: {turn_deadline: 3s, no_match: 2}
)";

Result<Team> load(std::vector<AgentFile> files) { return load_team(files, test_vocabulary()); }
std::string problem_of(const std::string& billing) {
  const auto team = load({{"concierge.yaml", kConcierge}, {"billing.yaml", billing}});
  return team ? "no problem" : team.error().message;
}

TEST(AgentFiles, SayWhoAnswersAndWhatEachMayDo) {
  const auto team = load({{"concierge.yaml", kConcierge}, {"billing.yaml", kBilling}});
  ASSERT_TRUE(team) << team.error().message;
  EXPECT_EQ(team->answering().id, "concierge");
  const Agent* billing = team->find("billing");
  ASSERT_NE(billing, nullptr);
  EXPECT_EQ(billing->spoken_name(), "our billing desk");
  EXPECT_EQ(billing->persona, "You are the billing desk.\n");
  EXPECT_FLOAT_EQ(billing->voice.rate, 0.9F);
  EXPECT_EQ(billing->brain.kind, BrainKind::automatic);
  EXPECT_EQ(billing->brain.data_to_model, DataToModel::masked);
  EXPECT_EQ(billing->limits.turn_deadline, 3s);
  EXPECT_EQ(billing->limits.no_match, 2);
  ASSERT_NE(billing->tool("autopay"), nullptr);
  EXPECT_EQ(billing->tool("autopay")->on_interrupt, OnInterrupt::finish);
  EXPECT_EQ(*billing->speaks().text("open_question"), "How can I help with your bill?");
  EXPECT_EQ(billing->speaks().text("goodbye"), nullptr);
  EXPECT_EQ(billing->hand_over("concierge")->style, HandOverStyle::announced);
  EXPECT_FALSE(billing->hand_over("concierge")->carry.slots);
}

TEST(AgentFiles, GiveEveryAgentTheToolsThatProveTheCaller) {
  const auto team = load({{"concierge.yaml", kConcierge}, {"billing.yaml", kBilling}});
  ASSERT_TRUE(team) << team.error().message;
  for (const Agent& agent : team->agents) EXPECT_NE(agent.tool("verify_member"), nullptr) << agent.id;
}

TEST(AgentFiles, TellAgentsFromPeople) {
  const auto team = load({{"concierge.yaml", kConcierge}, {"billing.yaml", kBilling}});
  ASSERT_TRUE(team) << team.error().message;
  EXPECT_TRUE(team->find("concierge")->hand_over("person")->to_person);
  EXPECT_FALSE(team->find("concierge")->hand_over("billing")->to_person);
}

TEST(Team, KnowsTheWayToTheAgentWhoHasATool) {
  const auto team =
      load({{"concierge.yaml", kConcierge},
            {"billing.yaml", kBilling},
            {"claims.yaml", "id: claims\ntools: [{name: claim_status}]\nhand_overs: [{to: concierge}]"}});
  ASSERT_TRUE(team) << team.error().message;
  const Agent* claims = team->find("claims");
  const auto way = team->way_to_tool(*claims, "autopay");
  ASSERT_EQ(way.size(), 2U);
  EXPECT_EQ(way[0]->to, "concierge");
  EXPECT_EQ(way[1]->to, "billing");
  EXPECT_TRUE(team->way_to_tool(*claims, "claim_status").empty()) << "it has it itself";
  EXPECT_TRUE(team->way_to_tool(*claims, "benefit_cost").empty()) << "nobody has it";
}

struct Bad {
  std::string billing;
  const char* problem;
};
TEST(AgentFiles, NameThePlaceOfEveryMistakeAndWhatWasMeant) {
  for (const auto& [billing, problem] : std::vector<Bad>{
           {"id: billing\ntols: []", "billing.yaml:2:1: tols: unknown; did you mean tools?"},
           {"id: billing\ntools:\n  - name: autpay",
            "billing.yaml:3:11: tools[0].name: 'autpay' is no tool; did you mean autopay?"},
           {"id: billing\ntools: [{name: autopay}, {name: autopay}]",
            "billing.yaml:2:33: tools[1].name: 'autopay' is in the list already"},
           {"id: billing\ntools: [{when: x}]", "billing.yaml:2:9: tools[0].name: must be given"},
           {"id: billing\nhand_overs: [{to: conciege}]",
            "billing.yaml:2:19: hand_overs[0].to: 'conciege' is no agent and nobody that calls are "
            "transferred "
            "to; did you mean concierge?"},
           {"id: billing\nhand_overs: [{to: billing}]", "does not hand over to itself"},
           {"id: Billing", "billing.yaml:1:5: id: expects lower-case letters"},
           {"tools: []", "billing.yaml:1:1: id: expects lower-case letters"},
           {"id: concierge", "billing.yaml:1:5: id: 'concierge' is the id of another file already"},
           {"id: person", "is somebody that calls are transferred to"},
           {"id: billing\nanswers: true", "another agent answers already"},
           {"id: billing\nvoice: {rate: 9}", "billing.yaml:2:15: voice.rate: expects a number from 0.5 to 2"},
           {"id: billing\nvoice: {rate: nan}", "expects a number"},
           {"id: billing\nbrain: {kind: clever}", "expects one of dialogue, model, auto, live"},
           {"id: billing\nbrain: {kind: model}", "persona: must be given: a model needs to know who it is"},
           {"id: billing\nlimits: {tool_rounds: 0}", "expects a whole number from 1 to 10"},
           {"id: billing\nlimits: {turn_deadline: 1h}", "must be from 500ms to 30s"},
           {"id: billing\nlanguages: [{language: klingon_1}]", "expects a language tag"},
           {"id: billing\nlanguages: [{language: es}]", "the dialogue engine speaks English only"},
           {"id: billing\nlanguages: [{greeting: 'Hello {nme}'}]",
            "languages[0].greeting: there is no {nme}; did you mean {name}?"},
           {"id: billing\nlanguages: [{texts: {opn_question: 'a?'}}]",
            "languages[0].texts.opn_question: 'opn_question' is no sentence of the dialogue engine; did you "
            "mean "
            "open_question?"},
           {"id: billing\nlanguages: [{texts: {open_question: Speak.}}]", "must end in a question mark"},
           {"id: billing\nlanguages: [{texts: {member_id_rest: '{digit}?'}}]", "did you mean {digits}?"},
           {"id: billing\nhand_overs: [{to: concierge, style: announced}]",
            "hand_overs[0].say: must be given"},
           {"id: billing\nhand_overs: [{to: concierge, say: Hold on.}]", "is never said"},
           {"id: billing\ntools: [{name: start_appeal, on_interrupt: cancel}]",
            "a write that began is finished"},
           {"id: billing\npersona: '${env:KEY}'", "takes no ${...} references"},
           {"- a", "billing.yaml:1:1: expects lines of 'key: value'"},
           {"", "billing.yaml:1:1: expects lines of 'key: value'"},
           {"id: [", "billing.yaml:"},
       }) {
    EXPECT_THAT(problem_of(billing), HasSubstr(problem)) << billing;
  }
}

TEST(AgentFiles, TellTheProblemsOfAllFilesAtOnce) {
  const auto team = load({{"a.yaml", "id: a\nx: 1"}, {"b.yaml", "id: b\ny: 1"}});
  ASSERT_FALSE(team);
  EXPECT_THAT(team.error().message, HasSubstr("a.yaml:2:1: x"));
  EXPECT_THAT(team.error().message, HasSubstr("b.yaml:2:1: y"));
}

TEST(AgentFiles, NeedOneAgentWhoAnswers) {
  EXPECT_THAT(load({{"a.yaml", "id: a"}}).error().message, HasSubstr("no agent answers"));
  EXPECT_FALSE(load({}));
}

TEST(AgentFiles, PrintAsYamlThatReadsBackTheSame) {
  const auto team = load({{"concierge.yaml", kConcierge}, {"billing.yaml", kBilling}});
  ASSERT_TRUE(team);
  std::vector<AgentFile> printed;
  for (const Agent& agent : team->agents) printed.push_back({agent.id + ".yaml", to_yaml(agent)});
  const auto again = load(printed);
  ASSERT_TRUE(again) << again.error().message;
  for (std::size_t i = 0; i < printed.size(); ++i) EXPECT_EQ(to_yaml(again->agents[i]), printed[i].text);
}

TEST(AgentFolder, ThatIsMissingIsAnErrorThatNamesIt) {
  EXPECT_THAT(read_agent_files("/does/not/exist").error().message, HasSubstr("/does/not/exist"));
}

TEST(AgentSchema, IsTheOneInTheContract) {
  std::ifstream file(std::string(ATTENDANT_SOURCE_DIR) + "/api/agent.schema.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  boost::system::error_code error;
  const auto committed = boost::json::parse(text, error);
  ASSERT_FALSE(error) << "api/agent.schema.json: " << error.message();
  EXPECT_EQ(boost::json::serialize(committed), boost::json::serialize(agent_schema()))
      << "attendant agents schema > api/agent.schema.json";
}

TEST(AgentSchema, RequiresWhatTheLoaderDoes) {
  const auto schema = agent_schema();
  EXPECT_EQ(schema.at("required").as_array(), (boost::json::array{"id"}));
  const auto& properties = schema.at("properties").as_object();
  EXPECT_EQ(properties.at("tools").at("items").at("required").as_array(), (boost::json::array{"name"}));
  EXPECT_EQ(properties.at("hand_overs").at("items").at("required").as_array(), (boost::json::array{"to"}));
  EXPECT_FALSE(properties.at("voice").at("additionalProperties").as_bool());
}

}  // namespace
}  // namespace attendant::agents
