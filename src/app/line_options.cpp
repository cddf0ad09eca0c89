#include "app/line_options.hpp"

#include <chrono>

namespace attendant::app {

media::PlaneOptions plane_options(const config::Media& media) {
  return {.threads = media.threads,
          .bind_ip = media.local_address,
          .first_port = media.ports.first,
          .last_port = media.ports.last,
          .realtime = media.real_time != config::RealTime::off};
}

telephony::sip_gateway::SipOptions sip_options(const config::Settings& settings) {
  telephony::sip_gateway::SipOptions options{
      .listen_ip =
          settings.sip.listen_udp.host.empty() ? settings.sip.listen_tcp.host : settings.sip.listen_udp.host,
      .udp_port = settings.sip.listen_udp.port,
      .tcp_port = settings.sip.listen_tcp.port,
      .udp = !settings.sip.listen_udp.host.empty(),
      .tcp = !settings.sip.listen_tcp.host.empty(),
      .external_ip = settings.sip.external_address,
      .media_ip = settings.media.local_address,
      .session_interval = std::chrono::duration_cast<std::chrono::seconds>(settings.sip.session_expires)};
  for (const auto& trunk : settings.sip.trunks)
    options.trunks.push_back({.name = trunk.name,
                              .addresses = trunk.addresses,
                              .username = trunk.username,
                              .password = trunk.password});
  return options;
}

}  // namespace attendant::app
