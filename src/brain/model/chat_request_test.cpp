#include "brain/model/chat_request.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace attendant::brain {
namespace {

namespace json = boost::json;

ChatRequest a_request() {
  return {.messages = {{.role = ChatRole::system, .text = "Be brief."},
                       {.role = ChatRole::user, .text = "My claim?"},
                       {.role = ChatRole::assistant,
                        .tool_calls = {{.id = "t1", .name = "claim", .arguments = "{}"}}},
                       {.role = ChatRole::tool, .text = R"({"status":"paid"})", .tool_call_id = "t1"}},
          .tools = {{.name = "claim", .description = "Looks a claim up", .parameters = {{"type", "object"}}}},
          .parallel_tools = false,
          .max_tokens = 300,
          .temperature = 0.25};
}

json::value written(const ChatRequest& request, const ChatDialect& dialect) {
  return json::parse(write_chat_request(request, dialect));
}

TEST(ChatRequest, IsWrittenInTheDialectOfTheVendor) {
  EXPECT_EQ(written(a_request(), {.model = "gpt-4o"}), json::parse(R"({
    "model": "gpt-4o",
    "tools": [{"type": "function", "function": {"name": "claim", "description": "Looks a claim up",
                                                "parameters": {"type": "object"}}}],
    "parallel_tool_calls": false,
    "messages": [
      {"role": "system", "content": "Be brief."},
      {"role": "user", "content": "My claim?"},
      {"role": "assistant", "content": null,
       "tool_calls": [{"id": "t1", "type": "function", "function": {"name": "claim", "arguments": "{}"}}]},
      {"role": "tool", "tool_call_id": "t1", "content": "{\"status\":\"paid\"}"}],
    "max_completion_tokens": 300, "temperature": 0.25,
    "stream": true, "stream_options": {"include_usage": true}})"));
}

TEST(ChatRequest, LeavesOutWhatTheServerWouldRefuse) {
  const auto reasoning = written(a_request(), {.model = "o3", .reasoning = true}).as_object();
  EXPECT_FALSE(reasoning.contains("temperature"));
  EXPECT_FALSE(reasoning.contains("parallel_tool_calls"));
  EXPECT_EQ(reasoning.at("messages").at(0).at("role"), "developer");

  const auto old =
      written(a_request(), {.model = "m", .old_max_tokens = true, .stream_options = false}).as_object();
  EXPECT_EQ(old.at("max_tokens"), 300);
  EXPECT_FALSE(old.contains("max_completion_tokens"));
  EXPECT_FALSE(old.contains("stream_options"));

  ChatRequest plain = a_request();
  plain.tools.clear();
  plain.max_tokens = 0;
  const auto without = written(plain, {.model = "m"}).as_object();
  EXPECT_FALSE(without.contains("parallel_tool_calls"));
  EXPECT_FALSE(without.contains("max_completion_tokens"));
  EXPECT_FALSE(written(plain, {.vendor = ChatVendor::azure, .model = "d"}).as_object().contains("model"));
}

TEST(ChatRequest, GoesToThePathOfTheVendor) {
  EXPECT_EQ(chat_path({.model = "m"}), "/v1/chat/completions");
  EXPECT_EQ(chat_path({.vendor = ChatVendor::azure, .model = "my gpt/4", .api_version = "2024-10-21"}),
            "/openai/deployments/my%20gpt%2F4/chat/completions?api-version=2024-10-21");
  EXPECT_EQ(chat_path({.vendor = ChatVendor::azure_v1, .model = "m"}), "/openai/v1/chat/completions");
  EXPECT_EQ(credential_header({}, "k").second, "Bearer k");
  EXPECT_EQ(credential_header({.bearer = false}, "k").first, "api-key");
}

TEST(ChatRequest, TheSameRequestIsTheSameBytes) {
  EXPECT_EQ(write_chat_request(a_request(), {.model = "m"}), write_chat_request(a_request(), {.model = "m"}));
}

TEST(ChatRequest, ItsTokensAreEstimatedFromAllThatIsSent) {
  ChatRequest request;
  request.messages.push_back({.role = ChatRole::user, .text = std::string(400, 'a')});
  EXPECT_EQ(estimated_prompt_tokens(request), 104);
  request.tools = a_request().tools;
  EXPECT_GT(estimated_prompt_tokens(request), 104);
}

}  // namespace
}  // namespace attendant::brain
