// A gateway for tests: it keeps what it was asked, and answers when and what the test says.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "brain/model/model_gateway.hpp"

namespace attendant::brain {

class FakeGateway final : public ModelGateway {
 public:
  struct Asked {
    ModelRequestId id;
    ModelQuestion question;
    AnswerEvents events;
    bool committed = false, dropped = false, over = false;
  };

  ModelRequestId ask(ModelQuestion question, AnswerEvents events) override {
    const ModelRequestId id(++last_);
    asked.push_back({.id = id, .question = std::move(question), .events = std::move(events)});
    if (on_ask) on_ask();
    return id;
  }
  void commit(ModelRequestId request) override { find(request).committed = true; }
  void drop(ModelRequestId request) override { find(request).dropped = true; }
  Spent spent(const std::string& /*call*/) const override { return costs; }
  void forget(const std::string& call) override { forgotten.push_back(call); }

  Asked& last() { return asked.back(); }
  bool waits() const { return !asked.empty() && !asked.back().dropped && !asked.back().over; }

  // A copy of the events: what they cause may ask again.
  void say(std::string_view text) {
    const auto events = last().events;
    events.delta(TextDelta{std::string(text)});
  }
  void call(std::string name, std::string arguments, std::uint32_t index = 0) {
    const auto events = last().events;
    const auto id = "call_" + std::to_string(++calls_);
    events.delta(
        ToolCallDelta{.index = index, .id = id, .name = std::move(name), .arguments = std::move(arguments)});
  }
  void finish(FinishReason reason = FinishReason::stop) {
    last().over = true;
    const auto events = last().events;
    events.finished({.reason = reason}, {});
  }
  void fail(ErrorCode code = ErrorCode::unavailable) {
    last().over = true;
    const auto committed = last().committed;
    const auto events = last().events;
    events.failed({.code = code, .message = "no endpoint answers"}, committed, {});
  }
  void answer(std::string_view text) {
    say(text);
    finish();
  }

  std::vector<Asked> asked;
  Spent costs;  // of whichever call
  std::vector<std::string> forgotten;
  std::function<void()> on_ask;  // the question has just come

 private:
  Asked& find(ModelRequestId id) {
    for (auto& one : asked)
      if (one.id == id) return one;
    return asked.back();
  }
  std::uint32_t last_ = 0;
  std::uint32_t calls_ = 0;
};

}  // namespace attendant::brain
