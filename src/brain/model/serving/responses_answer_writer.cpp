#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "brain/model/serving/answer_writer.hpp"
#include "brain/model/serving/served_error.hpp"

namespace attendant::brain {
namespace {

namespace json = boost::json;

// One item of the output: a message, whose parts are a text and a refusal, or a call.
struct Item {
  std::optional<std::uint32_t> call;  // its index; nothing: the message
  std::string id;
  struct Part {
    bool refusal = false;
    std::string text;
  };
  std::vector<Part> parts;
  ToolCall function;
};

json::object write(const Item::Part& part) {
  if (part.refusal) return {{"type", "refusal"}, {"refusal", part.text}};
  return {{"type", "output_text"},
          {"text", part.text},
          {"annotations", json::array()},
          {"logprobs", json::array()}};
}

json::object write(const Item& item, std::string_view status) {
  if (item.call)
    return {{"type", "function_call"},
            {"id", item.id},
            {"call_id", item.function.id},
            {"name", item.function.name},
            {"arguments", item.function.arguments},
            {"status", status}};
  json::array parts;
  for (const Item::Part& part : item.parts) parts.emplace_back(write(part));
  return {{"type", "message"},
          {"id", item.id},
          {"role", "assistant"},
          {"content", std::move(parts)},
          {"status", status}};
}

json::object usage_of(const TokenUsage& usage) {
  return {{"input_tokens", usage.prompt},
          {"input_tokens_details", json::object{{"cached_tokens", usage.cached}}},
          {"output_tokens", usage.completion},
          {"output_tokens_details", json::object{{"reasoning_tokens", 0}}},
          {"total_tokens", usage.total()}};
}

json::array write(const std::vector<ToolDefinition>& tools) {
  json::array written;
  for (const ToolDefinition& tool : tools)
    written.emplace_back(json::object{{"type", "function"},
                                      {"name", tool.name},
                                      {"description", tool.description},
                                      {"parameters", tool.parameters},
                                      {"strict", false}});
  return written;
}

json::value tool_choice(const ChatRequest& request) {
  if (!request.only_tool.empty()) return json::object{{"type", "function"}, {"name", request.only_tool}};
  switch (request.tool_use) {
    case ToolUse::none:
      return "none";
    case ToolUse::required:
      return "required";
    case ToolUse::automatic:
      break;
  }
  return "auto";
}

class ResponsesAnswerWriter final : public AnswerWriter {
 public:
  ResponsesAnswerWriter(AnswerHead head, const ServedRequest& request) : head_(std::move(head)) {
    const ChatRequest& asked = request.request;
    about_ = {{"model", request.model},
              {"instructions", nullptr},
              {"max_output_tokens", nullptr},
              {"metadata", json::object()},
              {"parallel_tool_calls", asked.parallel_tools},
              {"previous_response_id", nullptr},
              {"store", false},
              {"temperature", asked.temperature.value_or(1.0)},
              {"tool_choice", tool_choice(asked)},
              {"tools", write(asked.tools)},
              {"top_p", 1.0}};
    if (asked.max_tokens > 0) about_["max_output_tokens"] = asked.max_tokens;
    if (const json::value* top_p = asked.parameters.if_contains("top_p")) about_["top_p"] = *top_p;
  }

  std::string begin() override {
    const json::object response = this->response("in_progress");
    return event("response.created", {{"response", response}}) +
           event("response.in_progress", {{"response", response}});
  }
  std::string delta(const AnswerDelta& delta) override {
    return std::visit([this](const auto& some) { return write_delta(some); }, delta);
  }
  std::string end(const AnswerEnd& end) override {
    std::string events = close_items();
    const bool complete = is_complete(end.reason);
    return events +
           event(complete ? "response.completed" : "response.incomplete", {{"response", ended(end)}});
  }
  std::string fail(const Error& error) override {
    json::object response = this->response("failed");
    const json::object told = served_error(error).body.at("error").as_object();
    const json::value* code = told.if_contains("code");
    response["error"] = json::object{{"code", code == nullptr || code->is_null() ? "server_error" : *code},
                                     {"message", told.at("message")}};
    return event("response.failed", {{"response", std::move(response)}});
  }
  std::string whole(const AnswerEnd& end) override { return json::serialize(ended(end)); }
  void restart() override { items_.clear(); }

 private:
  static bool is_complete(FinishReason reason) {
    return reason == FinishReason::stop || reason == FinishReason::tool_calls;
  }

  std::string write_delta(const TextDelta& delta) { return write_text(delta.text, false); }
  std::string write_delta(const RefusalDelta& delta) { return write_text(delta.text, true); }
  std::string write_delta(const ToolCallDelta& piece) {
    std::string events;
    std::size_t at = place_of(piece.index);
    if (at == items_.size()) {
      items_.push_back({.call = piece.index,
                        .id = fmt::format("fc_{}_{}", head_.id, items_.size()),
                        .function = {.id = piece.id, .name = piece.name}});
      events = added(at);
    }
    if (piece.arguments.empty()) return events;
    items_[at].function.arguments += piece.arguments;
    return events + event("response.function_call_arguments.delta",
                          {{"item_id", items_[at].id}, {"output_index", at}, {"delta", piece.arguments}});
  }

  std::string write_text(const std::string& text, bool refusal) {
    std::string events;
    const std::size_t at = place_of({});
    if (at == items_.size()) {
      items_.push_back({.id = fmt::format("msg_{}", head_.id)});
      events = added(at);
    }
    Item& item = items_[at];
    std::size_t part = 0;
    while (part < item.parts.size() && item.parts[part].refusal != refusal) ++part;
    if (part == item.parts.size()) {
      item.parts.push_back({.refusal = refusal});
      events += event("response.content_part.added", place(at, part, {{"part", write(item.parts[part])}}));
    }
    item.parts[part].text += text;
    json::object more{{"delta", text}};
    if (!refusal) more["logprobs"] = json::array();
    return events + event(refusal ? "response.refusal.delta" : "response.output_text.delta",
                          place(at, part, std::move(more)));
  }

  std::string added(std::size_t at) {
    return event("response.output_item.added",
                 {{"output_index", at}, {"item", write(items_[at], "in_progress")}});
  }

  std::string close_items() {
    std::string events;
    for (std::size_t at = 0; at < items_.size(); ++at) {
      const Item& item = items_[at];
      for (std::size_t part = 0; part < item.parts.size(); ++part) {
        const std::string& text = item.parts[part].text;
        json::object whole{{item.parts[part].refusal ? "refusal" : "text", text}};
        if (!item.parts[part].refusal) whole["logprobs"] = json::array();
        events += event(item.parts[part].refusal ? "response.refusal.done" : "response.output_text.done",
                        place(at, part, std::move(whole)));
        events += event("response.content_part.done", place(at, part, {{"part", write(item.parts[part])}}));
      }
      if (item.call)
        events += event("response.function_call_arguments.done", {{"item_id", item.id},
                                                                  {"output_index", at},
                                                                  {"name", item.function.name},
                                                                  {"arguments", item.function.arguments}});
      events +=
          event("response.output_item.done", {{"output_index", at}, {"item", write(item, "completed")}});
    }
    return events;
  }

  std::size_t place_of(std::optional<std::uint32_t> call) const {
    std::size_t at = 0;
    while (at < items_.size() && items_[at].call != call) ++at;
    return at;
  }

  json::object place(std::size_t item, std::size_t part, json::object rest) const {
    rest["item_id"] = items_[item].id;
    rest["output_index"] = item;
    rest["content_index"] = part;
    return rest;
  }

  json::object response(std::string_view status) const {
    json::object written{{"id", "resp_" + head_.id}, {"object", "response"}, {"created_at", head_.created},
                         {"status", status},         {"error", nullptr},     {"incomplete_details", nullptr}};
    for (const auto& field : about_) written[field.key()] = field.value();
    json::array output;
    for (const Item& item : items_) output.emplace_back(write(item, "completed"));
    written["output"] = std::move(output);
    written["usage"] = nullptr;
    return written;
  }

  json::object ended(const AnswerEnd& end) const {
    json::object written = response(is_complete(end.reason) ? "completed" : "incomplete");
    if (end.reason == FinishReason::length)
      written["incomplete_details"] = json::object{{"reason", "max_output_tokens"}};
    if (end.reason == FinishReason::content_filter)
      written["incomplete_details"] = json::object{{"reason", "content_filter"}};
    if (end.usage) written["usage"] = usage_of(*end.usage);
    return written;
  }

  std::string event(std::string_view type, json::object data) {
    data["type"] = type;
    data["sequence_number"] = sequence_++;
    return fmt::format("event: {}\ndata: {}\n\n", type, json::serialize(data));
  }

  const AnswerHead head_;
  json::object about_;
  std::vector<Item> items_;
  std::int64_t sequence_ = 0;
};

}  // namespace

std::unique_ptr<AnswerWriter> responses_answer_writer(AnswerHead head, const ServedRequest& request) {
  return std::make_unique<ResponsesAnswerWriter>(std::move(head), request);
}

}  // namespace attendant::brain
