// One streaming chunk of Chat Completions, as it was written. Internal to chat_stream.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "brain/model/attempt_fault.hpp"
#include "brain/model/model_answer.hpp"

namespace attendant::brain {

struct ChatChunk {
  std::vector<AnswerDelta> deltas;
  std::optional<FinishReason> finish;
  std::optional<TokenUsage> usage;
  std::optional<AttemptFault> error;
};

// Nothing: it is no chunk. A tool call without an index has its place in the list.
std::optional<ChatChunk> parse_chat_chunk(std::string_view data);

}  // namespace attendant::brain
