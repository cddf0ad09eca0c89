#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agents/ledger.hpp"
#include "agents/test_vocabulary.hpp"
#include "agents/version_store.hpp"
#include "base/test_directory.hpp"

namespace attendant::agents {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

WallTime at(int minute) { return WallTime(std::chrono::minutes(minute)); }

std::vector<AgentFile> files(const std::string& name) {
  return {{"/somewhere/front.yaml", "id: front\nanswers: true\nname: " + name + "\n"}};
}

TEST(ContentHash, IsOfNamesAndContentsWhereverTheFilesAre) {
  EXPECT_EQ(content_hash({{"a/x.yaml", "1"}, {"a/y.yaml", "2"}}),
            content_hash({{"b/y.yaml", "2"}, {"b/x.yaml", "1"}}));
  EXPECT_NE(content_hash({{"x.yaml", "1"}}), content_hash({{"y.yaml", "1"}}));
  EXPECT_NE(content_hash({{"x.yaml", "12"}}), content_hash({{"x.yaml", "1"}, {"y.yaml", "2"}}));
}

TEST(Ledger, ContentThatIsNewBecomesTheVersionInForce) {
  Ledger ledger;
  EXPECT_TRUE(ledger.see("aaaaaaaaaa", at(1)));
  EXPECT_EQ(ledger.active(), "1-aaaaaaaa");
  EXPECT_FALSE(ledger.see("aaaaaaaaaa", at(2)));
  EXPECT_TRUE(ledger.see("bbbbbbbbbb", at(3)));
  EXPECT_EQ(ledger.active(), "2-bbbbbbbb");
}

TEST(Ledger, ARollBackHoldsUntilAFileIsEdited) {
  Ledger ledger;
  ledger.see("aaaaaaaaaa", at(1));
  ledger.see("bbbbbbbbbb", at(2));
  ASSERT_TRUE(ledger.roll_back(at(3)));
  EXPECT_EQ(ledger.active(), "1-aaaaaaaa");
  EXPECT_FALSE(ledger.see("bbbbbbbbbb", at(4))) << "the folder is as it was";
  EXPECT_EQ(ledger.active(), "1-aaaaaaaa");
  EXPECT_TRUE(ledger.see("cccccccccc", at(5)));
  EXPECT_EQ(ledger.active(), "3-cccccccc");
}

TEST(Ledger, ContentOfAnEarlierVersionIsThatVersion) {
  Ledger ledger;
  ledger.see("aaaaaaaaaa", at(1));
  ledger.see("bbbbbbbbbb", at(2));
  EXPECT_TRUE(ledger.see("aaaaaaaaaa", at(3)));
  EXPECT_EQ(ledger.active(), "1-aaaaaaaa");
  EXPECT_EQ(ledger.versions().size(), 2U);
}

TEST(Ledger, RollsBackStepByStep) {
  Ledger ledger;
  for (const auto* hash : {"aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"}) ledger.see(hash, at(1));
  ASSERT_TRUE(ledger.roll_back(at(2)));
  EXPECT_EQ(ledger.active(), "2-bbbbbbbb");
  ASSERT_TRUE(ledger.roll_back(at(3)));
  EXPECT_EQ(ledger.active(), "1-aaaaaaaa");
  EXPECT_THAT(ledger.roll_back(at(4)).error().message, HasSubstr("no other version was in force"));
}

TEST(Ledger, ActivatesByNameCounterOrHash) {
  Ledger ledger;
  ledger.see("aaaaaaaaaa", at(1));
  ledger.see("bbbbbbbbbb", at(2));
  ASSERT_TRUE(ledger.activate("1", at(3)));
  EXPECT_EQ(ledger.active(), "1-aaaaaaaa");
  ASSERT_TRUE(ledger.activate("bbbbbbbb", at(4)));
  ASSERT_TRUE(ledger.activate("1-aaaaaaaa", at(5)));
  EXPECT_EQ(ledger.activate("1", at(6)).error().code, ErrorCode::conflict);
  EXPECT_THAT(ledger.activate("7", at(6)).error().message,
              HasSubstr("there is no version '7'; there are 1-aaaaaaaa, 2-bbbbbbbb"));
  EXPECT_THAT(Ledger().activate("1", at(1)).error().message, HasSubstr("there is no version yet"));
}

TEST(Ledger, IsTheSameAfterWritingAndReading) {
  Ledger ledger;
  ledger.see("aaaaaaaaaa", at(1));
  ledger.see("bbbbbbbbbb", at(2));
  ASSERT_TRUE(ledger.roll_back(at(3)));
  const auto read = Ledger::from_json(ledger.to_json());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->to_json(), ledger.to_json());
  EXPECT_EQ(read->activations().back().how, How::rolled_back);
}

TEST(Ledger, RefusesWhatIsNone) {
  EXPECT_FALSE(Ledger::from_json({1, 2}));
  EXPECT_FALSE(Ledger::from_json({{"active", ""}, {"seen", ""}, {"versions", 1}, {"activations", {}}}));
  auto ledger = Ledger().to_json();
  ledger["versions"] = {{{"name", "../../etc"}, {"hash", "a"}, {"made", 1}}};
  EXPECT_THAT(Ledger::from_json(ledger).error().message, HasSubstr("'../../etc' is no name of a version"));
}

class VersionStoreTest : public testing::Test {
 protected:
  TestDirectory directory_;
  VersionStore store_{directory_.path() / "agents"};
  Vocabulary known_ = test_vocabulary();
};

TEST_F(VersionStoreTest, KeepsTheFilesOfEveryVersion) {
  ASSERT_TRUE(store_.ledger()) << "an empty one before the first";
  const auto first = store_.observe(files("one"), at(1));
  ASSERT_TRUE(first) << first.error().message;
  const auto second = store_.observe(files("two"), at(2));
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_THAT(second->active(), StartsWith("2-"));
  const auto old = store_.load(first->active(), known_);
  ASSERT_TRUE(old) << old.error().message;
  EXPECT_EQ(old->answering().name, "one");
  EXPECT_EQ(old->version, first->active());
}

TEST_F(VersionStoreTest, ActivatesAndRollsBackOverProcesses) {
  ASSERT_TRUE(store_.observe(files("one"), at(1)));
  ASSERT_TRUE(store_.observe(files("two"), at(2)));
  const VersionStore other(directory_.path() / "agents");
  const auto back = other.roll_back(known_, at(3));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_THAT(store_.ledger()->active(), StartsWith("1-"));
  const auto again = other.activate("2", known_, at(4));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_THAT(store_.ledger()->active(), StartsWith("2-"));
}

TEST_F(VersionStoreTest, DoesNotActivateWhatIsNotGoodAnyMore) {
  ASSERT_TRUE(store_.observe({{"a.yaml", "id: a\nanswers: true\ntools: [{name: autopay}]"}}, at(1)));
  ASSERT_TRUE(store_.observe(files("two"), at(2)));
  std::erase_if(known_.tools, [](const auto& tool) { return tool.name == "autopay"; });
  EXPECT_THAT(store_.roll_back(known_, at(3)).error().message, HasSubstr("'autopay' is no tool"));
  EXPECT_THAT(store_.ledger()->active(), StartsWith("2-"));
}

TEST_F(VersionStoreTest, NamesALedgerThatIsBroken) {
  ASSERT_TRUE(store_.observe(files("one"), at(1)));
  std::ofstream(directory_.path() / "agents/ledger.json") << "{";
  EXPECT_THAT(store_.ledger().error().message, HasSubstr("ledger.json"));
}

}  // namespace
}  // namespace attendant::agents
