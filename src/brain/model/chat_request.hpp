// A request to a language model, and how the dialects of Chat Completions write it. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

namespace attendant::brain {

enum class ChatRole { system, user, assistant, tool };

struct ToolCall {
  std::string id;
  std::string name;
  std::string arguments;  // JSON text, as the model wrote it

  bool operator==(const ToolCall&) const = default;
};

struct ChatMessage {
  ChatRole role = ChatRole::user;
  std::string text;
  std::vector<ToolCall> tool_calls;  // of an assistant
  std::string tool_call_id;          // of a tool: the call that `text` answers
};

struct ToolDefinition {
  std::string name;
  std::string description;
  boost::json::object parameters;  // JSON Schema
};

enum class ToolUse { automatic, none, required };

struct ChatRequest {
  std::vector<ChatMessage> messages;
  std::vector<ToolDefinition> tools;
  ToolUse tool_use = ToolUse::automatic;
  std::string only_tool;  // the one that must be used; empty: as tool_use says
  bool parallel_tools = true;
  int max_tokens = 0;  // of the answer; 0 = the model's own limit
  std::optional<double> temperature;
  // Further parameters of a program that asks through us, as Chat Completions names them: "top_p", "stop",
  // "response_format" ... Sent as they are; the Responses API is sent those it knows.
  boost::json::object parameters{};
  std::string user;  // a pseudonym of the caller for the vendor's abuse detection; may be empty
};

enum class ChatVendor {
  openai,    // and what is compatible with it
  azure,     // deployment in the path, api-version in the query
  azure_v1,  // Azure's /openai/v1 path, which needs no version
};

// What an endpoint is asked by; model_wire.hpp serves both alike.
enum class ModelApi { chat, responses };

// How one endpoint wants to be asked.
struct ChatDialect {
  ChatVendor vendor = ChatVendor::openai;
  ModelApi api = ModelApi::chat;
  std::string base_path = "/v1";  // openai only
  std::string model;              // or the deployment's name
  std::string api_version;        // azure only: "2024-10-21"
  // What older models and most compatible servers know instead of max_completion_tokens.
  bool old_max_tokens = false;
  bool reasoning = false;      // refuses temperature, calls the system "developer"
  bool stream_options = true;  // can send the usage at the end of the stream
  bool bearer = true;          // "authorization: Bearer KEY", else Azure's "api-key: KEY"
};

std::string chat_path(const ChatDialect& dialect);  // with the query

std::pair<std::string, std::string> credential_header(const ChatDialect& dialect, const std::string& key);

// The body of a streamed request. The same request gives the same bytes, tools before messages stay in order:
// what a vendor's prompt cache and ours compare is a stable prefix.
std::string write_chat_request(const ChatRequest& request, const ChatDialect& dialect);

// A guess of the tokens that the request will be charged for (four bytes of English are about a token), for
// reservations; the usage at the end corrects it.
std::int64_t estimated_prompt_tokens(const ChatRequest& request);

}  // namespace attendant::brain
