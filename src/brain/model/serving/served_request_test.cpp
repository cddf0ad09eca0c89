#include "brain/model/serving/served_request.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

namespace json = boost::json;

TEST(ServedRequest, ReadsAChatCompletion) {
  const auto served = read_chat_completion(R"({
    "model": "main", "stream": true, "stream_options": {"include_usage": true},
    "messages": [
      {"role": "developer", "content": [{"type": "text", "text": "Be "}, {"type": "text", "text": "brief."}]},
      {"role": "user", "content": "My claim?"},
      {"role": "assistant", "content": null, "tool_calls": [
        {"id": "t1", "type": "function", "function": {"name": "claim", "arguments": "{}"}}]},
      {"role": "tool", "tool_call_id": "t1", "content": "paid"}],
    "tools": [{"type": "function", "function": {"name": "claim", "description": "d",
                                                "parameters": {"type": "object"}}}],
    "tool_choice": {"type": "function", "function": {"name": "claim"}},
    "parallel_tool_calls": false, "max_completion_tokens": 50, "temperature": 0.5, "user": "u",
    "top_p": 0.9, "store": true, "n": 1})");
  ASSERT_TRUE(served) << served.error().message;
  EXPECT_EQ(served->model, "main");
  EXPECT_TRUE(served->stream);
  EXPECT_TRUE(served->include_usage);
  const ChatRequest& request = served->request;
  ASSERT_EQ(request.messages.size(), 4U);
  EXPECT_EQ(request.messages[0].role, ChatRole::system);
  EXPECT_EQ(request.messages[0].text, "Be brief.");
  EXPECT_EQ(request.messages[2].tool_calls.at(0), (ToolCall{"t1", "claim", "{}"}));
  EXPECT_EQ(request.messages[3].tool_call_id, "t1");
  EXPECT_EQ(request.tools.at(0).name, "claim");
  EXPECT_EQ(request.only_tool, "claim");
  EXPECT_FALSE(request.parallel_tools);
  EXPECT_EQ(request.max_tokens, 50);
  EXPECT_EQ(request.temperature, 0.5);
  EXPECT_EQ(request.parameters, json::object({{"top_p", 0.9}}));
}

TEST(ServedRequest, ReadsAResponsesRequestAsTheSameMessages) {
  const auto served = read_response_request(R"({
    "model": "main", "instructions": "Be brief.", "store": false,
    "input": [
      {"role": "user", "content": [{"type": "input_text", "text": "My claim?"}]},
      {"type": "reasoning", "id": "r1", "summary": []},
      {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "One moment."}]},
      {"type": "function_call", "call_id": "t1", "name": "claim", "arguments": "{}"},
      {"type": "function_call_output", "call_id": "t1", "output": "paid"}],
    "tools": [{"type": "function", "name": "claim", "parameters": {"type": "object"}, "strict": true}],
    "tool_choice": "required", "max_output_tokens": 50, "reasoning": {"effort": "low"},
    "text": {"format": {"type": "json_schema", "name": "n", "schema": {}}}})");
  ASSERT_TRUE(served) << served.error().message;
  EXPECT_FALSE(served->stream);
  const ChatRequest& request = served->request;
  ASSERT_EQ(request.messages.size(), 4U);
  EXPECT_EQ(request.messages[0].text, "Be brief.");
  EXPECT_EQ(request.messages[2].text, "One moment.");
  EXPECT_EQ(request.messages[2].tool_calls.at(0).name, "claim");
  EXPECT_EQ(request.messages[3].role, ChatRole::tool);
  EXPECT_EQ(request.tool_use, ToolUse::required);
  EXPECT_EQ(request.parameters, json::parse(R"({"reasoning_effort": "low", "response_format":
      {"type": "json_schema", "json_schema": {"name": "n", "schema": {}}}})"));
  EXPECT_EQ(read_response_request(R"({"model":"m","input":"Hi"})")->request.messages.at(0).text, "Hi");
}

TEST(ServedRequest, NamesThePlaceOfWhatItDoesNotServe) {
  const auto complaint = [](const char* body) {
    const auto served = read_chat_completion(body);
    return served ? std::string() : served.error().message;
  };
  EXPECT_EQ(complaint("{"), "body: is no JSON");
  EXPECT_EQ(complaint("[]"), "body: expects an object");
  EXPECT_EQ(complaint(R"({"messages":[]})"), "messages: expects at least one message");
  EXPECT_EQ(complaint(R"({"messages":[{"role":"user","content":[{"type":"image_url"}]}]})"),
            "messages[0].content[0]: only parts of text are served here");
  EXPECT_EQ(complaint(R"({"messages":[{"role":"king"}]})"),
            "messages[0]: role: expects system, developer, user, assistant or tool");
  EXPECT_EQ(complaint(R"({"messages":[{"role":"user","content":"a"}],"n":2})"),
            "n: one answer is served for a request");
  EXPECT_EQ(complaint(R"({"messages":[{"role":"user","content":"a"}],"max_tokens":-1})"),
            "max_tokens: expects a whole number from 1");
  EXPECT_EQ(complaint(R"({"messages":[{"role":"user","content":"a"}],"tools":[{"type":"web_search"}]})"),
            "tools[0]: only functions are served here");
  for (const char* body : {R"({"input":"a","previous_response_id":"r"})", R"({"input":[]})", "{}",
                           R"({"input":"a","background":true})", R"({"input":[{"type":"item_reference"}]})",
                           R"({"input":"a","tools":[{"type":"mcp"}]})"})
    EXPECT_EQ(read_response_request(body).error().code, ErrorCode::invalid) << body;
}

}  // namespace
}  // namespace attendant::brain
