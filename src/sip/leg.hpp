// One call of an Endpoint, from INVITE to its end: the dialog, the offers, the session timer, a REFER. Pure;
// owned by the Endpoint, which routes messages, timers and commands to it.
//
// leg.cpp holds what all states share, leg_invite.cpp the beginning, leg_session.cpp changes of a running
// session, leg_requests.cpp the other requests inside the dialog, leg_reliable.cpp provisional responses that
// are acknowledged.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "sip/dialog.hpp"
#include "sip/leg_host.hpp"
#include "sip/leg_snapshot.hpp"
#include "sip/media_session.hpp"
#include "sip/session_timer.hpp"

namespace attendant::sip {

class Leg {
 public:
  Leg(LegId id, LegHost& host);

  // One of these three first.
  Status start_incoming(const Message& request, const Essentials& essentials,
                        std::optional<SessionDescription> offer, const std::string& transaction,
                        const Peer& source);
  void start_outgoing(const Invitation& invitation);
  Status start_restored(const LegSnapshot& snapshot);

  // From the Endpoint.
  void receive_request(const Message& request, const Essentials& essentials, const std::string& transaction,
                       const Peer& source);
  void receive_ack(const Message& ack, const Essentials& essentials);
  void receive_cancel();
  void receive_response(const std::string& transaction, const Message& request, const Message& response,
                        const std::string& to_tag);
  void transaction_failed(const std::string& transaction, const Message& request, EndCause cause);
  // A request is about to be sent again because it was challenged: with this number, or not at all.
  std::optional<std::uint32_t> cseq_to_repeat(const std::string& transaction);
  void repeated(const std::string& transaction, const std::string& new_transaction);
  void tick();
  std::optional<Instant> next_timer() const;

  // Commands, see Endpoint.
  Status ring();
  Status answer(const LocalMedia& media);
  Status reject(int status, std::optional<std::chrono::seconds> retry_after);
  Status cancel();
  Status bye();
  Status reinvite(Direction direction);
  Status info(std::string_view content_type, std::string body);
  Status refer(const Uri& target);
  Status hang_up();

  LegId id() const { return id_; }
  bool has_ended() const { return state_ == State::ended; }
  const std::string& call_id() const { return dialog_.call_id; }
  const std::string& local_tag() const { return dialog_.local_tag; }
  Result<LegSnapshot> snapshot() const;

 private:
  enum class State : std::uint8_t { incoming, outgoing, connected, ended };

  // A 2xx of ours to an INVITE, repeated until its ACK comes (RFC 3261 section 13.3.1.4).
  struct UnackedAnswer {
    std::uint32_t cseq = 0;
    Send copy;
    std::chrono::milliseconds interval{0};
    Instant resend_at;
    Instant give_up_at;
    bool holds_offer = false;  // the ACK brings the answer
    bool first = false;        // of the INVITE that began the call
  };
  // An INVITE of ours without a final response.
  struct OurInvite {
    std::string transaction;
    Direction direction = Direction::sendrecv;
    bool commanded = false;  // by the owner, not by the session timer
    bool cancel_wanted = false;
    bool cancel_sent = false;
    std::optional<Instant> give_up_at;
  };
  // A provisional response of ours that the far end acknowledges by PRACK (RFC 3262 section 3).
  struct OurReliable {
    std::uint32_t rseq = 0;
    Send copy;
    std::chrono::milliseconds interval{0};
    Instant resend_at;
    Instant give_up_at;
    bool acknowledged = false;
  };
  // One branch of an INVITE of ours that sent reliable provisional responses.
  struct EarlyDialog {
    std::uint32_t rseq = 0;               // of the last one that was acknowledged
    std::optional<MediaSession> session;  // as one of them answered our offer
  };
  struct Retry {
    Instant at;
    Direction direction = Direction::sendrecv;
    bool commanded = false;
  };
  struct OurRefer {
    std::string transaction;
    int last_status = 0;
    std::string last_reason;
    Instant give_up_at;
  };

  // leg.cpp
  std::string new_token();
  std::string local_contact() const;
  Peer destination(const Dialog& dialog) const;
  std::string send_request(Message request);
  Message next_request(Method method);
  Message response_to(const Message& request, int status) const;
  void refuse(const Message& request, const std::string& transaction, int status);
  void end(EndCause cause, int status, std::string reason);
  void send_bye();
  void end_with_bye(EndCause cause, int status, std::string reason);

  // leg_invite.cpp
  void send_first_invite();
  void receive_invite_response(const std::string& transaction, const Message& response,
                               const std::string& to_tag);
  void receive_first_2xx(const std::string& transaction, const Message& response, const std::string& to_tag);
  void receive_first_failure(const Message& response);
  void acknowledge(const std::string& transaction, std::uint32_t cseq, const Dialog& dialog);
  void drop_fork(const std::string& transaction, const Message& response, const std::string& to_tag);
  void send_cancel_if_possible();

  // leg_reliable.cpp
  Status ring_reliably();
  void receive_prack(const Message& request, const std::string& transaction);
  void tick_reliable();
  bool acknowledge_provisional(const Message& response, const std::string& to_tag);

  // leg_session.cpp
  void send_reinvite(Direction direction, bool commanded);
  void receive_reinvite(const Message& request, const Essentials& essentials, const std::string& transaction);
  void receive_update(const Message& request, const std::string& transaction);
  void receive_reinvite_response(const std::string& transaction, const Message& response);
  bool refuses_session_change(const Message& request, const std::string& transaction);
  void send_answer(const Message& request, const std::string& transaction, std::uint32_t cseq,
                   std::string sdp, bool holds_offer);
  bool take_answer(const Message& message);  // to our offer; false: it cannot be used
  void adopt_target(const Message& message);
  void report_media(const NegotiatedMedia& before, bool always);
  void tick_unacked();
  void tick_session();
  bool session_busy() const { return our_invite_ || unacked_ || retry_; }

  // leg_requests.cpp
  void receive_info(const Message& request, const std::string& transaction);
  void receive_notify(const Message& request, const std::string& transaction);
  void receive_refer_response(const Message& response);
  void receive_bye(const Message& request, const std::string& transaction);
  void finish_refer(int status, std::string reason);
  void tick_refer();

  LegId id_;
  LegHost& host_;
  State state_ = State::incoming;
  Dialog dialog_;
  bool we_called_ = false;
  Peer flow_;  // where the far end's messages come from
  MediaSession session_;
  SessionTimer timer_;

  Message invite_;                  // the INVITE that began the call
  std::string invite_transaction_;  // incoming: its server transaction
  std::uint32_t invite_cseq_ = 0;   // incoming: its number
  bool wants_reliable_ = false;     // incoming: it requires 100rel
  std::optional<SessionDescription> first_offer_;
  std::optional<Instant> answer_by_;  // incoming: nobody may ring for ever

  std::optional<OurReliable> reliable_;
  std::map<std::string, EarlyDialog> early_;  // outgoing: by the far end's tag

  std::optional<UnackedAnswer> unacked_;
  std::optional<OurInvite> our_invite_;
  std::optional<Retry> retry_;
  std::optional<OurRefer> refer_;
  bool referred_before_ = false;  // a REFER was sent on this dialog: late NOTIFYs are ours
  bool bye_after_ack_ = false;
};

}  // namespace attendant::sip
