#include "brain/model/chat_chunk.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <boost/json.hpp>

#include "brain/model/json_fields.hpp"

namespace attendant::brain {
namespace {

namespace json = boost::json;

constexpr std::int64_t kMostCalls = 64;

std::optional<TokenUsage> usage_of(const json::object& chunk) {
  const json::value* value = member(chunk, "usage");
  if (value == nullptr || !value->is_object()) return {};
  const json::object& usage = value->as_object();
  TokenUsage counted{.prompt = token_count(usage, "prompt_tokens"),
                     .completion = token_count(usage, "completion_tokens")};
  if (const json::value* details = member(usage, "prompt_tokens_details");
      details != nullptr && details->is_object())
    counted.cached = std::min(token_count(details->as_object(), "cached_tokens"), counted.prompt);
  return counted;
}

bool read_tool_call(const json::value& value, std::uint32_t place, ChatChunk& chunk) {
  if (!value.is_object()) return false;
  const json::object& call = value.as_object();
  ToolCallDelta piece{.index = place};
  if (const json::value* index = member(call, "index")) {
    if (!index->is_int64() || index->as_int64() < 0 || index->as_int64() >= kMostCalls) return false;
    piece.index = static_cast<std::uint32_t>(index->as_int64());
  }
  if (!text_of(call, "id", piece.id)) return false;
  if (const json::value* function = member(call, "function")) {
    if (!function->is_object()) return false;
    if (!text_of(function->as_object(), "name", piece.name)) return false;
    // Some compatible servers send the arguments whole, as an object.
    const json::value* arguments = member(function->as_object(), "arguments");
    if (arguments != nullptr && arguments->is_object())
      piece.arguments = json::serialize(*arguments);
    else if (!text_of(function->as_object(), "arguments", piece.arguments))
      return false;
  }
  if (piece.id.empty() && piece.name.empty() && piece.arguments.empty()) return true;
  chunk.deltas.emplace_back(std::move(piece));
  return true;
}

bool read_delta(const json::object& delta, ChatChunk& chunk) {
  TextDelta text;
  RefusalDelta refusal;
  if (!text_of(delta, "content", text.text) || !text_of(delta, "refusal", refusal.text)) return false;
  if (!text.text.empty()) chunk.deltas.emplace_back(std::move(text));
  if (!refusal.text.empty()) chunk.deltas.emplace_back(std::move(refusal));
  const json::value* calls = member(delta, "tool_calls");
  if (calls == nullptr) return true;
  if (!calls->is_array() || calls->as_array().size() > static_cast<std::size_t>(kMostCalls)) return false;
  std::uint32_t place = 0;
  return std::ranges::all_of(calls->as_array(),
                             [&](const json::value& call) { return read_tool_call(call, place++, chunk); });
}

// Servers that are compatible have their own words for an ordinary end ("eos", "end_turn").
std::optional<FinishReason> finish_of(std::string_view name) {
  if (name.empty()) return {};
  if (name == "length") return FinishReason::length;
  if (name == "tool_calls" || name == "function_call") return FinishReason::tool_calls;
  if (name == "content_filter") return FinishReason::content_filter;
  return FinishReason::stop;
}

bool read_choice(const json::value& value, ChatChunk& chunk) {
  if (!value.is_object()) return false;
  const json::object& choice = value.as_object();
  // We ask for one answer; Azure's filter chunks number theirs alike.
  if (const json::value* index = member(choice, "index"); index != nullptr && *index != 0) return true;
  if (const json::value* delta = member(choice, "delta")) {
    if (!delta->is_object() || !read_delta(delta->as_object(), chunk)) return false;
  }
  std::string reason;
  if (!text_of(choice, "finish_reason", reason)) return false;
  if (const auto finish = finish_of(reason)) chunk.finish = finish;
  return true;
}

}  // namespace

std::optional<ChatChunk> parse_chat_chunk(std::string_view data) {
  boost::system::error_code failure;
  const json::value value = json::parse(data, failure);
  if (failure || !value.is_object()) return {};
  const json::object& object = value.as_object();
  ChatChunk chunk;
  if (const json::value* error = member(object, "error")) {
    chunk.error = fault_of_error(200, service_error(*error));
    return chunk;
  }
  chunk.usage = usage_of(object);
  const json::value* choices = member(object, "choices");
  if (choices == nullptr) return chunk;
  if (!choices->is_array()) return {};
  for (const json::value& choice : choices->as_array())
    if (!read_choice(choice, chunk)) return {};
  return chunk;
}

}  // namespace attendant::brain
