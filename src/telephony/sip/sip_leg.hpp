// A leg carried by SIP. Owned by its call; reaches the gateway through a weak pointer, so either may go
// first.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sip/events.hpp"
#include "telephony/admission.hpp"
#include "telephony/leg.hpp"
#include "telephony/sip/gateway_core.hpp"

namespace attendant::telephony::sip_gateway {

class SipLeg final : public Leg {
 public:
  SipLeg(std::weak_ptr<GatewayCore> core, sip::LegId id, Party party, Admission::Place place,
         std::optional<MediaPort> port);
  ~SipLeg() override;

  void listen(LegEvents* events) override { events_ = events; }
  const Party& party() const override { return party_; }
  std::optional<MediaPortId> media_port() const override;

  Status ring() override;
  Status answer() override;
  Status reject(const Rejection& rejection) override;
  Status hang_up() override;
  Status hold(bool on) override;
  Status transfer(std::string_view target) override;
  Result<boost::json::object> snapshot() const override;

  // From the gateway.
  void handle(const sip::Event& event);

 private:
  void on(const sip::IncomingCall&) {}
  void on(const sip::Ringing& ringing);
  void on(const sip::Answered& answered);
  void on(const sip::Established& established);
  void on(const sip::MediaChanged& changed);
  void on(const sip::DtmfInfo& digit);
  void on(const sip::ReferProgress& progress);
  void on(const sip::Ended& ended);

  Status command(const std::function<Status(sip::Endpoint&, Instant)>& run);
  Status need_port();
  void close_port();
  void set_remote(const sip::NegotiatedMedia& media);
  void tell_snapshot();

  std::weak_ptr<GatewayCore> core_;
  sip::LegId id_;
  Party party_;
  std::optional<Admission::Place> place_;  // given back when the call ends, however long the leg is kept
  std::optional<MediaPort> port_;
  LegEvents* events_ = nullptr;
  bool held_ = false;
  bool ended_ = false;
};

}  // namespace attendant::telephony::sip_gateway
