// The conversation as a language model is shown it: the caller's turns, the agent's words as they were heard,
// tool calls each closed by a result. What nobody heard is not in it; fillers never are. Any state of it
// gives a list of messages that services accept. Owned by one session; pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "brain/model/chat_request.hpp"

namespace attendant::brain {

class ModelHistory {
 public:
  // Whole turns at the front are forgotten above `limit` bytes.
  explicit ModelHistory(std::size_t limit = 24 * 1024) : limit_(limit) {}

  // A turn of the caller, or in brackets what they did: "[pressed 1]".
  void caller(std::string shown);
  // A sentence that goes to the voice, as it is spoken.
  void agent(std::string spoken);
  void calls(std::vector<ToolCall> calls);
  // Closes a call. A call that was cancelled stays so.
  void result(std::string_view id, std::string shown);
  // Closes a call whose answer is not wanted any more.
  void cancel(std::string_view id);

  // The caller spoke over us: `whole` sentences of the turn were heard, then `heard` of the next.
  void interrupted(std::string_view heard, int whole);

  // What the agent said since the caller's last turn, as heard, with a space between the sentences.
  std::string heard_since_caller() const;

  // `show` hides in our own words what a model must not see.
  std::vector<ChatMessage> messages(const std::function<std::string(std::string_view)>& show) const;

 private:
  struct CallerTurn {
    std::string text;
  };
  struct Sentence {
    std::string text;  // as far as it was heard
    bool cut = false;
  };
  enum class CallState { open, closed, cancelled };
  struct OpenCall {
    ToolCall call;
    CallState state = CallState::open;
    std::string result;
  };
  struct Calls {
    std::vector<OpenCall> calls;
  };
  using Entry = std::variant<CallerTurn, Sentence, Calls>;

  OpenCall* find(std::string_view id);
  std::size_t turn_begin() const;  // of the entries behind the caller's last turn
  void trim_front();

  std::size_t limit_;
  std::vector<Entry> entries_;
};

// Whether a service would accept the messages: one system message first, every tool call closed once and
// before anything else, no empty message, the last one the caller's or a tool's. The error names the message.
Status check_messages(std::span<const ChatMessage> messages);

}  // namespace attendant::brain
