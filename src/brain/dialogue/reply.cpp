#include "brain/dialogue/reply.hpp"

#include <utility>

namespace attendant::brain {

using conversation::SayKind;

void Reply::say(std::string text, SayKind kind, bool interruptible) {
  if (text.empty()) return;
  conversation::Say sentence{std::move(text), kind, interruptible};
  if (kind != SayKind::acknowledgement && kind != SayKind::filler) turn_.push_back(sentence);
  acts_.emplace_back(std::move(sentence));
}

void Reply::ask(std::string question, conversation::Listen listen) {
  say(question, SayKind::question);
  question_ = std::move(question);
  listen_ = listen;
  last_ = std::exchange(turn_, {});
  acts_.emplace_back(listen);
}

void Reply::expect(std::string question, conversation::Listen listen) {
  question_ = std::move(question);
  listen_ = listen;
}

void Reply::listen_again(std::chrono::milliseconds patience) {
  auto listen = listen_;
  listen.patience = patience;
  acts_.emplace_back(listen);
}

std::uint32_t Reply::call(ToolCall call) {
  const auto id = next_call_++;
  acts_.emplace_back(conversation::CallTool{id, std::move(call.tool), std::move(call.arguments),
                                            call.confirmed, std::move(call.filler), call.may_run_ahead,
                                            call.cancel_on_interrupt});
  return id;
}

void Reply::drop(std::uint32_t call) { acts_.emplace_back(conversation::DropTool{call}); }

void Reply::transfer(std::string target, std::string summary) {
  acts_.emplace_back(conversation::Transfer{std::move(target), std::move(summary)});
}

void Reply::speech(conversation::SetSpeech speech) { acts_.emplace_back(std::move(speech)); }

void Reply::hand_over(std::string to, std::string summary) {
  acts_.emplace_back(conversation::HandOver{std::move(to), std::move(summary)});
}

void Reply::note(std::string key, std::string value) {
  acts_.emplace_back(conversation::Note{std::move(key), std::move(value)});
}

void Reply::end(std::string reason) { acts_.emplace_back(conversation::EndCall{std::move(reason)}); }

void Reply::say_again() {
  for (const auto& sentence : last_) acts_.emplace_back(sentence);
  turn_.clear();
  listen_again();
}

std::vector<conversation::Act> Reply::take() { return std::exchange(acts_, {}); }

}  // namespace attendant::brain
