// What `serve --json` prints of a call.
#include "app/live_view.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "app/live_printer.hpp"

namespace attendant::app {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

const CallId kCall("c-00000000000000000000000001");

// One question and its answer, with a tool between them.
void short_call(LiveView& view) {
  using namespace conversation;
  const Think think{.input = Heard{.text = "what is \"owed\""}};
  const RunTool run{.id = 1, .name = "billing_balance", .arguments = {{"member", "self"}}};
  const Speak speak{.utterance = UtteranceId(7), .text = "You owe $5.00."};
  view.on_event(kCall, {.at = 0ms, .body = CallStarted{.caller_number = "+13125550180"}}, {});
  view.on_event(kCall, {.at = 1500ms, .body = SpeechPaused{.text = "what", .last_voiced = 1000ms}}, {think});
  view.on_event(kCall, {.at = 1510ms, .body = BrainActed{}}, {run, speak});
  view.on_event(kCall, {.at = 1520ms, .body = ToolAnswered{.id = 1, .name = "billing_balance", .took = 3ms}},
                {});
  view.on_event(kCall, {.at = 1600ms, .body = AudioQueued{UtteranceId(7)}}, {});
  view.on_event(kCall, {.at = 1640ms, .body = ClauseStarted{UtteranceId(7)}}, {});
  view.on_event(kCall, {.at = 3000ms, .body = CallEnded{.by = "caller", .reason = "bye"}}, {});
}

std::string printed(ViewForm form) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* out = open_memstream(&text, &size);
  {
    LiveView view({LivePrinter(out, form)});
    short_call(view);
  }
  EXPECT_EQ(std::fclose(out), 0);
  std::string result(text, size);
  std::free(text);
  return result;
}

std::vector<json::object> objects(const std::string& text) {
  std::vector<json::object> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    lines.push_back(json::parse(text.substr(at, end - at)).as_object());
    at = end + 1;
  }
  return lines;
}

TEST(LiveView, ForProgramsEachLineIsAnObjectThatNamesItsCallAndKind) {
  const auto lines = objects(printed(ViewForm::json));
  std::vector<std::string> kinds;
  for (const auto& line : lines) {
    EXPECT_EQ(line.at("call").as_string(), kCall.value());
    kinds.emplace_back(line.at("kind").as_string());
  }
  ASSERT_EQ(kinds, (std::vector<std::string>{"call", "caller", "tool", "agent", "timing", "call"}));
  EXPECT_EQ(lines[0].at("from").as_string(), "+13125550180");
  EXPECT_EQ(lines[1].at("text").as_string(), "what is \"owed\"");
  EXPECT_EQ(lines[2].at("arguments").at("member").as_string(), "self");
  EXPECT_EQ(lines[2].at("took_ms").as_int64(), 3);
  EXPECT_EQ(lines[3].at("text").as_string(), "You owe $5.00.");
  EXPECT_EQ(lines[4].at("answer_ms").as_int64(), 640);
  EXPECT_EQ(lines[4].at("queued_ms").as_int64(), 600);
  EXPECT_EQ(lines[5].at("reason").as_string(), "bye");
}

TEST(LiveView, ForPeopleItIsAConversation) {
  const auto text = printed(ViewForm::text);
  EXPECT_NE(text.find(" caller  what is \"owed\"\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  agent  You owe $5.00.\n"), std::string::npos) << text;
  EXPECT_NE(text.find("answer after 640 ms"), std::string::npos) << text;
}

}  // namespace
}  // namespace attendant::app
