#include "telephony/sip/sip_options.hpp"

#include <fmt/format.h>

#include "telephony/address_block.hpp"

namespace attendant::telephony::sip_gateway {

Status check(const SipOptions& options) {
  if (!parse_ip(options.listen_ip)) {
    return fail(ErrorCode::invalid,
                fmt::format("sip listen address: '{}' is not an IP address", options.listen_ip));
  }
  for (const std::string& ip : {options.external_ip, options.media_ip}) {
    if (!ip.empty() && !parse_ip(ip)) {
      return fail(ErrorCode::invalid, fmt::format("sip: '{}' is not an IP address", ip));
    }
  }
  const bool any = options.listen_ip == "0.0.0.0" || options.listen_ip == "::";
  if (any && options.external_ip.empty()) {
    return fail(
        ErrorCode::invalid,
        "sip: with a listen address of 0.0.0.0 the external address must be set, since messages name it");
  }
  if (!options.udp && !options.tcp)
    return fail(ErrorCode::invalid, "sip: neither UDP nor TCP is switched on");
  const auto trunks = Trunks::make(options.trunks);
  if (!trunks) return fail(trunks.error());
  return {};
}

}  // namespace attendant::telephony::sip_gateway
