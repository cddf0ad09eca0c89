// The desk takes the calls that the gateways admit: gives each an id, a key and journal space, keeps it while
// it lives, and ends all of them at shutdown. One per shard; used on its thread.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string_view>

#include "call/call.hpp"
#include "call/services.hpp"
#include "telephony/leg.hpp"

namespace attendant::call {

class Desk final : public telephony::CallTaker {
 public:
  explicit Desk(Services services);
  ~Desk() override;

  void take(std::unique_ptr<telephony::Leg> leg) override;

  std::size_t live() const { return calls_.size(); }
  // No new calls from now on (503).
  void close() { open_ = false; }
  void end_all(std::string_view reason);
  // A line goes away: the call that has it must let go first.
  void line_closing(telephony::MediaPortId port);

 private:
  void refuse(telephony::Leg& leg, telephony::Rejection::Why why);

  Services services_;
  bool open_ = true;
  std::map<CallId, std::unique_ptr<Call>> calls_;
};

}  // namespace attendant::call
