// The client side of one transaction: RFC 3261 section 17.1 with the Accepted state of RFC 6026. Pure; owned
// by an Endpoint.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "sip/endpoint.hpp"
#include "sip/message.hpp"
#include "sip/peer.hpp"

namespace attendant::sip {

// What a client transaction wants done after an input.
struct ClientActions {
  std::vector<Send> send;
  std::optional<Message> response;  // for the user of the transaction
  bool timed_out = false;           // no final response came: to the user as a 408
};

class ClientTransaction {
 public:
  // The request carries its Via; it is sent at once.
  ClientTransaction(Message request, Peer to, const TimerValues& timers, Instant now, ClientActions& actions);

  void receive(Message response, const std::string& to_tag, Instant now, ClientActions& actions);
  void tick(Instant now, ClientActions& actions);
  // The ACK for a 2xx of the branch `to_tag`: sent now, and again for each copy of that 2xx (RFC 3261
  // section 13.2.2.4).
  void acknowledge(const std::string& to_tag, Send ack, ClientActions& actions);

  std::optional<Instant> next_timer() const;
  bool done() const { return state_ == State::terminated; }
  const Message& request() const { return request_; }
  const Peer& destination() const { return to_; }
  bool is_proceeding() const { return state_ == State::proceeding; }
  bool awaits_final() const { return state_ == State::calling || state_ == State::proceeding; }

 private:
  enum class State : std::uint8_t { calling, proceeding, accepted, completed, terminated };

  bool is_invite() const { return request_.method == Method::invite; }
  bool is_udp() const { return to_.transport == Transport::udp; }
  void receive_final(Message response, Instant now, ClientActions& actions);
  Message failure_ack(const Message& response) const;

  Message request_;
  std::string bytes_;
  Peer to_;
  TimerValues timers_;
  State state_ = State::calling;
  std::chrono::milliseconds interval_;
  std::optional<Instant> retransmit_at_;  // timers A and E
  std::optional<Instant> end_at_;         // timers B, D, F, K, M
  std::string failure_ack_;
  std::map<std::string, Send> acks_;
};

}  // namespace attendant::sip
