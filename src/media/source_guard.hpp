// From which address we take a call's packets, and where we send ours: symmetric RTP, guarded against hijack.
// The address that the SDP names wins as soon as a packet comes from it, and for good: another port of the
// same host may only be what is left of an earlier call. Until then the first valid packet decides; it must
// come from the IP of the SDP, unless that one is private (behind a NAT we cannot know). Everything else is
// foreign and ignored until the next offer/answer. Media thread; a value.
#pragma once

#include <optional>

#include "media/endpoint.hpp"

namespace attendant::media {

class SourceGuard {
 public:
  // A new offer/answer: learns anew.
  void expect(const Endpoint& from_sdp);
  // Whether a valid packet from there is the peer's.
  bool accept(const Endpoint& source);
  // RTCP comes from another port of the same host.
  bool same_host(const Endpoint& source) const { return source.ip == destination().ip; }
  Endpoint destination() const { return latched_.value_or(expected_); }

 private:
  Endpoint expected_;
  std::optional<Endpoint> latched_;
};

}  // namespace attendant::media
