#include "brain/model/responses_request.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "brain/model/model_wire.hpp"

namespace attendant::brain {
namespace {

namespace json = boost::json;

ChatRequest a_request() {
  return {.messages = {{.role = ChatRole::system, .text = "Be brief."},
                       {.role = ChatRole::user, .text = "My claim?"},
                       {.role = ChatRole::assistant,
                        .text = "One moment.",
                        .tool_calls = {{.id = "t1", .name = "claim", .arguments = "{}"}}},
                       {.role = ChatRole::tool, .text = R"({"status":"paid"})", .tool_call_id = "t1"}},
          .tools = {{.name = "claim", .description = "Looks a claim up", .parameters = {{"type", "object"}}}},
          .parallel_tools = false,
          .max_tokens = 300,
          .temperature = 0.25};
}

TEST(ResponsesRequest, WritesMessagesAndCallsAsItems) {
  EXPECT_EQ(json::parse(write_responses_request(a_request(), {.model = "gpt-4o"})), json::parse(R"({
    "model": "gpt-4o",
    "tools": [{"type": "function", "name": "claim", "description": "Looks a claim up",
               "parameters": {"type": "object"}, "strict": false}],
    "parallel_tool_calls": false,
    "input": [
      {"role": "system", "content": "Be brief."},
      {"role": "user", "content": "My claim?"},
      {"role": "assistant", "content": "One moment."},
      {"type": "function_call", "call_id": "t1", "name": "claim", "arguments": "{}"},
      {"type": "function_call_output", "call_id": "t1", "output": "{\"status\":\"paid\"}"}],
    "max_output_tokens": 300, "temperature": 0.25, "store": false, "stream": true})"));
}

TEST(ResponsesRequest, LeavesOutWhatTheServerWouldRefuse) {
  const auto reasoning =
      json::parse(write_responses_request(a_request(), {.model = "o3", .reasoning = true})).as_object();
  EXPECT_FALSE(reasoning.contains("temperature"));
  EXPECT_FALSE(reasoning.contains("parallel_tool_calls"));
  EXPECT_EQ(reasoning.at("input").at(0).at("role"), "developer");
  ChatRequest short_answer = a_request();
  short_answer.max_tokens = 5;
  EXPECT_EQ(json::parse(write_responses_request(short_answer, {})).at("max_output_tokens"), 16);
}

TEST(ResponsesRequest, ParametersOfAProgramAreWrittenAsEachApiNamesThem) {
  ChatRequest request = a_request();
  request.only_tool = "claim";
  request.parameters = json::parse(R"({"top_p": 0.5, "stop": ["x"], "response_format": {
      "type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object"}}}})")
                           .as_object();
  const auto chat = json::parse(write_chat_request(request, {})).as_object();
  EXPECT_EQ(chat.at("tool_choice"), json::parse(R"({"type":"function","function":{"name":"claim"}})"));
  EXPECT_EQ(chat.at("stop"), json::parse(R"(["x"])"));
  const auto responses = json::parse(write_responses_request(request, {})).as_object();
  EXPECT_EQ(responses.at("tool_choice"), json::parse(R"({"type":"function","name":"claim"})"));
  EXPECT_EQ(responses.at("top_p"), 0.5);
  EXPECT_FALSE(responses.contains("stop"));
  EXPECT_EQ(responses.at("text"),
            json::parse(R"({"format":{"type":"json_schema","name":"n","schema":{"type":"object"}}})"));
  request.only_tool.clear();
  request.tool_use = ToolUse::required;
  EXPECT_EQ(json::parse(write_chat_request(request, {})).at("tool_choice"), "required");
}

TEST(ResponsesRequest, GoesToThePathOfTheVendor) {
  EXPECT_EQ(responses_path({.model = "m"}), "/v1/responses");
  EXPECT_EQ(responses_path({.vendor = ChatVendor::azure, .model = "d", .api_version = "2025-04-01-preview"}),
            "/openai/responses?api-version=2025-04-01-preview");
  EXPECT_EQ(responses_path({.vendor = ChatVendor::azure_v1, .model = "m"}), "/openai/v1/responses");
}

TEST(ModelWire, IsWrittenAndReadByTheApiOfTheDialect) {
  const ModelWire responses = model_wire(a_request(), {.api = ModelApi::responses, .model = "m"}, "k");
  EXPECT_EQ(responses.path, "/v1/responses");
  EXPECT_EQ(responses.reader->read(R"({"type":"response.output_text.delta","delta":"Hi"})"),
            std::vector<ChatItem>{TextDelta{"Hi"}});
  const ModelWire chat = model_wire(a_request(), {.vendor = ChatVendor::azure_v1, .bearer = false}, "k");
  EXPECT_EQ(chat.path, "/openai/v1/chat/completions");
  EXPECT_EQ(chat.headers.back(), (std::pair<std::string, std::string>("api-key", "k")));
  EXPECT_EQ(chat.reader->read(R"({"choices":[{"delta":{"content":"Hi"}}]})"),
            std::vector<ChatItem>{TextDelta{"Hi"}});
  EXPECT_EQ(model_wire(a_request(), {}, "").headers.size(), 2U);
}

}  // namespace
}  // namespace attendant::brain
