// How the SIP gateway is set up; `app` fills it from the configuration.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "sip/limits.hpp"
#include "telephony/trunks.hpp"

namespace attendant::telephony::sip_gateway {

struct SipOptions {
  std::string listen_ip = "127.0.0.1";
  std::uint16_t udp_port = 5060;  // 0: any free one
  std::uint16_t tcp_port = 5060;
  bool udp = true;
  bool tcp = true;
  std::string external_ip;           // what the outside reaches us by (signalling and RTP); "" : listen_ip
  std::string media_ip;              // what RTP sockets are bound to; "" : listen_ip
  std::vector<TrunkOptions> trunks;  // nobody else gets a byte
  std::size_t max_tcp_connections = 256;
  std::chrono::seconds session_interval{1800};
  std::chrono::seconds min_session_interval{90};
  sip::Limits limits;
};

// invalid: what cannot work, in the words of the configuration.
Status check(const SipOptions& options);

}  // namespace attendant::telephony::sip_gateway
