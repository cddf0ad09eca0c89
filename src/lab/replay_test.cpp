#include "lab/replay.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/rerun.hpp"
#include "lab/text_call.hpp"

namespace attendant::lab {
namespace {

using conversation::Asked;
using conversation::CallTool;
using conversation::EndCall;
using conversation::Heard;
using conversation::Listen;
using conversation::Say;
using conversation::SayKind;

// Greets, looks one thing up, says it, and says goodbye.
class SmallBrain final : public brain::BrainSession {
 public:
  explicit SmallBrain(std::string answer = "You owe $5.00.") : answer_(std::move(answer)) {}

  void take(conversation::BrainInput input, Tell tell) override {
    if (std::holds_alternative<conversation::Started>(input))
      return tell({Say{.text = "How can I help you?", .kind = SayKind::question}, Listen{}}, false);
    if (const auto* heard = std::get_if<Heard>(&input))
      return heard->text == "bye"
                 ? tell({Say{.text = "Goodbye.", .kind = SayKind::goodbye}, EndCall{"goodbye"}}, false)
                 : tell({CallTool{.id = ++tools_, .name = "claim_cost", .arguments = {}}}, false);
    if (std::holds_alternative<conversation::ToolDone>(input))
      return tell({Say{.text = answer_}, Listen{.asked = Asked::anything_else}}, false);
    tell({}, false);
  }

 private:
  std::string answer_;
  std::uint32_t tools_ = 0;
};

TextCall::RunTool tool() {
  return [](conversation::Identity&, const conversation::RunTool&) {
    return ToolAnswer{.outcome = Outcome::ok, .say = {"You owe $5.00."}};
  };
}

std::string unmasked(std::string_view text, Asked) { return std::string(text); }

std::vector<conversation::Event> events_of_a_call() {
  TextCall call(std::make_unique<SmallBrain>(), tool(), unmasked, {.policy = {}});
  call.start();
  call.says("what do I owe");
  call.says("bye");
  call.settle();
  EXPECT_TRUE(call.ended());
  // As they come back from the journal.
  std::vector<conversation::Event> events;
  for (const auto& event : call.events()) {
    const auto read = conversation::event_from_json(conversation::to_json(event));
    EXPECT_TRUE(read);
    events.push_back(*read);
  }
  return events;
}

TEST(Replay, OfTheSameAgentIsIdentical) {
  const auto events = events_of_a_call();
  SmallBrain brain;
  const auto replayed = replay(events, &brain, {});
  EXPECT_FALSE(replayed.difference) << replayed.difference->what;
  EXPECT_EQ(replayed.events, events.size());
  EXPECT_EQ(replayed.tool_calls, 1U);
}

TEST(Replay, NamesTheFirstAnswerThatIsDifferent) {
  SmallBrain other("You owe $6.00.");
  const auto replayed = replay(events_of_a_call(), &other, {});
  ASSERT_TRUE(replayed.difference);
  EXPECT_THAT(replayed.difference->then, testing::HasSubstr("$5.00"));
  EXPECT_THAT(replayed.difference->now, testing::HasSubstr("$6.00"));
}

TEST(Replay, NamesAnEventThatTheCoreNeverAskedFor) {
  auto events = events_of_a_call();
  for (auto& event : events)
    if (auto* answered = std::get_if<conversation::ToolAnswered>(&event.body))
      answered->name = "claim_status";
  const auto replayed = replay(events, nullptr, {});
  ASSERT_TRUE(replayed.difference);
  EXPECT_THAT(replayed.difference->what, testing::HasSubstr("tool call"));
}

TEST(Rerun, LaysTheSameAgentSideBySideAsEqual) {
  const auto events = events_of_a_call();
  auto turns = turns_then(events, {});
  TextCall again(std::make_unique<SmallBrain>(), tool(), unmasked, {.policy = {}});
  have_again(turns, again);
  ASSERT_EQ(turns.size(), 3U);
  for (const auto& turn : turns)
    EXPECT_TRUE(turn.same()) << turn.caller.text << "\n" << side_by_side(turns, 120);
}

TEST(Rerun, ShowsWhatAnotherAgentSays) {
  const auto events = events_of_a_call();
  auto turns = turns_then(events, {});
  TextCall again(std::make_unique<SmallBrain>("It is $6.00."), answered_from(events, tool()), unmasked,
                 {.policy = {}});
  have_again(turns, again);
  EXPECT_TRUE(turns[0].same());
  EXPECT_FALSE(turns[1].same());
  EXPECT_THAT(side_by_side(turns, 100), testing::HasSubstr("It is $6.00."));
  EXPECT_EQ(as_json(turns).at("different").as_int64(), 1);
}

}  // namespace
}  // namespace attendant::lab
