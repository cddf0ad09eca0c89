// Any bytes as the body of a request: what is read can be written for an endpoint, and an error names a
// place.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "brain/model/model_wire.hpp"
#include "brain/model/serving/served_request.hpp"

namespace {

void check(const attendant::Result<attendant::brain::ServedRequest>& served) {
  namespace brain = attendant::brain;
  if (!served) {
    CHECK(served.error().code == attendant::ErrorCode::invalid);
    CHECK(served.error().message.find(": ") != std::string::npos);
    return;
  }
  CHECK(!served->request.messages.empty());
  for (const auto api : {brain::ModelApi::chat, brain::ModelApi::responses})
    CHECK(!brain::model_wire(served->request, {.api = api, .model = "m"}, "").body.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  check(attendant::brain::read_chat_completion(body));
  check(attendant::brain::read_response_request(body));
  return 0;
}
