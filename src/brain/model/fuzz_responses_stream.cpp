// Any lines as the events of the Responses API (fuzzed_answer.hpp says what must hold).
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "brain/model/fuzzed_answer.hpp"
#include "brain/model/responses_stream.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  attendant::brain::ResponsesStream stream;
  attendant::brain::FuzzedAnswer().read(stream, text);
  return 0;
}
