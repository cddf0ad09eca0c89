// Agents and hand-overs in the dialogue engine: a call of two desks and a front desk.
#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agents/load.hpp"
#include "brain/dialogue/dialogue.hpp"
#include "brain/dialogue/vocabulary.hpp"

namespace attendant::brain {
namespace {

using conversation::CallTool;
using conversation::HandOver;
using conversation::Note;
using conversation::Say;
using conversation::SetSpeech;
using testing::ElementsAre;
using testing::HasSubstr;
using understanding::Intent;

constexpr const char* kFront = R"(id: front
answers: true
languages:
  - greeting: "Welcome to {company}, this call is recorded."
    return_greeting: "The front desk again[, {name}]."
hand_overs:
  - {to: billing, style: announced, say: "Let me pass you to {agent}.", examples: [the billing desk]}
  - {to: claims}
)";
constexpr const char* kBilling = R"(id: billing
name: our billing desk
voice: {name: ava, rate: 0.8}
tools: [{name: autopay, say_while_running: Let me see when it draws.}]
languages:
  - greeting: Billing here.
    texts: {open_question: "What about your bill?"}
hand_overs: [{to: front, style: announced, say: "Back to the front.", carry: {summary: false}}]
limits: {no_input: 1}
)";
constexpr const char* kClaims = R"(id: claims
tools: [{name: claim_status}]
hand_overs: [{to: front}]
)";

class DesksTest : public testing::Test {
 protected:
  DesksTest() : dialogue_({}, catalogue_, team()) { step(conversation::Started{}); }

  agents::TeamPtr team() const {
    auto loaded =
        agents::load_team({{"front.yaml", kFront}, {"billing.yaml", kBilling}, {"claims.yaml", kClaims}},
                          agent_vocabulary(catalogue_));
    EXPECT_TRUE(loaded) << loaded.error().message;
    return std::make_shared<const agents::Team>(*std::move(loaded));
  }
  void step(const Input& input) { acts_ = dialogue_.step(input); }
  void says(std::string text, Intent intent, float confidence = 0.9F) {
    step(HeardTurn{{std::move(text), 1.0F}, {.intents = {intent}, .slots = {}, .confidence = confidence}});
  }
  void tool_says(std::string sentence) {
    step(conversation::ToolDone{
        last<CallTool>()->id, {.outcome = Outcome::ok, .say = {std::move(sentence)}}, {}});
  }
  template <class T>
  const T* last() const {
    for (auto act = acts_.rbegin(); act != acts_.rend(); ++act)
      if (const auto* found = std::get_if<T>(&*act)) return found;
    return nullptr;
  }
  // What was done, in order: sentences, hand-overs, tools.
  std::vector<std::string> done() const {
    std::vector<std::string> all;
    for (const auto& act : acts_) {
      if (const auto* say = std::get_if<Say>(&act)) all.push_back(say->text);
      if (const auto* hand_over = std::get_if<HandOver>(&act)) all.push_back("-> " + hand_over->to);
      if (const auto* tool = std::get_if<CallTool>(&act)) all.push_back("tool " + tool->name);
    }
    return all;
  }

  tools::Catalogue catalogue_ = tools::insurance_catalogue();
  Dialogue dialogue_;
  std::vector<conversation::Act> acts_;
};

TEST_F(DesksTest, TheAnsweringAgentGreets) {
  EXPECT_EQ(std::get<Note>(acts_.front()).value, "front");
  EXPECT_THAT(done(), ElementsAre("Welcome to Northwind Health Plan, this call is recorded.",
                                  "How can I help you today?"));
}

TEST_F(DesksTest, ARequestGoesToTheDeskThatHasTheToolAndIsAnsweredThereAtOnce) {
  says("was my claim paid", Intent::claim_status);
  EXPECT_THAT(done(), ElementsAre("-> claims", "tool claim_status")) << "discrete: not a word of it";
  EXPECT_THAT(last<HandOver>()->summary, HasSubstr("wants claim status"));
}

TEST_F(DesksTest, AnAnnouncedHandOverSaysWhereTheCallerGoesAndTheOtherGreets) {
  says("am I on autopay", Intent::autopay);
  EXPECT_THAT(done(), ElementsAre("Let me pass you to our billing desk.", "-> billing", "Billing here.",
                                  "tool autopay"));
  EXPECT_EQ(last<SetSpeech>()->voice, "ava");
  EXPECT_FLOAT_EQ(last<SetSpeech>()->rate, 0.8F);
  EXPECT_EQ(last<CallTool>()->filler, "Let me see when it draws.");
}

TEST_F(DesksTest, TheWayBetweenDesksLeadsOverTheFrontInOneStep) {
  says("am I on autopay", Intent::autopay);
  tool_says("It is on.");
  says("and was my claim paid", Intent::claim_status);
  EXPECT_THAT(done(), ElementsAre("Back to the front.", "-> claims", "tool claim_status"));
  EXPECT_EQ(last<SetSpeech>()->voice, "") << "the voice goes back too";
}

TEST_F(DesksTest, WhoeverComesBackIsGreetedAsSuch) {
  says("the billing desk please", Intent::out_of_scope, 0.2F);
  EXPECT_THAT(done(), ElementsAre("Let me pass you to our billing desk.", "-> billing", "Billing here.",
                                  "What about your bill?"));
  says("was my claim paid", Intent::claim_status);
  tool_says("It was paid.");
  says("the billing desk please", Intent::out_of_scope, 0.2F);
  EXPECT_THAT(done(), testing::Contains("-> billing")) << "the examples of the front desk hold at claims too";
}

TEST_F(DesksTest, SomebodyWhoWantsAPersonAtADeskGetsAPerson) {
  says("a person at the billing desk please", Intent::human);
  EXPECT_EQ(last<HandOver>(), nullptr);
  EXPECT_NE(last<conversation::Transfer>(), nullptr);
}

TEST_F(DesksTest, WhatNoDeskDoesIsSaidAndAPersonIsOffered) {
  says("send me a new card", Intent::id_card);
  EXPECT_EQ(last<CallTool>(), nullptr);
  EXPECT_THAT(done(), testing::Contains("That's something I can't do here."));
  EXPECT_EQ(dialogue_.asked(), conversation::Asked::confirm);
}

TEST_F(DesksTest, TheSlownessThatTheCallerAskedForComesOnTopOfTheVoice) {
  says("am I on autopay", Intent::autopay);
  tool_says("It is on.");
  says("please speak slower", Intent::repeat);
  EXPECT_FLOAT_EQ(last<SetSpeech>()->rate, 0.8F * 0.85F);
  EXPECT_EQ(last<SetSpeech>()->voice, "ava");
}

TEST_F(DesksTest, LimitsAreTheActiveAgents) {
  step(conversation::Silence{1});
  EXPECT_NE(dialogue_.asked(), conversation::Asked::confirm);
  says("am I on autopay", Intent::autopay);
  tool_says("It is on.");
  step(conversation::Silence{1});
  EXPECT_EQ(dialogue_.asked(), conversation::Asked::confirm) << "a person is offered at the first silence";
}

}  // namespace
}  // namespace attendant::brain
