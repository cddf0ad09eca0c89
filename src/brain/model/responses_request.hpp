// A ChatRequest as the Responses API writes it. Values; any thread.
#pragma once

#include <string>

#include "brain/model/chat_request.hpp"

namespace attendant::brain {

std::string responses_path(const ChatDialect& dialect);  // with the query

// The body of a streamed request; the same request gives the same bytes. The service is told to keep nothing
// ("store": false): the whole conversation goes with every request, as with Chat Completions.
std::string write_responses_request(const ChatRequest& request, const ChatDialect& dialect);

}  // namespace attendant::brain
