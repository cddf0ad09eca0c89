// The fixtures are written for these tests, in the shape of the files that they stand for.
#include "agents/import.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agents/jinja.hpp"
#include "agents/test_vocabulary.hpp"

namespace attendant::agents {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string sentence(std::string_view jinja) { return from_jinja(jinja, {}, JinjaInto::sentence).text; }

TEST(Jinja, BecomesATemplateOfOurs) {
  EXPECT_EQ(sentence("Hi, this is {{ agent_name }} of {{ institution_name }}."),
            "Hi, this is {agent} of {company}.");
  EXPECT_EQ(sentence("Hello {{ caller_name | default('there') }}."), "Hello [{name}|there].");
  EXPECT_EQ(sentence("{% if caller_name %}{{ caller_name }}, is{% else %}Is{% endif %} there more?"),
            "[{name}, is|Is] there more?");
  EXPECT_EQ(sentence("One {# a comment #}two\n  three"), "One two three");
  EXPECT_EQ(sentence("a [b] {c}"), "a b c") << "signs of ours are not theirs";
}

TEST(Jinja, FillsInWhatIsKnown) {
  const auto done = from_jinja("{{ bank }}{% if vip %} gold{% endif %}",
                               {{"bank", "Contoso"}, {"vip", "true"}}, JinjaInto::persona);
  EXPECT_EQ(done.text, "Contoso gold");
  EXPECT_THAT(done.notes, IsEmpty());
}

TEST(Jinja, TellsWhatItLeavesOut) {
  const auto done =
      from_jinja("A{% for x in y %}{{ x }}{% endfor %}B{% if z > 1 %}C{% else %}D{% endif %}{{ q.r() }}", {},
                 JinjaInto::persona);
  EXPECT_EQ(done.text, "ABD");
  EXPECT_THAT(done.notes, ElementsAre(HasSubstr("a loop"), HasSubstr("only what holds without it"),
                                      HasSubstr("q.r() }} is not known here")));
}

TEST(Jinja, TakesAnyBrokenText) {
  for (const auto* text :
       {"{{", "{% if a %}", "{% endif %}", "{{ a", "{% else %}{% else %}", "{% if %}{% endfor %}"})
    (void)from_jinja(text, {}, JinjaInto::sentence);
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "{% if caller_name %}";
  (void)from_jinja(deep, {}, JinjaInto::sentence);
}

constexpr const char* kDefaults =
    R"(cascade_model: {deployment_id: gpt-x, temperature: 0.7, top_p: 0.9, max_tokens: 4096}
voice: {name: en-US-Some, rate: "+0%", style: chat}
template_vars: {institution_name: Contoso}
)";
constexpr const char* kAuth = R"(name: AuthAgent
description: Finds out who calls.
greeting: "Welcome to {{ institution_name }}."
tools: [verify_client_identity, handoff_claims_desk, escalate_human]
prompt_template_path: auth/prompt.jinja
)";
constexpr const char* kClaims = R"(name: ClaimsDesk
description: |
  Says where claims
  stand.
greeting: "{% if caller_name %}Hi {{ caller_name }}.{% else %}Hello.{% endif %}"
handoff: {trigger: handoff_claims_desk}
voice: {rate: "-4%"}
session: {turn_detection: {type: x}}
tools: [claim_status, search_everything]
prompt_template_path: missing.jinja
)";
constexpr const char* kGraph = R"(start_agent: AuthAgent
handoff_type: announced
handoffs:
  - {from: AuthAgent, to: ClaimsDesk, tool: handoff_claims_desk, type: announced, share_context: true}
  - {from: ClaimsDesk, to: AuthAgent, type: discrete, share_context: false}
  - {from: ClaimsDesk, to: Nobody}
)";

std::vector<AgentFile> second_generation() {
  return {{"_defaults.yaml", kDefaults},
          {"auth/agent.yaml", kAuth},
          {"auth/prompt.jinja", "You work for {{ institution_name }} and talk to {{ caller_name }}."},
          {"claims/agent.yaml", kClaims},
          {"orchestration.yaml", kGraph}};
}

const ImportNote* note_of(const Import& import, std::string_view what) {
  const auto found = std::ranges::find_if(import.notes, [&](const auto& n) { return n.what.contains(what); });
  return found == import.notes.end() ? nullptr : &*found;
}

TEST(Import, TakesAgentsDefaultsAndGraphOfTheSecondGeneration) {
  const auto import = import_agents(second_generation(), test_vocabulary());
  ASSERT_TRUE(import) << import.error().message;
  const auto team = load_team(import->files, test_vocabulary());
  ASSERT_TRUE(team) << team.error().message;
  const Agent* auth = team->find("auth_agent");
  const Agent* claims = team->find("claims_desk");
  ASSERT_TRUE(auth != nullptr && claims != nullptr);
  EXPECT_TRUE(auth->answers);
  EXPECT_EQ(auth->persona, "You work for Contoso and talk to the caller.");
  EXPECT_EQ(auth->brain.kind, BrainKind::automatic);
  EXPECT_EQ(auth->brain.max_tokens, 4096);
  EXPECT_EQ(auth->brain.data_to_model, DataToModel::nothing);
  EXPECT_EQ(auth->hand_over("claims_desk")->style, HandOverStyle::announced);
  EXPECT_EQ(auth->hand_over("claims_desk")->when, "Says where claims stand.");
  EXPECT_TRUE(auth->hand_over("person")->to_person);
  EXPECT_EQ(claims->speaks().greeting, "[Hi {name}.|Hello.]");
  EXPECT_FLOAT_EQ(claims->voice.rate, 0.96F);
  EXPECT_EQ(claims->voice.name, "en-US-Some") << "from the defaults";
  EXPECT_NE(claims->tool("claim_status"), nullptr);
  EXPECT_EQ(claims->hand_over("auth_agent")->style, HandOverStyle::discrete);
  EXPECT_FALSE(claims->hand_over("auth_agent")->carry.slots);
}

TEST(Import, TellsWhatHasNoPlaceHereAndWhere) {
  const auto import = import_agents(second_generation(), test_vocabulary());
  ASSERT_TRUE(import) << import.error().message;
  const auto* tool = note_of(*import, "search_everything");
  ASSERT_NE(tool, nullptr);
  EXPECT_EQ(tool->kind, ImportNote::Kind::dropped);
  EXPECT_EQ(tool->place, "claims/agent.yaml:9:23");
  EXPECT_THAT(note_of(*import, "verify_client_identity")->why, HasSubstr("every agent has verify_member"));
  EXPECT_THAT(note_of(*import, "top_p")->why, HasSubstr("temperature"));
  EXPECT_THAT(note_of(*import, "session")->why, HasSubstr("turn.*"));
  EXPECT_THAT(note_of(*import, "ClaimsDesk -> Nobody")->why, HasSubstr("none of these agents"));
  EXPECT_THAT(note_of(*import, "missing.jinja")->why, HasSubstr("not in the folder"));
  EXPECT_NE(note_of(*import, "voice.style"), nullptr);
}

TEST(Import, TakesTheFirstGenerationWhichHasNoGraph) {
  const auto import = import_agents(
      {{"auth.yaml",
        "agent: {name: AuthAgent, creator: X, description: d}\nmodel: {deployment_id: gpt-x, "
        "max_completion_tokens: 300}\nvoice: {name: v, rate: \"+5%\"}\nprompts: {path: auth.jinja}\n"
        "tools: [escalate_human, {name: claim_status, parameters: {}}]\n"},
       {"claims.yaml", "agent: {name: FNOLIntakeAgent}\ntools: [claim_status]\n"},
       {"auth.jinja", "Be kind."}},
      test_vocabulary());
  ASSERT_TRUE(import) << import.error().message;
  const auto team = load_team(import->files, test_vocabulary());
  ASSERT_TRUE(team) << team.error().message;
  EXPECT_EQ(team->answering().id, "auth_agent");
  EXPECT_EQ(team->answering().brain.max_tokens, 300);
  EXPECT_FLOAT_EQ(team->answering().voice.rate, 1.05F);
  EXPECT_NE(team->answering().hand_over("fnol_intake_agent"), nullptr);
  EXPECT_NE(team->find("fnol_intake_agent")->hand_over("auth_agent"), nullptr);
  EXPECT_EQ(team->find("fnol_intake_agent")->brain.kind, BrainKind::dialogue);
}

TEST(Import, NamesWhatItCannotRead) {
  EXPECT_THAT(import_agents({{"a.yaml", "x: ["}}, test_vocabulary()).error().message, HasSubstr("a.yaml:1:"));
  EXPECT_THAT(import_agents({{"a.yaml", "x: 1"}}, test_vocabulary()).error().message,
              HasSubstr("there is no agent"));
  EXPECT_FALSE(import_agents({{"a.yaml", "name: '!!'\ntools: []"}}, test_vocabulary()));
}

}  // namespace
}  // namespace attendant::agents
