// The sizes beyond which a message is refused before anything is made of it. Defaults are generous for real
// trunks; every number is a guard against a peer that lies, not a feature.
#pragma once

#include <cstddef>

namespace attendant::sip {

struct Limits {
  std::size_t message_bytes = 16 * 1024;  // one datagram, or one message of a stream
  std::size_t headers = 128;
  std::size_t header_line_bytes = 8 * 1024;  // after unfolding
  std::size_t repeated_hops = 64;            // Via, Route, Record-Route, Contact: entries of each
  std::size_t uri_user_bytes = 256;
  std::size_t uri_host_bytes = 255;
  std::size_t uri_bytes = 2048;
  std::size_t sdp_bytes = 8 * 1024;
  std::size_t sdp_line_bytes = 1024;
  std::size_t sdp_media = 16;
  std::size_t sdp_attributes_per_media = 64;
};

}  // namespace attendant::sip
