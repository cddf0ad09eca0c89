#include "app/history_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::app {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(WaterfallTest, DrawsEachStageAsLongAsItTook) {
  const store::TurnTimings timings{.end_of_speech = milliseconds(1000),
                                   .decision = milliseconds(1400),
                                   .text = milliseconds(1500),
                                   .audio_queued = milliseconds(1700),
                                   .audio_on_wire = milliseconds(1800)};
  const auto bar = waterfall(timings, milliseconds(1600), 16);
  EXPECT_THAT(bar, StartsWith("  800 ms  ░░░░▒▓▓█        "));
  EXPECT_THAT(bar, HasSubstr("░ turn end 400, ▒ words 100, ▓ voice 200, █ wire 100"));
}

TEST(WaterfallTest, LeavesOutStagesThatAreNotKnown) {
  const store::TurnTimings timings{.end_of_speech = milliseconds(0), .audio_on_wire = milliseconds(10)};
  EXPECT_EQ(waterfall(timings, milliseconds(10), 4), "   10 ms  ████  █ wire 10");
  EXPECT_EQ(waterfall({.end_of_speech = milliseconds(0)}, milliseconds(10), 4), "");
}

TEST(HistoryTableTest, ShowsOneLineForEachCall) {
  const WallTime start{std::chrono::sys_days(std::chrono::year(2026) / 11 / 22)};
  const std::vector<store::CallSummary> calls{{.call = CallId("c-1"),
                                               .started = start,
                                               .ended = start + std::chrono::seconds(75),
                                               .reason = "goodbye",
                                               .turns = 4,
                                               .model_cost = "$0.004210"},
                                              {.call = CallId("c-2"), .started = start}};
  const auto table = history_table(calls);
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 3);
  EXPECT_THAT(table, HasSubstr("2026-11-22 00:00:00"));
  EXPECT_THAT(table, HasSubstr("1:15"));
  EXPECT_THAT(table, HasSubstr("open"));
  EXPECT_THAT(table, HasSubstr("$0.004210"));
  EXPECT_EQ(history_table({}), "No calls.\n");
}

TEST(HistoryPageTest, TellsTheConversationInOrderWithItsTools) {
  store::CallDetail call{.summary = {.call = CallId("c-1")}};
  call.turns = {{.turn = TurnId(0), .agent = "Hello."},
                {.turn = TurnId(1), .caller = "where is my claim", .agent = "It was", .interrupted = true}};
  call.tools = {{.turn = TurnId(1), .name = "claim_status", .arguments = "{}", .outcome = "ok"}};
  const auto page = history_page(call);
  EXPECT_LT(page.find("Hello."), page.find("where is my claim"));
  EXPECT_THAT(page, HasSubstr("It was … (interrupted)"));
  EXPECT_THAT(page, HasSubstr("tool    claim_status {} -> ok"));
  EXPECT_THAT(page, Not(HasSubstr("answer  ")));
}

}  // namespace
}  // namespace attendant::app
