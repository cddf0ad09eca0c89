#include <utility>

#include <boost/json.hpp>

#include "brain/model/serving/answer_writer.hpp"
#include "brain/model/serving/served_error.hpp"
#include "brain/model/serving/whole_answer.hpp"

namespace attendant::brain {
namespace {

namespace json = boost::json;

json::object usage_of(const TokenUsage& usage) {
  return {{"prompt_tokens", usage.prompt},
          {"completion_tokens", usage.completion},
          {"total_tokens", usage.total()},
          {"prompt_tokens_details", json::object{{"cached_tokens", usage.cached}}}};
}

json::object write(const ToolCall& call) {
  return {{"id", call.id},
          {"type", "function"},
          {"function", json::object{{"name", call.name}, {"arguments", call.arguments}}}};
}

struct WritingDelta {
  json::object operator()(const TextDelta& delta) const { return {{"content", delta.text}}; }
  json::object operator()(const RefusalDelta& delta) const { return {{"refusal", delta.text}}; }
  json::object operator()(const ToolCallDelta& piece) const {
    json::object call{{"index", piece.index}};
    json::object function{{"arguments", piece.arguments}};
    if (!piece.id.empty()) {
      call["id"] = piece.id;
      call["type"] = "function";
    }
    if (!piece.name.empty()) function["name"] = piece.name;
    call["function"] = std::move(function);
    return {{"tool_calls", json::array{std::move(call)}}};
  }
};

class ChatAnswerWriter final : public AnswerWriter {
 public:
  ChatAnswerWriter(AnswerHead head, const ServedRequest& request)
      : head_(std::move(head)), model_(request.model), include_usage_(request.include_usage) {}

  std::string begin() override { return chunk({{"role", "assistant"}, {"content", ""}}, {}); }

  std::string delta(const AnswerDelta& delta) override {
    answer_.add(delta);
    return chunk(std::visit(WritingDelta(), delta), {});
  }

  std::string end(const AnswerEnd& end) override {
    std::string events = chunk({}, to_string(end.reason));
    if (include_usage_) {
      json::object last = object("chat.completion.chunk");
      last["choices"] = json::array();
      last["usage"] = usage_of(end.usage.value_or(TokenUsage()));
      events += event(last);
    }
    return events + "data: [DONE]\n\n";
  }

  // Without [DONE]: what came is not the answer.
  std::string fail(const Error& error) override { return event(served_error(error).body); }

  std::string whole(const AnswerEnd& end) override {
    json::object message{{"role", "assistant"}, {"content", nullptr}, {"refusal", nullptr}};
    if (!answer_.text.empty()) message["content"] = answer_.text;
    if (!answer_.refusal.empty()) message["refusal"] = answer_.refusal;
    json::array calls;
    for (const ToolCall& call : answer_.calls) calls.emplace_back(write(call));
    if (!calls.empty()) message["tool_calls"] = std::move(calls);
    json::object completion = object("chat.completion");
    completion["choices"] = json::array{json::object{{"index", 0},
                                                     {"message", std::move(message)},
                                                     {"logprobs", nullptr},
                                                     {"finish_reason", to_string(end.reason)}}};
    completion["usage"] = usage_of(end.usage.value_or(TokenUsage()));
    return json::serialize(completion);
  }

  void restart() override { answer_ = {}; }

 private:
  json::object object(std::string_view kind) const {
    return {{"id", "chatcmpl-" + head_.id}, {"object", kind}, {"created", head_.created}, {"model", model_}};
  }

  static std::string event(const json::object& data) { return "data: " + json::serialize(data) + "\n\n"; }

  // `reason` empty: it goes on.
  std::string chunk(json::object delta, std::string_view reason) const {
    json::object choice{
        {"index", 0}, {"delta", std::move(delta)}, {"logprobs", nullptr}, {"finish_reason", nullptr}};
    if (!reason.empty()) choice["finish_reason"] = reason;
    json::object written = object("chat.completion.chunk");
    written["choices"] = json::array{std::move(choice)};
    return event(written);
  }

  const AnswerHead head_;
  const std::string model_;
  const bool include_usage_;
  WholeAnswer answer_;
};

}  // namespace

std::unique_ptr<AnswerWriter> chat_answer_writer(AnswerHead head, const ServedRequest& request) {
  return std::make_unique<ChatAnswerWriter>(std::move(head), request);
}

}  // namespace attendant::brain
