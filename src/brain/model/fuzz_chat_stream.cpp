// Any lines as the chunks of a chat answer (fuzzed_answer.hpp says what must hold).
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "brain/model/chat_stream.hpp"
#include "brain/model/fuzzed_answer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  attendant::brain::ChatStream stream;
  attendant::brain::FuzzedAnswer().read(stream, text);
  static_cast<void>(attendant::brain::fault_of_response(400, text, {}));
  return 0;
}
