#include "telemetry/waterfall.hpp"

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::telemetry {
namespace {

using namespace std::chrono_literals;

Waterfall whole_turn() {
  Waterfall turn;
  turn.mark(Stage::end_of_speech, Instant(1s));
  turn.mark(Stage::decision, Instant(1s + 312ms));
  turn.mark(Stage::text, Instant(1s + 330ms));
  turn.mark(Stage::first_audio_queued, Instant(1s + 339ms));
  turn.mark(Stage::first_audio_on_wire, Instant(1s + 350ms));
  return turn;
}

TEST(Waterfall, SaysWhereTheTimeWent) {
  const Waterfall turn = whole_turn();
  EXPECT_EQ(turn.to_line(), "speech end +312 decision +18 text +9 queued +11 wire = 350 ms");
  EXPECT_EQ(boost::json::serialize(turn.to_json()),
            R"({"decision_ms":312,"text_ms":330,"first_audio_queued_ms":339,"first_audio_on_wire_ms":350})");
}

TEST(Waterfall, KeepsTheFirstMarkOfAStage) {
  Waterfall turn = whole_turn();
  turn.mark(Stage::text, Instant(9s));
  EXPECT_EQ(turn.at(Stage::text), Instant(1s + 330ms));
}

TEST(Waterfall, DoesWithoutStagesThatDidNotHappen) {
  Waterfall turn;
  turn.mark(Stage::end_of_speech, Instant(1s));
  turn.mark(Stage::text, Instant(1s + 40ms));
  EXPECT_EQ(turn.to_line(), "speech end +40 text");
  EXPECT_FALSE(turn.total().has_value());
  EXPECT_EQ(turn.to_json().size(), 1U);
}

TEST(WaterfallMetrics, CountsEachStageSinceTheOneBefore) {
  Registry registry;
  WaterfallMetrics metrics(registry);
  metrics.observe(whole_turn());
  metrics.observe(Waterfall());
  const std::string page = registry.exposition();
  EXPECT_THAT(page, testing::HasSubstr("attendant_turn_stage_seconds_sum{stage=\"text\"} 0.018\n"));
  EXPECT_THAT(page, testing::HasSubstr("attendant_turn_answer_seconds_count 1\n"));
}

}  // namespace
}  // namespace attendant::telemetry
