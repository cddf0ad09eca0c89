// What another program asks of our pools, read from the bodies of Chat Completions and of Responses. What
// would change the meaning of a request and is not served is an error that names its place ("messages[2].
// content[0].type: ..."); parameters that only tune are passed on or ignored. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "brain/model/chat_request.hpp"

namespace attendant::brain {

struct ServedRequest {
  ChatRequest request;
  std::string model;  // as it was asked for: the name of a pool; may be empty where the path has it
  bool stream = false;
  bool include_usage = false;  // Chat Completions: a last chunk with the usage
};

Result<ServedRequest> read_chat_completion(std::string_view body);
Result<ServedRequest> read_response_request(std::string_view body);

}  // namespace attendant::brain
