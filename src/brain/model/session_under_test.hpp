// A model session whose gateway, clock and tools are the test's.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "brain/model/fake_gateway.hpp"
#include "brain/model/model_brain.hpp"
#include "brain/model/model_history.hpp"
#include "runtime/fake_loop.hpp"

namespace attendant::brain {

class SessionTest : public testing::Test {
 protected:
  void open(ModelOptions options = {}) {
    options.greeting = "Thank you for calling.";
    brain_ = std::make_unique<ModelBrain>(std::move(options), catalogue_, gateway_, loop_);
    session_ = brain_->open({.call = CallId("c-1"), .today = Date{std::chrono::year(2026) / 11 / 1}});
    take(conversation::Started{});
    told_.clear();
  }
  void take(conversation::BrainInput input) {
    session_->take(
        std::move(input),
        [this](const std::vector<conversation::Act>& acts, bool more) {
          for (const auto& act : acts) told_.push_back(written(act));
          if (!more) told_.emplace_back("-");
        },
        [this](const GivenUp& given_up) {
          for (const auto& act : given_up.notes) told_.push_back(written(act));
          told_.push_back("failed: " + given_up.why);
          said_when_failed_ = given_up.said;
        });
  }
  void hear(std::string text, float confidence = 1.0F) {
    take(conversation::Heard{.text = std::move(text), .confidence = confidence});
  }
  void tool_answers(std::uint32_t id, ToolAnswer answer) {
    take(conversation::ToolDone{.id = id, .answer = std::move(answer), .identity = identity_});
  }
  static ToolAnswer told(Outcome outcome, std::vector<std::string> say, std::string need = {}) {
    ToolAnswer answer;
    answer.outcome = outcome;
    answer.say = std::move(say);
    answer.need = std::move(need);
    return answer;
  }
  // What was told since the last look.
  std::vector<std::string> told() { return std::exchange(told_, {}); }
  // The last message of the question that the gateway has.
  std::string shown() { return gateway_.last().question.request.messages.back().text; }
  std::string whole_question() {
    std::string all;
    for (const auto& message : gateway_.last().question.request.messages) all += message.text + "\n";
    return all.substr(all.find('\n', gateway_.last().question.request.messages[0].text.size() - 1));
  }

  static std::string written(const conversation::Act& act) {
    using namespace conversation;
    if (const auto* say = std::get_if<Say>(&act)) return say->text;
    if (const auto* listen = std::get_if<Listen>(&act))
      return fmt::format("listen {}", to_string(listen->asked));
    if (const auto* call = std::get_if<CallTool>(&act))
      return fmt::format("call {} {} {}{}", call->id, call->name, boost::json::serialize(call->arguments),
                         call->confirmed ? " confirmed" : "");
    if (const auto* transfer = std::get_if<Transfer>(&act)) return "transfer " + transfer->target;
    if (const auto* note = std::get_if<Note>(&act)) return "note " + note->key + ": " + note->value;
    if (const auto* end = std::get_if<EndCall>(&act)) return "end " + end->reason;
    if (const auto* to = std::get_if<HandOver>(&act)) return "hand over to " + to->to;
    return "speech";
  }

  FakeClock clock_;
  runtime::FakeLoop loop_{clock_};
  FakeGateway gateway_;
  tools::Catalogue catalogue_ = tools::insurance_catalogue();
  conversation::Identity identity_;
  std::unique_ptr<ModelBrain> brain_;
  std::unique_ptr<RescuableSession> session_;
  std::vector<std::string> told_;
  std::vector<std::string> said_when_failed_;
};

}  // namespace attendant::brain
