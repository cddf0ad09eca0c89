#include "brain/model/responses_stream.hpp"

#include <initializer_list>

#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

using Items = std::vector<ChatItem>;

Items read_all(std::initializer_list<const char*> events) {
  ResponsesStream stream;
  Items items;
  const auto keep = [&](Items some) { items.insert(items.end(), some.begin(), some.end()); };
  for (const char* event : events) keep(stream.read(event));
  keep(stream.close());
  return items;
}

FaultKind fault_of(const Items& items) {
  EXPECT_FALSE(items.empty());
  EXPECT_TRUE(std::holds_alternative<AttemptFault>(items.back()));
  return std::get<AttemptFault>(items.back()).kind;
}

constexpr auto* kCreated =
    R"({"type":"response.created","sequence_number":0,"response":{"id":"resp_1","status":"in_progress"}})";
constexpr auto* kHello =
    R"({"type":"response.output_text.delta","item_id":"m1","output_index":0,"content_index":0,"delta":"Hello"})";
constexpr auto* kHelloWhole =
    R"({"type":"response.output_text.done","item_id":"m1","output_index":0,"content_index":0,"text":"Hello"})";
constexpr auto* kCompleted =
    R"({"type":"response.completed","response":{"id":"resp_1","status":"completed"}})";
constexpr auto* kCall =
    R"({"type":"response.output_item.added","output_index":1,"item":
        {"type":"function_call","id":"fc_1","call_id":"call_1","name":"claim","arguments":""}})";

TEST(ResponsesStream, ReadsAnOrdinaryAnswerWithItsUsage) {
  EXPECT_EQ(
      read_all(
          {kCreated, R"({"type":"response.in_progress","response":{"id":"resp_1"}})",
           R"({"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":"m1"}})",
           R"({"type":"response.content_part.added","output_index":0,"part":{"type":"output_text"}})", kHello,
           kHelloWhole, R"({"type":"response.content_part.done","output_index":0})",
           R"({"type":"response.output_item.done","output_index":0,"item":{"type":"message"}})",
           R"({"type":"response.completed","response":{"usage":{"input_tokens":9,
                    "input_tokens_details":{"cached_tokens":8},"output_tokens":2,"total_tokens":11}}})"}),
      (Items{TextDelta{"Hello"}, AnswerEnd{.reason = FinishReason::stop,
                                           .usage = TokenUsage{.prompt = 9, .cached = 8, .completion = 2}}}));
}

TEST(ResponsesStream, NumbersToolCallsWithoutGapsWhateverElseIsInTheOutput) {
  EXPECT_EQ(
      read_all(
          {R"({"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"r"}})",
           kCall, R"({"type":"response.function_call_arguments.delta","output_index":1,"delta":"{\"id\""})",
           R"({"type":"response.output_item.added","output_index":3,"item":
               {"type":"function_call","call_id":"call_2","name":"bill","arguments":"{}"}})",
           R"({"type":"response.function_call_arguments.delta","output_index":1,"delta":":1}"})",
           R"({"type":"response.function_call_arguments.done","output_index":1,"arguments":"{\"id\":1}"})",
           R"({"type":"response.output_item.done","output_index":1,"item":
               {"type":"function_call","call_id":"call_1","name":"claim","arguments":"{\"id\":1}"}})",
           kCompleted}),
      (Items{ToolCallDelta{.index = 0, .id = "call_1", .name = "claim"},
             ToolCallDelta{.index = 0, .arguments = "{\"id\""},
             ToolCallDelta{.index = 1, .id = "call_2", .name = "bill", .arguments = "{}"},
             ToolCallDelta{.index = 0, .arguments = ":1}"}, AnswerEnd{.reason = FinishReason::tool_calls}}));
}

TEST(ResponsesStream, WhatComesOnlyWholeIsToldWhole) {
  EXPECT_EQ(read_all({kHelloWhole, kCompleted}), (Items{TextDelta{"Hello"}, AnswerEnd{}}));
  EXPECT_EQ(
      read_all({kCall,
                R"({"type":"response.function_call_arguments.done","output_index":1,"arguments":"{}"})",
                kCompleted}),
      (Items{ToolCallDelta{.index = 0, .id = "call_1", .name = "claim"},
             ToolCallDelta{.index = 0, .arguments = "{}"}, AnswerEnd{.reason = FinishReason::tool_calls}}));
  EXPECT_EQ(read_all({R"({"type":"response.output_item.done","output_index":0,"item":
                    {"type":"function_call","call_id":"c","name":"f","arguments":"{}"}})",
                      kCompleted}),
            (Items{ToolCallDelta{.index = 0, .id = "c", .name = "f", .arguments = "{}"},
                   AnswerEnd{.reason = FinishReason::tool_calls}}));
}

TEST(ResponsesStream, ARefusalIsTextOfItsOwnKind) {
  EXPECT_EQ(
      read_all({R"({"type":"response.refusal.delta","output_index":0,"content_index":0,"delta":"No."})",
                R"({"type":"response.refusal.done","output_index":0,"content_index":0,"refusal":"No."})",
                kCompleted}),
      (Items{RefusalDelta{"No."}, AnswerEnd{}}));
}

TEST(ResponsesStream, AnIncompleteAnswerSaysWhy) {
  EXPECT_EQ(read_all({kHello, R"({"type":"response.incomplete","response":
                                  {"incomplete_details":{"reason":"max_output_tokens"}}})"}),
            (Items{TextDelta{"Hello"}, AnswerEnd{.reason = FinishReason::length}}));
  EXPECT_EQ(read_all({R"({"type":"response.incomplete","response":
                          {"incomplete_details":{"reason":"content_filter"}}})"}),
            (Items{AnswerEnd{.reason = FinishReason::content_filter}}));
}

TEST(ResponsesStream, AFailureEndsItByItsKind) {
  const std::initializer_list<std::pair<const char*, FaultKind>> cases = {
      {R"({"type":"response.failed","response":{"error":{"code":"server_error","message":"x"}}})",
       FaultKind::overloaded},
      {R"({"type":"response.failed","response":{"error":{"code":"rate_limit_exceeded","message":"x"}}})",
       FaultKind::throttled},
      {R"({"type":"error","code":"rate_limit_exceeded","message":"x","param":null})", FaultKind::throttled},
      {R"({"type":"error","error":{"type":"invalid_request_error","code":"context_length_exceeded"}})",
       FaultKind::bad_request},
      {R"({"error":{"message":"x","code":429}})", FaultKind::throttled},
      {R"({"type":"response.cancelled"})", FaultKind::cut},
  };
  for (const auto& [event, kind] : cases)
    EXPECT_EQ(fault_of(read_all({kHello, event, kCompleted})), kind) << event;
}

TEST(ResponsesStream, AStreamThatClosesBeforeItsEndWasCutAlsoAfterDone) {
  EXPECT_EQ(fault_of(read_all({kCreated, kHello})), FaultKind::cut);
  EXPECT_EQ(fault_of(read_all({kHello, "[DONE]"})), FaultKind::cut);
  EXPECT_EQ(read_all({kHello, kCompleted, "[DONE]"}).size(), 2U);
}

TEST(ResponsesStream, AnEndWithoutAWordIsAFault) {
  EXPECT_EQ(fault_of(read_all({kCreated, kCompleted})), FaultKind::empty);
}

TEST(ResponsesStream, EventsOfLaterModelsAreIgnored) {
  EXPECT_EQ(read_all({R"({"type":"response.reasoning_summary_text.delta","delta":"hm"})",
                      R"({"type":"response.mind_reading.done","thought":{}})", kHello, kCompleted}),
            (Items{TextDelta{"Hello"}, AnswerEnd{}}));
}

TEST(ResponsesStream, OneBadEventIsSkippedTheSecondIsAFault) {
  EXPECT_EQ(read_all({kHello, R"({"type":"resp)", kCompleted}), (Items{TextDelta{"Hello"}, AnswerEnd{}}));
  for (const char* bad :
       {"[]", "{}", R"({"type":"response.output_text.delta","delta":1})",
        R"({"type":"response.output_item.added","item":[]})",
        R"({"type":"response.function_call_arguments.delta","output_index":9,"delta":"{"})"})
    EXPECT_EQ(fault_of(read_all({bad, bad})), FaultKind::malformed) << bad;
}

}  // namespace
}  // namespace attendant::brain
