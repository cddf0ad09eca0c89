// Any bytes as a message: no crash, and what is taken survives being written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sip/body.hpp"
#include "sip/header_values.hpp"
#include "sip/message.hpp"
#include "sip/stream_framer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace attendant::sip;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto message = parse_message(bytes)) {
    (void)essentials(*message);
    (void)session_of(*message, {});
    (void)parse_dtmf_relay(message->body);
    (void)parse_status_fragment(message->body);
    for (const Header& header : message->headers.all()) {
      if (const auto address = parse_name_addr(header.value)) {
        const auto again = parse_name_addr(to_string(*address));
        if (!again || !(again->uri == address->uri)) std::abort();
      }
      (void)parse_via(header.value);
      (void)parse_session_expires(header.value);
      (void)parse_rack(header.value);
    }
    const std::string text = serialise(*message);
    Limits roomy;
    roomy.message_bytes *= 2;  // compact names and folding come out longer
    roomy.header_line_bytes *= 2;
    const auto again = parse_message(text, roomy, Framing::stream);
    if (!again || serialise(*again) != text) std::abort();
  }
  StreamFramer framer;
  (void)framer.push(bytes);
  return 0;
}
