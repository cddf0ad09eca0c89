// What we write is read by our own readers, too; the official clients read it in tests/models.
#include "brain/model/serving/answer_writer.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "brain/model/chat_stream.hpp"
#include "brain/model/responses_stream.hpp"
#include "net/sse_reader.hpp"

namespace attendant::brain {
namespace {

namespace json = boost::json;
using Items = std::vector<ChatItem>;

const AnswerHead kHead{.id = "1", .created = 1700000000};
const ServedRequest kAsked{.model = "main", .stream = true, .include_usage = true};
const TokenUsage kUsage{.prompt = 9, .cached = 8, .completion = 2};
const std::vector<AnswerDelta> kDeltas = {
    TextDelta{"One "}, TextDelta{"moment."}, ToolCallDelta{.index = 0, .id = "t1", .name = "claim"},
    ToolCallDelta{.index = 0, .arguments = "{\"id\":1}"},
    ToolCallDelta{.index = 1, .id = "t2", .name = "bill", .arguments = "{}"}};

std::string written(AnswerWriter& writer, const AnswerEnd& end) {
  std::string stream = writer.begin();
  for (const AnswerDelta& delta : kDeltas) stream += writer.delta(delta);
  return stream + writer.end(end);
}

std::vector<json::object> events_of(const std::string& stream) {
  std::vector<json::object> events;
  const std::vector<net::SseEvent> read = *net::SseReader().read(stream);
  for (const net::SseEvent& event : read)
    if (event.data != "[DONE]") events.push_back(json::parse(event.data).as_object());
  return events;
}

Items read_back(AnswerStream& reader, const std::string& stream) {
  Items items;
  const std::vector<net::SseEvent> events = *net::SseReader().read(stream);
  for (const net::SseEvent& event : events) {
    const Items some = reader.read(event.data);
    items.insert(items.end(), some.begin(), some.end());
  }
  const Items last = reader.close();
  items.insert(items.end(), last.begin(), last.end());
  return items;
}

// The wire of Responses gives a call's name and its arguments in two events.
std::string told(const Items& items) {
  std::string text;
  for (const ChatItem& item : items) {
    if (const auto* delta = std::get_if<TextDelta>(&item)) text += delta->text;
    if (const auto* piece = std::get_if<ToolCallDelta>(&item))
      text += "|" + std::to_string(piece->index) + piece->id + piece->name + piece->arguments;
    if (const auto* end = std::get_if<AnswerEnd>(&item)) text += "." + std::string(to_string(end->reason));
  }
  return text;
}

TEST(ChatAnswerWriter, WritesAStreamThatReadsBack) {
  const auto writer = chat_answer_writer(kHead, kAsked);
  const std::string stream = written(*writer, {.reason = FinishReason::tool_calls, .usage = kUsage});
  ChatStream reader;
  const Items items = read_back(reader, stream);
  EXPECT_EQ(told(items), "One moment.|0t1claim|0{\"id\":1}|1t2bill{}.tool_calls");
  EXPECT_EQ(std::get<AnswerEnd>(items.back()).usage, kUsage);
  EXPECT_TRUE(stream.ends_with("data: [DONE]\n\n"));
  const json::object first = events_of(stream).front();
  EXPECT_EQ(first.at("object"), "chat.completion.chunk");
  EXPECT_EQ(first.at("model"), "main");
  EXPECT_EQ(first.at("choices").at(0).at("delta"), json::parse(R"({"role":"assistant","content":""})"));
}

TEST(ChatAnswerWriter, WritesAWholeAnswerAndForgetsWhatWasTakenBack) {
  const auto writer = chat_answer_writer(kHead, kAsked);
  writer->delta(TextDelta{"void"});
  writer->restart();
  for (const AnswerDelta& delta : kDeltas) writer->delta(delta);
  const json::value whole = json::parse(writer->whole({.reason = FinishReason::tool_calls, .usage = kUsage}));
  EXPECT_EQ(whole.at("choices").at(0).at("message").at("content"), "One moment.");
  EXPECT_EQ(whole.at("choices").at(0).at("message").at("tool_calls").at(1).at("function").at("name"), "bill");
  EXPECT_EQ(whole.at("choices").at(0).at("finish_reason"), "tool_calls");
  EXPECT_EQ(whole.at("usage").at("total_tokens"), 11);
}

TEST(ChatAnswerWriter, AFailureIsAnErrorObjectWithoutDone) {
  const auto writer = chat_answer_writer(kHead, kAsked);
  const std::string events = writer->fail({.code = ErrorCode::timed_out, .message = "late"});
  EXPECT_EQ(events_of(events).at(0).at("error").at("message"), "late");
  EXPECT_EQ(events.find("[DONE]"), std::string::npos);
}

TEST(ResponsesAnswerWriter, WritesAStreamThatReadsBack) {
  const auto writer = responses_answer_writer(kHead, kAsked);
  const std::string stream = written(*writer, {.reason = FinishReason::tool_calls, .usage = kUsage});
  ResponsesStream reader;
  const Items items = read_back(reader, stream);
  EXPECT_EQ(told(items), "One moment.|0t1claim|0{\"id\":1}|1t2bill|1{}.tool_calls");
  EXPECT_EQ(std::get<AnswerEnd>(items.back()).usage, kUsage);
  std::int64_t number = 0;
  for (const json::object& event : events_of(stream)) EXPECT_EQ(event.at("sequence_number"), number++);
  const json::object last = events_of(stream).back();
  EXPECT_EQ(last.at("type"), "response.completed");
  const json::value& output = last.at("response").at("output");
  EXPECT_EQ(output.at(0).at("content").at(0).at("text"), "One moment.");
  EXPECT_EQ(output.at(1).at("arguments"), "{\"id\":1}");
  EXPECT_EQ(output.at(2).at("call_id"), "t2");
}

TEST(ResponsesAnswerWriter, ClosesEachItemWithWhatItHolds) {
  const auto writer = responses_answer_writer(kHead, kAsked);
  std::vector<std::string> types;
  for (const json::object& event : events_of(written(*writer, {})))
    types.emplace_back(std::string_view(event.at("type").as_string()));
  EXPECT_EQ(types,
            (std::vector<std::string>{
                "response.created", "response.in_progress", "response.output_item.added",
                "response.content_part.added", "response.output_text.delta", "response.output_text.delta",
                "response.output_item.added", "response.function_call_arguments.delta",
                "response.output_item.added", "response.function_call_arguments.delta",
                "response.output_text.done", "response.content_part.done", "response.output_item.done",
                "response.function_call_arguments.done", "response.output_item.done",
                "response.function_call_arguments.done", "response.output_item.done", "response.completed"}));
}

TEST(ResponsesAnswerWriter, SaysWhyAnAnswerIsNotWhole) {
  const auto writer = responses_answer_writer(kHead, kAsked);
  writer->delta(RefusalDelta{"No."});
  const json::object cut = events_of(writer->end({.reason = FinishReason::length})).back();
  EXPECT_EQ(cut.at("type"), "response.incomplete");
  EXPECT_EQ(cut.at("response").at("incomplete_details").at("reason"), "max_output_tokens");
  EXPECT_EQ(cut.at("response").at("output").at(0).at("content").at(0).at("refusal"), "No.");
  const json::object failed =
      events_of(writer->fail({.code = ErrorCode::unavailable, .message = "down"})).back();
  EXPECT_EQ(failed.at("type"), "response.failed");
  EXPECT_EQ(failed.at("response").at("error").at("message"), "down");
}

}  // namespace
}  // namespace attendant::brain
