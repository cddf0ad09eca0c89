// What reads the events of one streamed answer, whatever wire it comes over: chat_stream.hpp,
// responses_stream.hpp. Owned by the connection that reads; one thread.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "brain/model/attempt_fault.hpp"
#include "brain/model/model_answer.hpp"

namespace attendant::brain {

using ChatItem = std::variant<TextDelta, RefusalDelta, ToolCallDelta, AnswerEnd, AttemptFault>;

class AnswerStream {
 public:
  virtual ~AnswerStream() = default;

  // The data of one server-sent event. At most one AnswerEnd or AttemptFault is ever told, and nothing after
  // it. One event that cannot be read is skipped, the second is a fault.
  virtual std::vector<ChatItem> read(std::string_view data) = 0;

  // The connection has closed: a fault, unless the answer was whole.
  virtual std::vector<ChatItem> close() = 0;

  virtual bool over() const = 0;  // the end or a fault was told
};

}  // namespace attendant::brain
