// The server side of one transaction: RFC 3261 section 17.2 with the Accepted state of RFC 6026. Pure; owned
// by an Endpoint. The 2xx to an INVITE is repeated by the leg, which alone knows whether its ACK came.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "sip/endpoint.hpp"
#include "sip/events.hpp"
#include "sip/message.hpp"
#include "sip/peer.hpp"

namespace attendant::sip {

class ServerTransaction {
 public:
  // `reply_to`: where responses go (RFC 3261 section 18.2.2, RFC 3581).
  ServerTransaction(Message request, Peer reply_to, const TimerValues& timers);

  void respond(const Message& response, Instant now, std::vector<Send>& send);
  void receive_again(std::vector<Send>& send) const;  // a copy of the request
  void receive_ack(Instant now);
  void tick(Instant now, std::vector<Send>& send);

  std::optional<Instant> next_timer() const;
  bool done() const { return state_ == State::terminated; }
  bool awaits_final() const { return state_ == State::proceeding; }
  const Message& request() const { return request_; }
  const Peer& reply_to() const { return reply_to_; }

 private:
  enum class State : std::uint8_t { proceeding, accepted, completed, confirmed, terminated };

  bool is_udp() const { return reply_to_.transport == Transport::udp; }

  Message request_;
  Peer reply_to_;
  TimerValues timers_;
  State state_ = State::proceeding;
  std::string last_response_;
  std::chrono::milliseconds interval_;
  std::optional<Instant> retransmit_at_;  // timer G
  std::optional<Instant> end_at_;         // timers H, I, J, L
};

}  // namespace attendant::sip
