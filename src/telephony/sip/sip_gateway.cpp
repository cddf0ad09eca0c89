#include "telephony/sip/sip_gateway.hpp"

#include <utility>

#include "telephony/sip/gateway_core.hpp"

namespace attendant::telephony::sip_gateway {

Result<std::unique_ptr<SipGateway>> SipGateway::open(boost::asio::io_context& io, const Clock& clock,
                                                     SipOptions options, MediaPorts& media,
                                                     Admission& admission, CallTaker& taker) {
  TRY(check(options));
  TRY_ASSIGN(auto trunks, Trunks::make(options.trunks));
  auto core = std::make_shared<GatewayCore>(io, clock, std::move(options), std::move(trunks), media,
                                            admission, taker);
  TRY(core->open());
  return std::unique_ptr<SipGateway>(new SipGateway(std::move(core)));
}

SipGateway::~SipGateway() { core_->close(); }

Result<std::unique_ptr<Leg>> SipGateway::call(const OutgoingCall& call) { return core_->call(call); }
Result<std::unique_ptr<Leg>> SipGateway::restore(const boost::json::object& snapshot) {
  return core_->restore(snapshot);
}
std::uint16_t SipGateway::udp_port() const { return core_->udp_port(); }
std::uint16_t SipGateway::tcp_port() const { return core_->tcp_port(); }
GatewayCounters SipGateway::counters() const { return core_->counters(); }

}  // namespace attendant::telephony::sip_gateway
