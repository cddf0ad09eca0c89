// A request as turns of a chat: what a model is shown whose file knows only "system", "user" and "assistant".
// Pure.
#pragma once

#include <vector>

#include "brain/model/local/text_model.hpp"

namespace attendant::brain {

// One system turn first (where there is something to say in it), then user and assistant in turn, beginning
// with the user: many templates take nothing else. Tools stand in the system turn, calls as the model should
// have written them, results as the user's. No text holds marks of a template.
std::vector<ChatTurn> chat_turns(const ChatRequest& request);

}  // namespace attendant::brain
