// The tools of a request as a text model is told of them: the one form of answer that calls a tool, then a
// line for each. Pure.
#pragma once

#include <string>

#include "brain/model/chat_request.hpp"

namespace attendant::brain {

// Empty where no tool may be called.
std::string tools_in_words(const ChatRequest& request);

}  // namespace attendant::brain
