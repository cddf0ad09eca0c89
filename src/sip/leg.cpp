#include "sip/leg.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sip/allowed.hpp"
#include "sip/grammar.hpp"

namespace attendant::sip {
namespace {

constexpr std::uint32_t kSnapshotCSeqMargin = 100;

std::string without_brackets(const std::string& host) {
  return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

Leg::Leg(LegId id, LegHost& host)
    : id_(id),
      host_(host),
      session_(host.random() >> 1),  // some peers read the session id as a signed number
      timer_(host.options().session_interval, host.options().min_session_interval) {}

std::string Leg::new_token() { return fmt::format("{:016x}", host_.random()); }

std::string Leg::local_contact() const {
  const bool tcp = flow_.transport == Transport::tcp;
  const HostPort& at = tcp ? host_.options().tcp_contact : host_.options().udp_contact;
  return fmt::format("<sip:{}:{}{}>", at.host, at.port, tcp ? ";transport=tcp" : "");
}

// The route's or target's address if it is one and if we may send there, else where the far end's messages
// come from. Over TCP always the latter: the connection that is up.
Peer Leg::destination(const Dialog& dialog) const {
  if (flow_.transport == Transport::tcp) return flow_;
  const Uri hop = next_hop(dialog);
  const std::string ip = without_brackets(hop.host);
  const auto& allows = host_.options().allows_destination;
  if (!is_ip_literal(ip) || (allows && !allows(ip))) return flow_;
  const Parameter* transport = find_parameter(hop.parameters, "transport");
  const bool tcp = transport != nullptr && equals_ignoring_case(transport->value.value_or(""), "tcp");
  return {tcp ? Transport::tcp : Transport::udp, ip, hop.port != 0 ? hop.port : std::uint16_t{5060}};
}

Message Leg::next_request(Method method) { return make_request(dialog_, method, ++dialog_.local_cseq); }

std::string Leg::send_request(Message request) {
  return host_.request(id_, std::move(request), destination(dialog_));
}

Message Leg::response_to(const Message& request, int status) const {
  return make_response(request, status, dialog_.local_tag);
}

void Leg::refuse(const Message& request, const std::string& transaction, int status) {
  Message response = response_to(request, status);
  if (status == 405) response.headers.add("Allow", std::string(kAllowedMethods));
  if (status == 415) response.headers.add("Accept", std::string(kAcceptedBodies));
  if (status == 422) response.headers.add("Min-SE", fmt::format("{}", timer_.minimum().count()));
  if (status == 500) response.headers.add("Retry-After", "2");
  host_.respond(transaction, response);
}

void Leg::end(EndCause cause, int status, std::string reason) {
  if (state_ == State::ended) return;
  if (refer_) finish_refer(0, "the call ended before the outcome was told");
  state_ = State::ended;
  host_.emit(Ended{id_, cause, status, std::move(reason)});
}

void Leg::send_bye() { send_request(next_request(Method::bye)); }

void Leg::end_with_bye(EndCause cause, int status, std::string reason) {
  if (state_ == State::connected) send_bye();
  end(cause, status, std::move(reason));
}

Status Leg::bye() {
  if (state_ != State::connected) return fail(ErrorCode::conflict, "BYE: the call is not up");
  // The called side must not send BYE before its 2xx was acknowledged (RFC 3261 section 15).
  if (unacked_ && unacked_->first) {
    bye_after_ack_ = true;
    return {};
  }
  end_with_bye(EndCause::we_hung_up, 0, "");
  return {};
}

Status Leg::hang_up() {
  switch (state_) {
    case State::incoming:
      return reject(480, std::nullopt);
    case State::outgoing:
      return cancel();
    case State::connected:
      return bye();
    case State::ended:
      break;
  }
  return fail(ErrorCode::conflict, "the call has ended");
}

std::optional<std::uint32_t> Leg::cseq_to_repeat(const std::string& transaction) {
  if (our_invite_ && our_invite_->transaction == transaction && our_invite_->cancel_wanted)
    return std::nullopt;
  return ++dialog_.local_cseq;
}

void Leg::repeated(const std::string& transaction, const std::string& new_transaction) {
  if (our_invite_ && our_invite_->transaction == transaction) our_invite_->transaction = new_transaction;
  if (refer_ && refer_->transaction == transaction) refer_->transaction = new_transaction;
}

void Leg::tick() {
  if (state_ == State::ended) return;
  if (state_ == State::incoming && host_.now() >= *answer_by_) {
    const Status rejected = reject(480, std::nullopt);
    CHECK(rejected.has_value());
    return;
  }
  tick_reliable();
  if (state_ != State::ended) tick_unacked();
  if (state_ != State::ended) tick_session();
  if (state_ != State::ended) tick_refer();
}

std::optional<Instant> Leg::next_timer() const {
  if (state_ == State::ended) return std::nullopt;
  std::optional<Instant> next;
  const auto consider = [&next](std::optional<Instant> at) {
    if (at && (!next || *at < *next)) next = at;
  };
  if (state_ == State::incoming) consider(answer_by_);
  if (state_ == State::incoming && reliable_ && !reliable_->acknowledged)
    consider(std::min(reliable_->resend_at, reliable_->give_up_at));
  if (unacked_) consider(std::min(unacked_->resend_at, unacked_->give_up_at));
  if (our_invite_) consider(our_invite_->give_up_at);
  if (retry_) consider(retry_->at);
  if (refer_) consider(refer_->give_up_at);
  if (state_ == State::connected) {
    consider(timer_.refresh_at());
    consider(timer_.expires_at());
  }
  return next;
}

Result<LegSnapshot> Leg::snapshot() const {
  if (state_ != State::connected) return fail(ErrorCode::conflict, "snapshot: the call is not up");
  LegSnapshot s;
  s.call_id = dialog_.call_id;
  s.local_tag = dialog_.local_tag;
  s.remote_tag = dialog_.remote_tag;
  s.local_address = to_string(dialog_.local);
  s.remote_address = to_string(dialog_.remote);
  s.local_cseq = dialog_.local_cseq;
  s.remote_cseq = dialog_.remote_cseq;
  s.route_set = dialog_.route_set;
  s.remote_target = to_string(dialog_.remote_target);
  const std::string contact = local_contact();
  s.local_contact = contact.substr(1, contact.size() - 2);
  s.we_called = we_called_;
  s.flow = flow_;
  s.local_media = session_.local();
  s.local_sdp = session_.local_text();
  s.remote_sdp = session_.remote_text();
  s.sdp_session_id = session_.origin().session_id;
  s.sdp_version = session_.origin().version;
  s.session_interval = timer_.interval();
  s.we_refresh = timer_.we_refresh();
  return s;
}

Status Leg::start_restored(const LegSnapshot& s) {
  dialog_.call_id = s.call_id;
  dialog_.local_tag = s.local_tag;
  dialog_.remote_tag = s.remote_tag;
  TRY_ASSIGN(dialog_.local, parse_name_addr(s.local_address));
  TRY_ASSIGN(dialog_.remote, parse_name_addr(s.remote_address));
  // Requests that were sent after the snapshot was taken (a refresh, say) must not be followed by a smaller
  // number.
  dialog_.local_cseq = s.local_cseq + kSnapshotCSeqMargin;
  dialog_.remote_cseq = s.remote_cseq;
  dialog_.route_set = s.route_set;
  TRY_ASSIGN(dialog_.remote_target, parse_uri(s.remote_target));
  we_called_ = s.we_called;
  flow_ = s.flow;
  session_.restore(s.local_media, {s.sdp_session_id, s.sdp_version}, s.local_sdp, s.remote_sdp);
  timer_.restore(s.session_interval, s.we_refresh, host_.now());
  state_ = State::connected;
  return {};
}

}  // namespace attendant::sip
