// The SIP gateway: sockets, the trunk table and the pure core of room `sip` tied together on one io_context
// (one shard, one thread). Everything, legs included, is used on that thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "telephony/admission.hpp"
#include "telephony/leg.hpp"
#include "telephony/media_ports.hpp"
#include "telephony/sip/sip_options.hpp"

namespace attendant::telephony::sip_gateway {

class GatewayCore;

struct OutgoingCall {
  std::string target;       // "sip:claims@192.0.2.7:5060;transport=tcp": the host is an address, or localhost
  std::string from_number;  // "" : anonymous
};

struct GatewayCounters {
  std::uint64_t stranger_datagrams = 0;
  std::uint64_t stranger_connections = 0;
};

class SipGateway {
 public:
  // The references must outlive the gateway. invalid: the options; unavailable: a port is taken.
  static Result<std::unique_ptr<SipGateway>> open(boost::asio::io_context& io, const Clock& clock,
                                                  SipOptions options, MediaPorts& media, Admission& admission,
                                                  CallTaker& taker);
  ~SipGateway();  // hangs up what is left, without waiting for answers

  SipGateway(const SipGateway&) = delete;
  SipGateway& operator=(const SipGateway&) = delete;

  // refused: the target is no trunk's address; exhausted: the cap on calls.
  Result<std::unique_ptr<Leg>> call(const OutgoingCall& call);
  // Goes on with a leg of another process, from what its Leg::snapshot() gave. It is up at once; hold(false)
  // renews the session with this process's addresses.
  Result<std::unique_ptr<Leg>> restore(const boost::json::object& snapshot);

  std::uint16_t udp_port() const;  // as bound; 0: switched off
  std::uint16_t tcp_port() const;
  GatewayCounters counters() const;

 private:
  explicit SipGateway(std::shared_ptr<GatewayCore> core) : core_(std::move(core)) {}

  std::shared_ptr<GatewayCore> core_;  // also held weakly by legs and timers
};

}  // namespace attendant::telephony::sip_gateway
