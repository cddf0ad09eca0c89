#include "brain/model/model_history.hpp"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

std::string as_is(std::string_view text) { return std::string(text); }

std::string written(const ModelHistory& history) {
  std::string all;
  for (const auto& message : history.messages(as_is)) {
    all += message.role == ChatRole::user        ? "user: "
           : message.role == ChatRole::assistant ? "agent: "
                                                 : "tool " + message.tool_call_id + ": ";
    all += message.text;
    for (const auto& call : message.tool_calls) all += " <" + call.id + " " + call.name + ">";
    all += "\n";
  }
  return all;
}

ToolCall call(std::string id) { return {.id = std::move(id), .name = "claim_status", .arguments = "{}"}; }

TEST(ModelHistory, HoldsExactlyWhatWasHeard) {
  ModelHistory history;
  history.caller("why was it denied");
  history.agent("It was denied on May 4.");
  history.agent("You can appeal until November 4.");
  history.agent("Shall I?");
  history.interrupted("You can", 1);
  history.caller("what");
  EXPECT_EQ(written(history),
            "user: why was it denied\nagent: It was denied on May 4. You can [interrupted]\nuser: what\n");
}

TEST(ModelHistory, WhatNobodyHeardIsNotInIt) {
  ModelHistory history;
  history.caller("hello");
  history.agent("You owe $5.00.");
  history.interrupted("", 0);
  history.caller("wait");
  EXPECT_EQ(written(history), "user: hello\nwait\n");
}

TEST(ModelHistory, TheSentenceIsToldByItsPlaceNotByItsWords) {
  ModelHistory history;
  history.caller("what do I owe");
  history.agent("You owe $5.00.");
  history.agent("You owe it by May.");
  history.interrupted("You", 1);
  EXPECT_EQ(history.heard_since_caller(), "You owe $5.00. You");
}

TEST(ModelHistory, ASentenceResumedAtAClauseIsHeardUpToTheSecondCut) {
  ModelHistory history;
  history.caller("why");
  history.agent("It was denied on May 4, because no authorization was on file.");
  history.interrupted("because no", 0);
  EXPECT_EQ(history.heard_since_caller(), "It was denied on May 4, because no");
}

TEST(ModelHistory, ACancelledReadSaysSoAndALateAnswerChangesNothing) {
  ModelHistory history;
  history.caller("status?");
  history.agent("Let me look.");
  history.calls({call("a"), call("b")});
  history.result("b", "done");
  history.cancel("a");
  history.result("a", "too late");
  EXPECT_EQ(written(history),
            "user: status?\nagent: Let me look. <a claim_status> <b claim_status>\n"
            "tool a: {\"outcome\":\"cancelled\"}\ntool b: done\n");
}

TEST(ModelHistory, ForgetsWholeTurnsFromTheFront) {
  ModelHistory history(40);
  history.caller("one two three four five");
  history.calls({call("a")});
  history.agent("a long answer to it all");
  history.caller("short");
  EXPECT_EQ(written(history), "user: short\n");
}

// Whatever happens in whatever order, a service accepts what comes of it.
TEST(ModelHistory, AnyOrderOfEventsGivesMessagesThatAreAccepted) {
  std::mt19937 random(4);
  for (int run = 0; run < 300; ++run) {
    ModelHistory history(run % 3 == 0 ? 60 : 4000);
    history.caller("hello");
    int calls = 0;
    for (int step = 0; step < 40; ++step) {
      switch (random() % 6) {
        case 0:
          history.caller(random() % 4 == 0 ? "" : "more");
          break;
        case 1:
          history.agent("A sentence of " + std::to_string(step) + ".");
          break;
        case 2:
          history.calls({call("c" + std::to_string(++calls)), call("c" + std::to_string(++calls))});
          break;
        case 3:
          history.result("c" + std::to_string(1 + random() % static_cast<unsigned>(calls + 1)), "{}");
          break;
        case 4:
          history.cancel("c" + std::to_string(1 + random() % static_cast<unsigned>(calls + 1)));
          break;
        default:
          history.interrupted(random() % 2 == 0 ? "A sentence" : "", static_cast<int>(random() % 3));
      }
    }
    history.caller("end");
    auto messages = history.messages(as_is);
    messages.insert(messages.begin(),
                    {.role = ChatRole::system, .text = "rules", .tool_calls = {}, .tool_call_id = {}});
    const auto good = check_messages(messages);
    ASSERT_TRUE(good) << good.error().message << "\n" << written(history);
  }
}

TEST(CheckMessages, NamesWhatIsWrong) {
  const auto problem = [](std::vector<ChatMessage> messages) {
    messages.insert(messages.begin(),
                    {.role = ChatRole::system, .text = "rules", .tool_calls = {}, .tool_call_id = {}});
    const auto checked = check_messages(messages);
    return checked ? std::string() : checked.error().message;
  };
  const ChatMessage user{.role = ChatRole::user, .text = "hi", .tool_calls = {}, .tool_call_id = {}};
  const ChatMessage asks{
      .role = ChatRole::assistant, .text = {}, .tool_calls = {call("a")}, .tool_call_id = {}};
  const ChatMessage closes{.role = ChatRole::tool, .text = "{}", .tool_calls = {}, .tool_call_id = "a"};
  EXPECT_EQ(problem({user, asks, closes}), "");
  EXPECT_EQ(problem({user, asks}), "message 3: leaves a tool call open");
  EXPECT_EQ(problem({user, asks, user}), "message 4: comes while a tool call is open");
  EXPECT_EQ(problem({user, closes}), "message 3: answers no open tool call");
  EXPECT_EQ(problem({user, asks, closes, closes}), "message 5: answers no open tool call");
}

}  // namespace
}  // namespace attendant::brain
