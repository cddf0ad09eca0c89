// One request on the wire of whichever API an endpoint speaks: what to send, and what reads the answer.
// Values; any thread, then the connection's.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "brain/model/answer_stream.hpp"
#include "brain/model/chat_request.hpp"

namespace attendant::brain {

struct ModelWire {
  std::string path;                                          // with the query, to stand after the host
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case; the key among them
  std::string body;
  std::unique_ptr<AnswerStream> reader;
};

// A streamed request by POST. `key` may be empty: no credential is sent then.
ModelWire model_wire(const ChatRequest& request, const ChatDialect& dialect, const std::string& key);

// The path alone, for messages and metrics.
std::string model_path(const ChatDialect& dialect);

}  // namespace attendant::brain
