// Session timers (RFC 4028), both roles: what to write into requests and responses, and when to refresh or to
// give up.
#pragma once

#include <chrono>
#include <optional>

#include "base/clock.hpp"
#include "sip/header_values.hpp"
#include "sip/message.hpp"

namespace attendant::sip {

class SessionTimer {
 public:
  // wanted 0: we do not ask for a timer, but take part in one that the far end asks for.
  SessionTimer(std::chrono::seconds wanted, std::chrono::seconds minimum)
      : wanted_(wanted), minimum_(minimum), asked_minimum_(minimum) {}

  // Into an INVITE or UPDATE of ours.
  void write_request(Headers& headers) const;
  // A 2xx to it came.
  void accept_response(const Headers& response, Instant now);
  // A 422 to it came: true when asking again with the interval that it names makes sense.
  bool raise(const Headers& response);

  // Is the interval of a received request too small? Then it gets 422 with Min-SE: minimum().
  bool is_too_small(const Headers& request) const;
  std::chrono::seconds minimum() const { return minimum_; }
  // A received request is being answered with 2xx.
  void accept_request(const Headers& request, Headers& response, Instant now);

  std::optional<Instant> refresh_at() const { return refresh_at_; }
  std::optional<Instant> expires_at() const { return expires_at_; }
  void postpone_refresh(Instant until) { refresh_at_ = until; }

  std::chrono::seconds interval() const { return interval_; }
  bool we_refresh() const { return we_refresh_; }
  void restore(std::chrono::seconds interval, bool we_refresh, Instant now) {
    start(interval, we_refresh, now);
  }

 private:
  void start(std::chrono::seconds interval, bool we_refresh, Instant now);

  std::chrono::seconds wanted_;
  std::chrono::seconds minimum_;        // what we accept
  std::chrono::seconds asked_minimum_;  // the Min-SE of our requests: raised by 422
  std::chrono::seconds interval_{0};
  bool we_refresh_ = false;
  std::optional<Instant> refresh_at_;
  std::optional<Instant> expires_at_;
};

}  // namespace attendant::sip
