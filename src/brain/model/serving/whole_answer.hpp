// An answer put together from its deltas. Value.
#pragma once

#include <string>
#include <vector>

#include "brain/model/chat_request.hpp"
#include "brain/model/model_answer.hpp"

namespace attendant::brain {

struct WholeAnswer {
  std::string text;
  std::string refusal;
  std::vector<ToolCall> calls;

  void add(const AnswerDelta& delta);
};

}  // namespace attendant::brain
