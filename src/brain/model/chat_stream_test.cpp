#include "brain/model/chat_stream.hpp"

#include <initializer_list>

#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

using Items = std::vector<ChatItem>;

Items read_all(std::initializer_list<const char*> chunks, bool close = true) {
  ChatStream stream;
  Items items;
  const auto keep = [&](Items some) { items.insert(items.end(), some.begin(), some.end()); };
  for (const char* chunk : chunks) keep(stream.read(chunk));
  if (close) keep(stream.close());
  return items;
}

FaultKind fault_of(const Items& items) {
  EXPECT_FALSE(items.empty());
  EXPECT_TRUE(std::holds_alternative<AttemptFault>(items.back()));
  return std::get<AttemptFault>(items.back()).kind;
}

constexpr auto* kRole =
    R"({"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]})";
constexpr auto* kHello = R"({"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]})";
constexpr auto* kStop = R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})";

TEST(ChatStream, ReadsAnOrdinaryAnswer) {
  EXPECT_EQ(
      read_all({kRole, kHello, kStop,
                R"({"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,
                          "prompt_tokens_details":{"cached_tokens":8}}})",
                "[DONE]"}),
      (Items{TextDelta{"Hello"}, AnswerEnd{.reason = FinishReason::stop,
                                           .usage = TokenUsage{.prompt = 9, .cached = 8, .completion = 2}}}));
}

TEST(ChatStream, ReadsAzuresFilterChunksAsNothing) {
  EXPECT_EQ(
      read_all(
          {R"({"choices":[],"prompt_filter_results":[{"prompt_index":0,"content_filter_results":{}}]})",
           kRole, kHello,
           R"({"choices":[{"index":0,"finish_reason":null,"content_filter_results":{"hate":{"filtered":false}},
                    "content_filter_offsets":{"check_offset":0}}]})",
           R"({"choices":[{"index":0,"delta":null,"finish_reason":null}]})", kStop, "[DONE]"}),
      (Items{TextDelta{"Hello"}, AnswerEnd{}}));
}

TEST(ChatStream, AFilterThatCutsTheAnswerIsItsEnd) {
  EXPECT_EQ(read_all({kHello, R"({"choices":[{"index":0,"delta":{},"finish_reason":"content_filter"}]})",
                      "[DONE]"}),
            (Items{TextDelta{"Hello"}, AnswerEnd{.reason = FinishReason::content_filter}}));
}

TEST(ChatStream, JoinsNothingButKeepsToolCallsApartByTheirIndex) {
  EXPECT_EQ(
      read_all(
          {R"({"choices":[{"delta":{"tool_calls":[{"index":0,"id":"t1","type":"function",
                    "function":{"name":"claim","arguments":""}}]}}]})",
           R"({"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"id\""}}]}}]})",
           R"({"choices":[{"delta":{"tool_calls":[{"index":1,"id":"t2","function":{"name":"bill","arguments":"{}"}},
                    {"index":0,"function":{"arguments":":1}"}}]}}]})",
           R"({"choices":[{"delta":{},"finish_reason":"tool_calls"}]})", "[DONE]"}),
      (Items{ToolCallDelta{.index = 0, .id = "t1", .name = "claim"},
             ToolCallDelta{.index = 0, .arguments = "{\"id\""},
             ToolCallDelta{.index = 1, .id = "t2", .name = "bill", .arguments = "{}"},
             ToolCallDelta{.index = 0, .arguments = ":1}"}, AnswerEnd{.reason = FinishReason::tool_calls}}));
}

TEST(ChatStream, TellsCallsApartWhoseServerNumbersThemAllAlike) {
  EXPECT_EQ(
      read_all(
          {R"({"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":{"x":1}}}]}}]})",
           R"({"choices":[{"delta":{"tool_calls":[{"id":"b","function":{"name":"g","arguments":"{"}}]}}]})",
           R"({"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"}"}}]}}]})", kStop}),
      (Items{ToolCallDelta{.index = 0, .id = "a", .name = "f", .arguments = "{\"x\":1}"},
             ToolCallDelta{.index = 1, .id = "b", .name = "g", .arguments = "{"},
             ToolCallDelta{.index = 1, .arguments = "}"}, AnswerEnd{.reason = FinishReason::tool_calls}}));
}

TEST(ChatStream, TheEndIsToldAsSoonAsItIsWhole) {
  EXPECT_EQ(
      read_all({kHello, kStop, R"({"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1}})"}, false)
          .size(),
      2U);
  EXPECT_EQ(read_all({kHello, kStop}, false).size(), 1U);
  EXPECT_EQ(read_all({kHello, kStop, "[DONE]", kHello, "[DONE]"}).size(), 2U);
}

TEST(ChatStream, UsageInEveryChunkIsTheLastOne) {
  const auto items = read_all(
      {R"({"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":5,"completion_tokens":1}})",
       R"({"choices":[{"delta":{"content":"b"},"finish_reason":"stop"}],
                                   "usage":{"prompt_tokens":5,"completion_tokens":2}})"},
      false);
  EXPECT_EQ(std::get<AnswerEnd>(items.back()).usage->completion, 2);
}

TEST(ChatStream, AStreamThatClosesBeforeAReasonWasCut) {
  EXPECT_EQ(fault_of(read_all({kRole, kHello})), FaultKind::cut);
  EXPECT_EQ(fault_of(read_all({})), FaultKind::cut);
}

TEST(ChatStream, OnlyDoneIsMissingOrOnlyTheReason) {
  EXPECT_EQ(read_all({kHello, kStop}), (Items{TextDelta{"Hello"}, AnswerEnd{}}));
  EXPECT_EQ(read_all({kHello, "[DONE]"}), (Items{TextDelta{"Hello"}, AnswerEnd{}}));
}

TEST(ChatStream, AnEndWithoutAWordIsAFault) {
  EXPECT_EQ(fault_of(read_all({kRole, kStop, "[DONE]"})), FaultKind::empty);
  EXPECT_EQ(fault_of(read_all({"[DONE]"})), FaultKind::empty);
}

TEST(ChatStream, OneBadChunkIsSkippedTheSecondIsAFault) {
  EXPECT_EQ(read_all({kHello, R"({"choices":[{"de)", kStop}), (Items{TextDelta{"Hello"}, AnswerEnd{}}));
  EXPECT_EQ(fault_of(read_all({kHello, "{", "]", kStop})), FaultKind::malformed);
  for (const char* bad : {"[]", R"({"choices":{}})", R"({"choices":[{"delta":[]}]})",
                          R"({"choices":[{"delta":{"content":[1]}}]})",
                          R"({"choices":[{"delta":{"tool_calls":[{"index":-1,"id":"a"}]}}]})"})
    EXPECT_EQ(fault_of(read_all({bad, bad})), FaultKind::malformed) << bad;
}

TEST(ChatStream, AnErrorInsideTheStreamEndsItByItsKind) {
  const std::initializer_list<std::pair<const char*, FaultKind>> cases = {
      {R"({"error":{"message":"x","type":"server_error","code":null}})", FaultKind::overloaded},
      {R"({"error":{"message":"x","code":"rate_limit_exceeded"}})", FaultKind::throttled},
      {R"({"error":{"message":"x","code":429}})", FaultKind::throttled},
      {R"({"error":{"message":"x","code":"content_filter"}})", FaultKind::filtered},
      {R"({"error":{"message":"x","type":"invalid_request_error","code":"context_length_exceeded"}})",
       FaultKind::bad_request},
      {R"({"error":"overloaded"})", FaultKind::overloaded},
  };
  for (const auto& [chunk, kind] : cases)
    EXPECT_EQ(fault_of(read_all({kHello, chunk, kStop})), kind) << chunk;
}

TEST(ChatStream, ARefusalIsTextOfItsOwnKind) {
  EXPECT_EQ(read_all({R"({"choices":[{"delta":{"content":null,"refusal":"No."}}]})", kStop}),
            (Items{RefusalDelta{"No."}, AnswerEnd{}}));
}

TEST(ChatStream, OtherChoicesThanTheFirstAreNotOurs) {
  EXPECT_EQ(read_all({kHello, R"({"choices":[{"index":1,"delta":{"content":"Bonjour"}}]})", kStop}),
            (Items{TextDelta{"Hello"}, AnswerEnd{}}));
}

}  // namespace
}  // namespace attendant::brain
