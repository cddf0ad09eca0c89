// Reads what a text model writes, piece by piece: plain words, which are passed on at once, or one call of a
// tool, {"tool":"NAME","arguments":{...}}. Pure; owned by one question.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "brain/model/answer_stream.hpp"
#include "brain/model/local/text_model.hpp"

namespace attendant::brain {

// Taken too, as models slip into what they were trained with: "name" for "tool", "parameters" for
// "arguments", arguments as a string that holds the object, fences (```json), <tool_call> and its like around
// the object, words before it. What stands behind the object is not read. Dropped: <think>...</think> and
// fences. A mark of the chat template ("<|im_end|>", "</s>") is the end. Any other JSON object is a fault:
// nobody reads it to a caller.
class LocalAnswer {
 public:
  // `call_id`: of the call, if there is one. `tools`: whether any may be called; else objects are words.
  LocalAnswer(std::string call_id, bool tools) : call_id_(std::move(call_id)), tools_(tools) {}

  // At most one AnswerEnd or AttemptFault is told over the life of an answer, and nothing behind it.
  std::vector<ChatItem> add(std::string_view piece);
  std::vector<ChatItem> finish(TextEnd end);  // the model has ended
  bool over() const { return state_ == State::over; }

 private:
  enum class State { words, thought, object, over };
  // What a text that begins with '<', '[', '`' or '{' is.
  enum class Sign { word, dropped, thought, object, end, undecided };
  struct Found {
    Sign sign = Sign::word;
    std::size_t length = 0;
  };

  bool read(std::vector<ChatItem>& items);  // false: more must come first
  bool read_words(std::vector<ChatItem>& items);
  bool read_thought();
  bool read_object(std::vector<ChatItem>& items);
  Found sign_at(std::string_view text) const;
  void say(std::string_view text, std::vector<ChatItem>& items);
  void end(FinishReason reason, std::vector<ChatItem>& items);
  void fault(FaultKind kind, std::string message, std::vector<ChatItem>& items);
  void call(std::string_view object, std::vector<ChatItem>& items);

  std::string call_id_;
  bool tools_;
  State state_ = State::words;
  std::string held_;  // read, and not told yet
  std::string gap_;   // white space behind the words told: it is told with the next ones
  bool said_ = false;
  bool fence_ = false;  // a fence was just dropped: the language behind it is too

  // Of the object that `held_` begins with.
  std::size_t scanned_ = 0;
  int depth_ = 0;
  bool in_string_ = false, escaped_ = false;
};

}  // namespace attendant::brain
