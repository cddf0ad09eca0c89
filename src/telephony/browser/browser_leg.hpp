// A leg whose far end is the talk page. Owned by its call; lives on the gateway's shard.
#pragma once

#include <memory>
#include <optional>

#include "telephony/admission.hpp"
#include "telephony/browser/browser_call.hpp"
#include "telephony/leg.hpp"

namespace attendant::telephony::browser {

class BrowserLeg final : public Leg {
 public:
  // `gone` is told, once, that the line of this leg is about to go.
  BrowserLeg(runtime::Loop& loop, std::shared_ptr<BrowserCall> call, MediaPortId port, Party party,
             Admission::Place place, std::function<void(MediaPortId)> gone,
             std::function<void(const CallId&)> named);
  ~BrowserLeg() override;

  void listen(LegEvents* events) override { events_ = events; }
  void belongs_to(const CallId& call) override { named_(call); }
  const Party& party() const override { return party_; }
  std::optional<MediaPortId> media_port() const override;

  Status ring() override { return {}; }
  Status answer() override;
  Status reject(const Rejection& rejection) override;
  Status hang_up() override;
  Status hold(bool on) override;
  // A browser cannot be sent to a telephone: the conversation offers a call-back.
  Status transfer(std::string_view target) override;
  Result<boost::json::object> snapshot() const override;

 private:
  void show_end(std::string_view by, std::string_view reason);
  void far_end_closed();
  void end(LegEnd how, std::string_view reason);
  void tell_later(std::function<void(LegEvents&)> tell);
  void release();

  runtime::Loop& loop_;
  std::shared_ptr<BrowserCall> call_;
  MediaPortId port_;
  Party party_;
  std::optional<Admission::Place> place_;
  std::function<void(MediaPortId)> gone_;
  std::function<void(const CallId&)> named_;
  LegEvents* events_ = nullptr;
  bool ended_ = false;
  bool released_ = false;
  std::shared_ptr<BrowserLeg*> alive_;
};

}  // namespace attendant::telephony::browser
