// A SIP user agent as a pure state machine: messages, commands and the time go in, messages and events come
// out. No socket, clock, thread or randomness of its own. One owner, one thread.
//
// RFC 3261 with 6026 (transactions), 3262 (reliable provisional responses), 3264 (offer/answer), 4028
// (session timers), 3515 and 4488 (REFER), 6086 (INFO), 7616 (digest, as client).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "sip/digest.hpp"
#include "sip/events.hpp"
#include "sip/leg_snapshot.hpp"
#include "sip/limits.hpp"
#include "sip/offer_answer.hpp"
#include "sip/peer.hpp"
#include "sip/uri.hpp"

namespace attendant::sip {

// RFC 3261 table 4.
struct TimerValues {
  std::chrono::milliseconds t1{500};
  std::chrono::milliseconds t2{4000};
  std::chrono::milliseconds t4{5000};
  std::chrono::milliseconds ring_limit{
      180'000};  // an INVITE that is only ever provisional ends (section 13.3.1.1)
  std::chrono::milliseconds refer_limit{90'000};  // a REFER whose outcome never comes is reported as 408
};

struct Options {
  Limits limits;
  TimerValues timers;
  HostPort udp_contact;  // what Via and Contact say
  HostPort tcp_contact;
  std::size_t max_calls = 100;  // exact: INVITE number max_calls + 1 gets 503 with Retry-After
  std::chrono::seconds retry_after{10};
  std::chrono::seconds session_interval{1800};  // 0: no session timer offered
  std::chrono::seconds min_session_interval{90};
  // May an in-dialog request be sent to this address? When not (or when the far end's Contact is a name), it
  // goes back to where the far end's messages come from.
  std::function<bool(const std::string& ip)> allows_destination;
  // What to answer with when a peer of this address wants to know who we are; nothing: the 401 or 407 stands.
  std::function<std::optional<Credentials>(const std::string& ip)> credentials;
  std::function<std::uint64_t()> random;  // tags, branches, Call-IDs: must not be guessable
};

struct Invitation {
  Peer destination;
  Uri target;
  NameAddr from;
  LocalMedia media;
};

class Endpoint {
 public:
  explicit Endpoint(Options options);
  ~Endpoint();
  Endpoint(Endpoint&&) noexcept;
  Endpoint& operator=(Endpoint&&) noexcept;

  // One message as it came from a source that has already been let in.
  void handle(std::string_view message, const Peer& source, Instant now);
  // Bytes to `to` could not be sent, or its connection is gone.
  void transport_failed(const Peer& to, Instant now);
  void tick(Instant now);
  std::optional<Instant> next_timer() const;
  // Everything since the last call, in order.
  std::vector<Output> take_outputs();

  // Commands. conflict: the leg's state does not allow it now; not_found: there is no such leg.
  Result<LegId> invite(const Invitation& invitation, Instant now);  // exhausted: the cap on calls
  // Reliably (RFC 3262) when the far end requires that.
  Status ring(LegId leg, Instant now);
  // unsupported: no common codec; the call was answered 488 and Ended follows.
  Status answer(LegId leg, const LocalMedia& media, Instant now);
  Status reject(LegId leg, int status, Instant now, std::optional<std::chrono::seconds> retry_after = {});
  Status cancel(LegId leg, Instant now);
  Status bye(LegId leg, Instant now);
  // Hold: sendonly or inactive; resume: sendrecv.
  Status reinvite(LegId leg, Direction direction, Instant now);
  Status info(LegId leg, std::string_view content_type, std::string body, Instant now);
  // Asks the far end to call `target` (a person). Progress arrives as ReferProgress; ending our leg is up to
  // the owner.
  Status refer(LegId leg, const Uri& target, Instant now);
  // Whatever state the leg is in: CANCEL, reject or BYE.
  Status hang_up(LegId leg, Instant now);

  std::size_t calls() const;
  bool knows(LegId leg) const;  // false from the moment it ended, even if its Ended was not taken yet
  Result<LegSnapshot> snapshot(LegId leg) const;
  // Takes over a leg that another process set up.
  Result<LegId> restore(const LegSnapshot& snapshot, Instant now);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace attendant::sip
