#include <cstddef>
#include <cstdint>
#include <string_view>

#include "telephony/browser/talk_message.hpp"

// Anything may come through an open socket: a message is read or refused with a reason.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = attendant::telephony::browser::read_talk_message(text);
  if (!read && read.error().message.empty()) __builtin_trap();
  return 0;
}
