// Files that are edited, and versions that are activated, while a server runs.
#include "app/agent_keeper.hpp"

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agents/version_store.hpp"
#include "base/test_directory.hpp"
#include "brain/dialogue/vocabulary.hpp"
#include "runtime/fake_loop.hpp"
#include "tools/spec.hpp"

namespace attendant::app {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class AgentKeeperTest : public testing::Test {
 protected:
  AgentKeeperTest() { write("one"); }
  ~AgentKeeperTest() override { keeper_.stop(); }

  void write(const std::string& name) {
    std::filesystem::create_directories(directory_.path() / "source");
    std::ofstream(directory_.path() / "source/front.yaml")
        << "id: front\nanswers: true\nname: " << name << "\n";
  }
  void watch() {
    keeper_.watch(loop_, [this](runtime::Job look) {
      looks_.push_back(std::move(look));
      return true;
    });
  }
  // A look is due: it is done elsewhere, and what it found comes back.
  void look() {
    loop_.advance(2s);
    ASSERT_EQ(looks_.size(), 1U);
    std::exchange(looks_, {}).front()();
    loop_.run_posted();
  }
  const std::string& name() const { return keeper_.team()->answering().name; }

  TestDirectory directory_;
  FakeClock clock_;
  runtime::FakeLoop loop_{clock_};
  std::vector<runtime::Job> looks_;
  agents::Vocabulary known_ = brain::agent_vocabulary(tools::insurance_catalogue());
  AgentKeeper keeper_{
      {.source = directory_.path() / "source", .versions = directory_.path() / "agents", .known = known_},
      clock_,
      telemetry::Logger()};
};

TEST_F(AgentKeeperTest, AnEditedFileIsANewVersionAndOldTeamsStay) {
  const auto started = keeper_.start();
  ASSERT_TRUE(started) << started.error().message;
  watch();
  const auto of_a_call = keeper_.team();
  write("two");
  look();
  EXPECT_EQ(name(), "two");
  EXPECT_THAT(keeper_.team()->version, testing::StartsWith("2-"));
  EXPECT_EQ(of_a_call->answering().name, "one") << "a call keeps what it began with";
  write("three");
  look();
  EXPECT_EQ(name(), "three") << "and it goes on looking";
}

TEST_F(AgentKeeperTest, AMistakeChangesNothingUntilItIsMended) {
  ASSERT_TRUE(keeper_.start());
  watch();
  write("one\ntols: []");
  look();
  EXPECT_EQ(name(), "one");
  write("two");
  look();
  EXPECT_EQ(name(), "two");
}

TEST_F(AgentKeeperTest, ARollBackFromOutsideIsSeenAndHolds) {
  ASSERT_TRUE(keeper_.start());
  watch();
  write("two");
  look();
  const agents::VersionStore store(directory_.path() / "agents");
  ASSERT_TRUE(store.roll_back(known_, clock_.wall()));
  look();
  EXPECT_EQ(name(), "one");
  look();
  EXPECT_EQ(name(), "one");
}

TEST_F(AgentKeeperTest, AServerStartsWithTheVersionBeforeWhenTheFilesHaveAMistake) {
  write("one\ntols: []");
  EXPECT_THAT(keeper_.start().error().message, HasSubstr("did you mean tools?")) << "there is none before";
  write("one");
  ASSERT_TRUE(keeper_.start());
  write("two\ntols: []");
  AgentKeeper next(
      {.source = directory_.path() / "source", .versions = directory_.path() / "agents", .known = known_},
      clock_, telemetry::Logger());
  ASSERT_TRUE(next.start());
  EXPECT_EQ(next.team()->answering().name, "one");
}

}  // namespace
}  // namespace attendant::app
