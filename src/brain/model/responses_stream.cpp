#include "brain/model/responses_stream.hpp"

#include <algorithm>
#include <utility>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "brain/model/json_fields.hpp"

namespace attendant::brain {
namespace {

namespace json = boost::json;

constexpr int kBadEventsBorne = 1;
constexpr std::size_t kMostParts = 256;  // texts and calls of an answer; more are no answer

std::int64_t index_of(const json::object& event, std::string_view name) {
  const json::value* value = member(event, name);
  return value != nullptr && value->is_int64() ? value->as_int64() : 0;
}

std::optional<TokenUsage> usage_of(const json::object& response) {
  const json::object* usage = object_of(response, "usage");
  if (usage == nullptr) return {};
  TokenUsage counted{.prompt = token_count(*usage, "input_tokens"),
                     .completion = token_count(*usage, "output_tokens")};
  if (const json::object* details = object_of(*usage, "input_tokens_details"))
    counted.cached = std::min(token_count(*details, "cached_tokens"), counted.prompt);
  return counted;
}

// The error of "response.failed" is in the response, the one of "error" is the event itself or within it.
AttemptFault fault_in(const json::object& event) {
  const json::object* response = object_of(event, "response");
  for (const json::object* holder : {response, &event}) {
    const json::value* error = holder == nullptr ? nullptr : member(*holder, "error");
    if (error != nullptr) return fault_of_error(200, service_error(*error));
  }
  json::object flat = event;
  flat.erase("type");  // of the event, not of the error
  return fault_of_error(200, service_error(flat));
}

}  // namespace

std::vector<ChatItem> ResponsesStream::read(std::string_view data) {
  std::vector<ChatItem> items;
  // Gateways in between end every stream as Chat Completions are ended.
  if (over_ || trim(data) == "[DONE]") return items;
  boost::system::error_code failure;
  const json::value value = json::parse(data, failure);
  const bool good = !failure && value.is_object() && take(value.as_object(), items);
  if (!good && ++bad_events_ > kBadEventsBorne)
    give_up({.kind = FaultKind::malformed, .message = "two events that cannot be read"}, items);
  return items;
}

std::vector<ChatItem> ResponsesStream::close() {
  std::vector<ChatItem> items;
  if (!over_) give_up({.kind = FaultKind::cut, .message = "the stream ended before the answer"}, items);
  return items;
}

bool ResponsesStream::take(const json::object& event, std::vector<ChatItem>& items) {
  const std::string_view type = text_or_empty(event, "type");
  if (type == "response.output_text.delta") return take_text(event, false, false, items);
  if (type == "response.output_text.done") return take_text(event, true, false, items);
  if (type == "response.refusal.delta") return take_text(event, false, true, items);
  if (type == "response.refusal.done") return take_text(event, true, true, items);
  if (type == "response.output_item.added") return take_item(event, false, items);
  if (type == "response.output_item.done") return take_item(event, true, items);
  if (type == "response.function_call_arguments.delta") return take_arguments(event, false, items);
  if (type == "response.function_call_arguments.done") return take_arguments(event, true, items);
  if (type == "response.completed" || type == "response.incomplete") {
    end(event, type == "response.incomplete", items);
  } else if (type == "response.failed" || type == "error" || (type.empty() && member(event, "error"))) {
    give_up(fault_in(event), items);
  } else if (type == "response.cancelled") {
    give_up({.kind = FaultKind::cut, .message = "the service cancelled the answer"}, items);
  }
  return !type.empty() || over_;
}

bool ResponsesStream::take_text(const json::object& event, bool whole, bool refusal,
                                std::vector<ChatItem>& items) {
  std::string text;
  const std::string_view field = !whole ? "delta" : refusal ? "refusal" : "text";
  if (!text_of(event, field, text)) return false;
  const Place place{index_of(event, "output_index"), index_of(event, "content_index")};
  if (text.empty() || (whole && texts_.contains(place))) return true;
  if (texts_.size() >= kMostParts) return false;
  texts_.insert(place);
  anything_ = true;
  if (refusal)
    items.emplace_back(RefusalDelta{std::move(text)});
  else
    items.emplace_back(TextDelta{std::move(text)});
  return true;
}

bool ResponsesStream::take_item(const json::object& event, bool whole, std::vector<ChatItem>& items) {
  const json::object* item = object_of(event, "item");
  if (item == nullptr) return false;
  if (text_or_empty(*item, "type") != "function_call") return true;
  ToolCallDelta piece;
  if (!text_of(*item, "call_id", piece.id) || !text_of(*item, "name", piece.name) ||
      !text_of(*item, "arguments", piece.arguments))
    return false;
  const auto next = static_cast<std::uint32_t>(calls_.size());
  const std::int64_t place = index_of(event, "output_index");
  const auto known = calls_.find(place);
  if (known == calls_.end()) {
    if (calls_.size() >= kMostParts || piece.name.empty()) return false;
    piece.index = next;
    calls_[place] = {.index = next, .has_arguments = !piece.arguments.empty()};
  } else {
    if (!whole || known->second.has_arguments || piece.arguments.empty()) return true;
    known->second.has_arguments = true;
    piece = {.index = known->second.index, .arguments = std::move(piece.arguments)};
  }
  anything_ = true;
  items.emplace_back(std::move(piece));
  return true;
}

bool ResponsesStream::take_arguments(const json::object& event, bool whole, std::vector<ChatItem>& items) {
  const auto known = calls_.find(index_of(event, "output_index"));
  std::string arguments;
  if (known == calls_.end() || !text_of(event, whole ? "arguments" : "delta", arguments)) return false;
  Call& call = known->second;
  if (arguments.empty() || (whole && call.has_arguments)) return true;
  call.has_arguments = true;
  items.emplace_back(ToolCallDelta{.index = call.index, .arguments = std::move(arguments)});
  return true;
}

void ResponsesStream::end(const json::object& event, bool incomplete, std::vector<ChatItem>& items) {
  AnswerEnd end{.reason = calls_.empty() ? FinishReason::stop : FinishReason::tool_calls};
  if (const json::object* response = object_of(event, "response")) {
    end.usage = usage_of(*response);
    const json::object* details = object_of(*response, "incomplete_details");
    if (incomplete)
      end.reason = details != nullptr && text_or_empty(*details, "reason") == "content_filter"
                       ? FinishReason::content_filter
                       : FinishReason::length;
  }
  if (!anything_ && !incomplete)
    return give_up({.kind = FaultKind::empty, .message = "an answer without a word"}, items);
  items.emplace_back(end);
  over_ = true;
}

void ResponsesStream::give_up(AttemptFault fault, std::vector<ChatItem>& items) {
  items.emplace_back(std::move(fault));
  over_ = true;
}

}  // namespace attendant::brain
