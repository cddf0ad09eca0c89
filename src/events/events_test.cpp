#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/test_directory.hpp"
#include "events/file_outbox.hpp"

namespace attendant::events {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const CallId kCall{"c-01"};
const WallTime kNoon{std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + std::chrono::hours(12)};

class OutboxTest : public ::testing::Test {
 protected:
  std::filesystem::path file(const CallId& call = kCall) const {
    return directory_ / "2026-11-22" / (call.value() + ".jsonl");
  }
  std::vector<boost::json::object> lines(const CallId& call = kCall) const {
    std::ifstream in(file(call));
    std::vector<boost::json::object> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(boost::json::parse(line).as_object());
    return lines;
  }
  CloudEvent turn(std::uint32_t number, const CallId& call = kCall) const {
    return maker_.turn({.call = call, .turn = TurnId(number), .at = std::chrono::seconds(number)}, kNoon);
  }

  TestDirectory place_;
  const std::filesystem::path directory_ = place_.path();
  const EventMaker maker_{"/attendant/test", Texts::leave_out};
};

TEST_F(OutboxTest, WritesEachEventAsOneCloudEventInTheOrderOfTheCall) {
  FileOutbox outbox(directory_);
  ASSERT_TRUE(outbox.append(maker_.call_started({.call = kCall, .started = kNoon})));
  ASSERT_TRUE(outbox.append(turn(1)));
  ASSERT_TRUE(outbox.append(maker_.call_ended({.call = kCall, .ended = kNoon, .reason = "goodbye"})));
  ASSERT_TRUE(outbox.finish(kCall));

  const auto events = lines();
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].at("specversion").as_string(), "1.0");
  EXPECT_EQ(events[0].at("type").as_string(), "com.attendant.call.started");
  EXPECT_EQ(events[0].at("source").as_string(), "/attendant/test");
  EXPECT_EQ(events[1].at("subject").as_string(), "c-01");
  EXPECT_EQ(events[1].at("time").as_string(), "2026-11-22T12:00:01.000Z");
  EXPECT_EQ(events[2].at("data").at("reason").as_string(), "goodbye");
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].at("sequence").as_string(), std::to_string(i + 1));
  }
}

TEST_F(OutboxTest, DoesNotRepeatAnEventThatIsOfferedAgainAfterARestart) {
  {
    FileOutbox outbox(directory_);
    ASSERT_TRUE(outbox.append(turn(1)));
    ASSERT_TRUE(outbox.append(turn(2)));
  }
  FileOutbox outbox(directory_);
  for (std::uint32_t number = 1; number <= 3; ++number) ASSERT_TRUE(outbox.append(turn(number)));
  const auto events = lines();
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[2].at("id").as_string(), "c-01/turn/3");
  EXPECT_EQ(events[2].at("sequence").as_string(), "3");
}

TEST_F(OutboxTest, ReplacesALineThatACrashCut) {
  ASSERT_TRUE(FileOutbox(directory_).append(turn(1)));
  std::ofstream(file(), std::ios::app) << R"({"specversion":"1.0","id":"c-01/tu)";
  FileOutbox outbox(directory_);
  ASSERT_TRUE(outbox.append(turn(2)));
  ASSERT_EQ(lines().size(), 2U);
  EXPECT_EQ(lines()[1].at("id").as_string(), "c-01/turn/2");
}

TEST_F(OutboxTest, LeavesTextsOutUnlessAskedForThem) {
  const store::TurnRow row{.call = kCall, .turn = TurnId(1), .caller = "my words", .agent = "our words"};
  EXPECT_THAT(boost::json::serialize(maker_.turn(row, kNoon).data), Not(HasSubstr("words")));
  const EventMaker telling("/attendant/test", Texts::include);
  EXPECT_THAT(boost::json::serialize(telling.turn(row, kNoon).data), HasSubstr("my words"));
  const store::CallStart start{.call = kCall, .caller = "+15550100"};
  EXPECT_THAT(boost::json::serialize(telling.call_started(start).data), Not(HasSubstr("5550100")));
}

TEST_F(OutboxTest, CompletesACallThatWasRecoveredFromHistory) {
  {
    FileOutbox outbox(directory_);
    ASSERT_TRUE(outbox.append(maker_.call_started({.call = kCall, .started = kNoon})));
    ASSERT_TRUE(outbox.append(turn(1)));
  }
  store::CallDetail call{
      .summary = {
          .call = kCall, .started = kNoon, .ended = kNoon, .reason = "server stopped", .recorded = true}};
  call.turns = {{.call = kCall, .turn = TurnId(1)}, {.call = kCall, .turn = TurnId(2)}};
  call.tools = {{.call = kCall, .id = 1, .turn = TurnId(2), .name = "claim_status"}};
  FileOutbox outbox(directory_);
  for (const auto& event : maker_.all(call)) ASSERT_TRUE(outbox.append(event));

  std::vector<std::string> ids;
  for (const auto& line : lines()) ids.emplace_back(line.at("id").as_string());
  EXPECT_THAT(ids, ::testing::ElementsAre("c-01/started", "c-01/turn/1", "c-01/tool/1", "c-01/turn/2",
                                          "c-01/recording.ready", "c-01/ended"));
}

TEST_F(OutboxTest, CompletesTheTransfersOfARecoveredCall) {
  FileOutbox outbox(directory_);
  ASSERT_TRUE(outbox.append(maker_.transferred(kCall, kNoon, "claims", false)));
  store::CallDetail call{
      .summary = {.call = kCall, .started = kNoon, .ended = kNoon, .reason = "transferred"}};
  call.notes = {{"transfer", transfer_note("claims", false)},
                {"outcome", "transferred"},
                {"transfer", transfer_note("billing", true)},
                {"transfer", "of what nobody knows"}};
  std::vector<std::string> told;
  for (const auto& event : maker_.all(call)) ASSERT_TRUE(outbox.append(event));
  for (const auto& line : lines()) {
    if (line.at("type").as_string().ends_with("transferred"))
      told.push_back(boost::json::serialize(line.at("data")));
  }
  EXPECT_THAT(told, ::testing::ElementsAre(R"({"target":"claims","reached":false})",
                                           R"({"target":"billing","reached":true})"));
}

TEST_F(OutboxTest, KnowsACallWhoseLastEventIsThere) {
  FileOutbox outbox(directory_);
  EXPECT_FALSE(outbox.is_whole(kCall, false));
  ASSERT_TRUE(outbox.append(turn(1)));
  EXPECT_FALSE(outbox.is_whole(kCall, false));
  ASSERT_TRUE(outbox.append(maker_.call_ended({.call = kCall, .ended = kNoon, .reason = "goodbye"})));
  EXPECT_TRUE(outbox.is_whole(kCall, false));
  EXPECT_FALSE(outbox.is_whole(kCall, true)) << "its recording is not told of yet";
  ASSERT_TRUE(outbox.append(maker_.recording_ready(kCall, kNoon)));
  EXPECT_TRUE(outbox.is_whole(kCall, true));
  std::ofstream(file(), std::ios::app) << R"({"specversion":"1.0","id":"c-01/tu)";
  EXPECT_FALSE(outbox.is_whole(kCall, true)) << "a crash cut a line";
}

TEST_F(OutboxTest, ErasesOneCallAndKeepsTheOthers) {
  FileOutbox outbox(directory_);
  const CallId other{"c-02"};
  ASSERT_TRUE(outbox.append(turn(1)));
  ASSERT_TRUE(outbox.append(turn(1, other)));
  ASSERT_TRUE(outbox.erase(kCall));
  EXPECT_FALSE(std::filesystem::exists(file()));
  EXPECT_EQ(lines(other).size(), 1U);
  EXPECT_TRUE(outbox.erase(kCall));
}

TEST_F(OutboxTest, ErasesWholeDaysThatAreOldEnough) {
  FileOutbox outbox(directory_);
  ASSERT_TRUE(outbox.append(turn(1)));
  EXPECT_EQ(outbox.erase_before(kNoon + std::chrono::hours(11)), 0U);
  EXPECT_EQ(outbox.erase_before(kNoon + std::chrono::days(1)), 1U);
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(OutboxTest, ReportsADirectoryThatCannotBeWritten) {
  std::ofstream(directory_ / "2026-11-22") << "a file where the folder should be";
  FileOutbox outbox(directory_);
  const auto status = outbox.append(turn(1));
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("2026-11-22"));
}

}  // namespace
}  // namespace attendant::events
