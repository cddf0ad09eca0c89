// Lines of utterances from anywhere: an error or a value, never a crash.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "understanding/heard_ending.hpp"
#include "understanding/utterance_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(attendant::understanding::utterance_from_json(text));
  static_cast<void>(attendant::understanding::labelled_from_lines(text));
  static_cast<void>(attendant::understanding::heard_endings_from_lines(text));
  return 0;
}
