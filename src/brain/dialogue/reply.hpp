// Builds the acts of one step in order, and remembers what was said last so that it can be said again. One
// per call.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "conversation/acts.hpp"

namespace attendant::brain {

class Reply {
 public:
  void say(std::string text, conversation::SayKind kind = conversation::SayKind::answer,
           bool interruptible = true);
  // The question that ends what we say, and what is expected then.
  void ask(std::string question, conversation::Listen listen);
  void listen_again(std::chrono::milliseconds patience = {});  // the same is still expected
  // What is expected now, without asking for it.
  void expect(std::string question, conversation::Listen listen);
  struct ToolCall {
    std::string tool;
    boost::json::object arguments;
    bool confirmed = false;
    std::string filler;
    bool may_run_ahead = false;
    bool cancel_on_interrupt = false;
  };
  std::uint32_t call(ToolCall call);
  void skip_tool_ids_of(const Reply& copy) { next_call_ = copy.next_call_; }
  void drop(std::uint32_t call);  // a tool whose answer is no longer wanted
  void transfer(std::string target, std::string summary);
  void speech(conversation::SetSpeech speech);
  void hand_over(std::string to, std::string summary);
  void note(std::string key, std::string value);
  void end(std::string reason);

  // The last turn's answers and question once more.
  void say_again();

  const std::string& question() const { return question_; }
  const conversation::Listen& listen() const { return listen_; }

  // What was built since the last take.
  std::vector<conversation::Act> take();

 private:
  std::vector<conversation::Act> acts_;
  std::vector<conversation::Say> turn_;  // of the turn that is being built
  std::vector<conversation::Say> last_;  // of the last whole turn, question included
  std::string question_;
  conversation::Listen listen_;
  std::uint32_t next_call_ = 1;
};

}  // namespace attendant::brain
