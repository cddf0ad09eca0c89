#include "brain/model/model_wire.hpp"

#include "brain/model/chat_stream.hpp"
#include "brain/model/responses_request.hpp"
#include "brain/model/responses_stream.hpp"

namespace attendant::brain {

std::string model_path(const ChatDialect& dialect) {
  return dialect.api == ModelApi::responses ? responses_path(dialect) : chat_path(dialect);
}

ModelWire model_wire(const ChatRequest& request, const ChatDialect& dialect, const std::string& key) {
  ModelWire wire{.path = model_path(dialect),
                 .headers = {{"content-type", "application/json"}, {"accept", "text/event-stream"}}};
  if (!key.empty()) wire.headers.push_back(credential_header(dialect, key));
  if (dialect.api == ModelApi::responses) {
    wire.body = write_responses_request(request, dialect);
    wire.reader = std::make_unique<ResponsesStream>();
  } else {
    wire.body = write_chat_request(request, dialect);
    wire.reader = std::make_unique<ChatStream>();
  }
  return wire;
}

}  // namespace attendant::brain
