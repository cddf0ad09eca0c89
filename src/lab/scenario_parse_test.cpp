#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/scenario.hpp"
#include "lab/scenario_runner.hpp"

namespace attendant::lab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

std::string error_of(std::string_view text) {
  const auto scenario = parse_scenario(text);
  return scenario ? "" : scenario.error().message;
}

TEST(ScenarioParse, ReadsSettingsTurnsAndExpectations) {
  const auto scenario = parse_scenario(
      "# A denied scan\n"
      "today 2026-11-02\n"
      "office closed\n"
      "Caller: why was it denied\n"
      "Tool: claim_denial claim_id=CLM4532427 reason=\"two words\" -> ok\n"
      "Agent says: \"prior authorization\" \"$0.00\"\n"
      "Caller keys: 123#\n");
  ASSERT_TRUE(scenario) << scenario.error().message;
  EXPECT_EQ(scenario->title, "A denied scan");
  EXPECT_EQ(to_iso(scenario->today), "2026-11-02");
  EXPECT_FALSE(scenario->office_open);
  EXPECT_EQ(scenario->caller_turns(), 2);
  const auto& tool = std::get<ToolRuns>(scenario->lines[1].step);
  EXPECT_EQ(tool.name, "claim_denial");
  EXPECT_EQ(tool.outcome, "ok");
  EXPECT_THAT(tool.arguments, ElementsAre(Pair("claim_id", "CLM4532427"), Pair("reason", "two words")));
  EXPECT_THAT(std::get<AgentSays>(scenario->lines[2].step).words,
              ElementsAre("prior authorization", "$0.00"));
}

TEST(ScenarioParse, NamesTheLineThatIsWrong) {
  EXPECT_THAT(error_of("# x\nCaller: hi\nAgent mumbles\n"), HasSubstr("line 3"));
  EXPECT_THAT(error_of("today yesterday\n"), HasSubstr("line 1"));
  EXPECT_THAT(error_of("Caller: hi\nAgent says: no quotes\n"), HasSubstr("quotes"));
  EXPECT_THAT(error_of("Caller: hi\nAgent says: \"open\n"), HasSubstr("not closed"));
  EXPECT_THAT(error_of("Caller: hi\nAgent asks for: shoe_size\n"), HasSubstr("shoe_size"));
  EXPECT_THAT(error_of("Caller: hi\nTool: claim_status claim_id\n"), HasSubstr("key=value"));
  EXPECT_THAT(error_of("Caller keys: 12a\n"), HasSubstr("keys are"));
  EXPECT_THAT(error_of("Caller interrupts after well: no\n"), HasSubstr("line 1"));
  EXPECT_THAT(error_of("# only a comment\n"), HasSubstr("no line"));
}

TEST(ScenarioParse, ASettingAfterTheFirstTurnIsAnError) {
  EXPECT_THAT(error_of("Caller: hi\noffice closed\n"), HasSubstr("line 2"));
}

// A call in which the agent answers every turn with the same sentence and tool.
class CannedCall final : public CallUnderTest {
 public:
  void start() override { answer(); }
  void says(std::string_view) override { answer(); }
  void keys(std::string_view) override { answer(); }
  void is_silent() override {}
  bool interrupts(std::string_view, std::string_view) override { return false; }
  void hangs_up() override { ended_ = true; }
  void settle() override {}
  bool ended() const override { return ended_; }
  const std::vector<Happening>& happenings() const override { return happenings_; }
  std::vector<std::string> journal() const override {
    return {R"({"event":"tool_answered","name":"claim_status"})"};
  }

 private:
  void answer() {
    happenings_.push_back({Happening::Kind::tool, "claim_status", "claim_id=CLM1", "ok"});
    happenings_.push_back({Happening::Kind::said, "It was Paid.", "answer", ""});
    happenings_.push_back({Happening::Kind::asked, "anything_else", "", ""});
  }
  std::vector<Happening> happenings_;
  bool ended_ = false;
};

std::vector<std::string> failures_of(std::string_view text) {
  const auto scenario = parse_scenario(text);
  EXPECT_TRUE(scenario) << (scenario ? "" : scenario.error().message);
  CannedCall call;
  return play(*scenario, call).failures;
}

TEST(ScenarioPlay, PassesWhatHappenedAsWritten) {
  EXPECT_THAT(
      failures_of("Caller: hi\nAgent says: \"paid\"\nAgent asks for: anything_else\n"
                  "Tool: claim_status claim_id=CLM1 -> ok\nJournal: has tool_answered claim_status\n"),
      IsEmpty());
}

TEST(ScenarioPlay, FailsOnEachThingThatDidNotHappenAndNamesItsLine) {
  EXPECT_THAT(failures_of("Caller: hi\nAgent says: \"denied\"\n"), ElementsAre(HasSubstr("line 2")));
  EXPECT_THAT(failures_of("Caller: hi\nAgent does not say: \"PAID\"\n"), ElementsAre(HasSubstr("line 2")));
  EXPECT_THAT(failures_of("Caller: hi\nTool: claim_status claim_id=CLM2\n"),
              ElementsAre(HasSubstr("claim_status")));
  EXPECT_THAT(failures_of("Caller: hi\nTool: claim_status -> need\n"),
              ElementsAre(HasSubstr("claim_status")));
  EXPECT_THAT(failures_of("Caller: hi\nNo tool: claim_status\n"), ElementsAre(HasSubstr("ran")));
  EXPECT_THAT(failures_of("Caller: hi\nTransfer: person\nCall ends: goodbye\n"),
              ElementsAre(HasSubstr("line 2"), HasSubstr("line 3")));
  EXPECT_THAT(failures_of("Caller: hi\nJournal: has playback_cut\nJournal: lacks \"claim_status\"\n"),
              ElementsAre(HasSubstr("line 2"), HasSubstr("line 3")));
  EXPECT_THAT(failures_of("Caller interrupts after \"never\": hey\n"),
              ElementsAre(HasSubstr("cannot interrupt")));
}

TEST(ScenarioPlay, SaysSoWhenTheCallIsOverTooEarly) {
  EXPECT_THAT(failures_of("Caller hangs up\nCaller: still there\n"), ElementsAre(HasSubstr("over already")));
}

}  // namespace
}  // namespace attendant::lab
