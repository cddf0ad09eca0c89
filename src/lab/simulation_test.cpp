// The shipped callers against the shipped dialogue engine, on the demo records with the sentence model.
#include "lab/simulation.hpp"

#include <fstream>
#include <set>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "brain/dialogue/dialogue_brain.hpp"
#include "lab/replay.hpp"
#include "lab/report_page.hpp"
#include "lab/saved_script.hpp"
#include "lab/scenario.hpp"
#include "lab/simulation_report.hpp"
#include "understanding/mask.hpp"
#include "understanding/understander_under_test.hpp"

namespace attendant::lab {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = ATTENDANT_SOURCE_DIR;
constexpr Date kToday{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(1)};
constexpr double kLeastSuccess = 95;  // percent

Callers callers() {
  auto loaded = load_callers(kSource / "data/simulation", kSource / "data/demo");
  EXPECT_TRUE(loaded) << loaded.error().message;
  return *std::move(loaded);
}

// Each goal with some of the personas, spread so that every persona calls.
std::vector<Case> some_cases(const Callers& callers) {
  std::vector<Case> some;
  for (auto& one : cases_of(callers, 1, 1, {}))
    if ((one.goal * 7 + one.persona) % 9 == 0) some.push_back(std::move(one));
  return some;
}

class DialogueAtWork final : public BrainAtWork {
 public:
  DialogueAtWork(const tools::Catalogue& catalogue,
                 std::shared_ptr<const understanding::Understander> understander)
      : brain_(brain::DialogueOptions{}, catalogue, std::move(understander), brain::run_in_place()) {}
  brain::Brain& brain() override { return brain_; }

 private:
  brain::DialogueBrain brain_;
};

class SimulationTest : public testing::Test {
 protected:
  void SetUp() override {
    understander_ = understanding::shipped_understander(kSource, ATTENDANT_ENGINES_DIR);
    ASSERT_NE(understander_, nullptr) << "data/understanding cannot be read";
    if (!understander_->degraded().empty()) GTEST_SKIP() << understander_->degraded();
    agent_ = {.name = "dialogue engine",
              .brain = [this](const tools::Catalogue& catalogue) -> Result<std::unique_ptr<BrainAtWork>> {
                return std::make_unique<DialogueAtWork>(catalogue, understander_);
              },
              .mask = [](std::string_view text,
                         conversation::Asked asked) { return understanding::mask(text, asked); },
              .policy = {},
              .records = kSource / "data/demo",
              .today = kToday};
  }

  std::shared_ptr<const understanding::Understander> understander_;
  AgentUnderTest agent_;
};

TEST_F(SimulationTest, CallersGetWhatTheyCallForAndNoRuleIsBroken) {
  const auto people = callers();
  const auto results = simulate(agent_, people, some_cases(people), 2, nullptr);
  ASSERT_TRUE(results) << results.error().message;
  ASSERT_GE(results->size(), 50U);
  const auto totals = totals_of(*results);
  EXPECT_EQ(totals.breaches, 0);
  EXPECT_GE(totals.success_percent(), kLeastSuccess);
  EXPECT_DOUBLE_EQ(totals.grounded_percent(), 100);
  for (const auto& result : *results)
    if (!result.score.success()) std::cout << transcript_of(result) << "\n";
}

TEST_F(SimulationTest, ComesOutTheSameOnAnyNumberOfThreadsAndReplaysIdentically) {
  const auto people = callers();
  auto cases = some_cases(people);
  cases.resize(12);
  const auto one = simulate(agent_, people, cases, 1, nullptr),
             three = simulate(agent_, people, cases, 3, nullptr);
  ASSERT_TRUE(one && three);
  EXPECT_EQ(boost::json::serialize(as_json(agent_, people, *one, {}, true)),
            boost::json::serialize(as_json(agent_, people, *three, {}, true)));
  const tools::Catalogue catalogue = tools::insurance_catalogue();
  const auto brain = agent_.brain(catalogue);
  ASSERT_TRUE(brain);
  for (const auto& result : *one) {
    const auto session = (*brain)->brain().open({CallId("c-again"), kToday});
    const auto replayed = replay(result.conversation.events, session.get(), agent_.policy);
    EXPECT_FALSE(replayed.difference) << result.which.name << ": " << replayed.difference->what << "\n"
                                      << replayed.difference->then << "\n"
                                      << replayed.difference->now;
  }
}

TEST_F(SimulationTest, IsReportedAsTableJunitPageAndScript) {
  const auto people = callers();
  auto cases = some_cases(people);
  cases.resize(2);
  auto results = simulate(agent_, people, cases, 1, nullptr);
  ASSERT_TRUE(results);
  results->front().score.missed = {"made to fail: <a> & \"b\""};
  EXPECT_THAT(as_table(people, *results, {}), testing::HasSubstr("2 conversations: task success 50.0 %"));
  EXPECT_THAT(as_junit(people, *results), testing::HasSubstr("failures=\"1\""));
  EXPECT_THAT(as_junit(people, *results), testing::HasSubstr("&lt;a&gt; &amp; &quot;b&quot;"));
  std::ifstream in(kSource / "web/simulation/report.html");
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  const auto written = as_page(page, as_json(agent_, people, *results, {}, true));
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_THAT(*written, testing::HasSubstr("made to fail: \\u003ca> & "));
  const auto& first = results->front();
  const auto script = as_call_script(people.goals[first.which.goal], first, kToday, agent_.tools_take);
  const auto parsed = parse_scenario(script);
  ASSERT_TRUE(parsed) << parsed.error().message << "\n" << script;
  EXPECT_GE(parsed->caller_turns(), 2);
}

// The callers' words were written without a look at the training lines, and stay so: otherwise success says
// nothing.
TEST(SimulatedWords, StandInNoTrainingLine) {
  std::set<std::string> trained;
  for (const auto* name : {"training.jsonl", "dev.jsonl"}) {
    std::ifstream in(kSource / "data/understanding" / name);
    for (std::string line; std::getline(in, line);)
      trained.insert(lower(trim(std::string_view(boost::json::parse(line).at("text").as_string()))));
  }
  ASSERT_GT(trained.size(), 2000U);
  constexpr std::size_t kFormula = 4;  // words: "no, that's all" is said by everybody
  const auto check = [&](const std::string& text) {
    if (split_words(text).size() > kFormula) EXPECT_FALSE(trained.contains(lower(text))) << text;
  };
  for (const auto& goal : callers().goals)
    for (const auto& wish : goal.wishes)
      for (const auto& [manner, wordings] : wish.wordings)
        for (const auto& wording : wordings) check(wording);
}

TEST(SimulatedCallers, AreEnoughForAllStoriesAndLines) {
  const auto people = callers();
  EXPECT_GE(people.personas.all.size(), 12U);
  std::set<int> stories;
  std::set<Line> lines;
  for (const auto& goal : people.goals) {
    stories.insert(goal.story);
    lines.insert(goal.line);
  }
  for (int story = 1; story <= 8; ++story) EXPECT_TRUE(stories.contains(story)) << story;
  EXPECT_EQ(lines.size(), 3U);
}

}  // namespace
}  // namespace attendant::lab
