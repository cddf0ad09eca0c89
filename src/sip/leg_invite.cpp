// The beginning of a call, in both directions.
#include <utility>

#include <fmt/format.h>

#include "sip/allowed.hpp"
#include "sip/body.hpp"
#include "sip/leg.hpp"

namespace attendant::sip {

Status Leg::start_incoming(const Message& request, const Essentials& essentials,
                           std::optional<SessionDescription> offer, const std::string& transaction,
                           const Peer& source) {
  TRY_ASSIGN(dialog_, dialog_from_request(request, essentials, new_token()));
  dialog_.local_cseq = static_cast<std::uint32_t>(host_.random() & 0xffff);
  flow_ = source;
  invite_ = request;
  invite_transaction_ = transaction;
  invite_cseq_ = essentials.cseq.number;
  wants_reliable_ = request.headers.list_has("Require", "100rel");
  first_offer_ = std::move(offer);
  state_ = State::incoming;
  answer_by_ = host_.now() + host_.options().timers.ring_limit;
  IncomingCall event{.leg = id_,
                     .call_id = essentials.call_id,
                     .from = essentials.from,
                     .to = essentials.to,
                     .request_uri = {},
                     .asserted_identity = {},
                     .source = source,
                     .offers_media = first_offer_.has_value()};
  TRY_ASSIGN(event.request_uri, parse_uri(request.request_uri, host_.options().limits));
  if (const std::string* identity = request.headers.find("P-Asserted-Identity"))
    event.asserted_identity = *identity;
  host_.emit(std::move(event));
  return {};
}

Status Leg::ring() {
  if (state_ != State::incoming)
    return fail(ErrorCode::conflict, "180: the call is not waiting for an answer");
  if (wants_reliable_) return ring_reliably();
  Message response = response_to(invite_, 180);
  response.headers.add("Contact", local_contact());
  host_.respond(invite_transaction_, response);
  return {};
}

Status Leg::answer(const LocalMedia& media) {
  if (state_ != State::incoming)
    return fail(ErrorCode::conflict, "200: the call is not waiting for an answer");
  session_.set_local(media);
  const bool we_offer = !first_offer_;
  std::string sdp;
  if (we_offer) {
    sdp = session_.offer(Direction::sendrecv);
  } else {
    auto answer = session_.answer(*first_offer_);
    if (!answer) {
      TRY(reject(488, std::nullopt));
      return fail(std::move(answer).error());
    }
    sdp = std::move(*answer);
  }
  send_answer(invite_, invite_transaction_, invite_cseq_, std::move(sdp), we_offer);
  state_ = State::connected;
  first_offer_.reset();
  if (!we_offer) host_.emit(Answered{id_, session_.media()});
  return {};
}

Status Leg::reject(int status, std::optional<std::chrono::seconds> retry_after) {
  if (state_ != State::incoming)
    return fail(ErrorCode::conflict, "reject: the call is not waiting for an answer");
  if (status < 300 || status > 699) return fail(ErrorCode::invalid, "reject: not a failure status");
  Message response = response_to(invite_, status);
  if (retry_after) response.headers.add("Retry-After", fmt::format("{}", retry_after->count()));
  host_.respond(invite_transaction_, response);
  end(EndCause::rejected, status, std::string(reason_phrase(status)));
  return {};
}

void Leg::receive_cancel() {
  if (state_ != State::incoming) return;
  host_.respond(invite_transaction_, response_to(invite_, 487));
  end(EndCause::cancelled, 487, "the caller gave up");
}

void Leg::start_outgoing(const Invitation& invitation) {
  state_ = State::outgoing;
  we_called_ = true;
  flow_ = invitation.destination;
  dialog_.call_id = fmt::format("{}{}", new_token(), new_token());
  dialog_.local_tag = new_token();
  dialog_.local = invitation.from;
  dialog_.local.set_tag("");
  dialog_.remote.uri = invitation.target;
  dialog_.remote_target = invitation.target;
  session_.set_local(invitation.media);
  send_first_invite();
}

void Leg::send_first_invite() {
  Message request = next_request(Method::invite);
  request.headers.add("Contact", local_contact());
  request.headers.add("Allow", std::string(kAllowedMethods));
  request.headers.add("Accept", "application/sdp");
  timer_.write_request(request.headers);
  request.headers.set("Supported", std::string(kSupportedOptions));
  request.headers.add("Content-Type", "application/sdp");
  request.body = session_.offer(Direction::sendrecv);
  early_.clear();
  invite_ = request;
  our_invite_ = OurInvite{};
  our_invite_->give_up_at = host_.now() + host_.options().timers.ring_limit;
  our_invite_->transaction = host_.request(id_, std::move(request), flow_);
}

Status Leg::cancel() {
  if (state_ != State::outgoing || !our_invite_)
    return fail(ErrorCode::conflict, "CANCEL: no call is being placed");
  our_invite_->cancel_wanted = true;
  send_cancel_if_possible();
  return {};
}

// Only after a provisional response (RFC 3261 section 9.1): before it the INVITE may not have arrived.
void Leg::send_cancel_if_possible() {
  if (!our_invite_) return;
  OurInvite& invite = *our_invite_;
  if (!invite.cancel_wanted || invite.cancel_sent || !host_.is_proceeding(invite.transaction)) return;
  invite.cancel_sent = true;
  invite.give_up_at = host_.now() + 64 * host_.options().timers.t1;
  host_.cancel_invite(invite.transaction);
}

void Leg::receive_invite_response(const std::string& transaction, const Message& response,
                                  const std::string& to_tag) {
  const bool is_2xx = response.status >= 200 && response.status < 300;
  if (!our_invite_ || our_invite_->transaction != transaction) {
    if (is_2xx && we_called_) drop_fork(transaction, response, to_tag);
    return;
  }
  if (state_ == State::connected) return receive_reinvite_response(transaction, response);
  if (is_2xx) return receive_first_2xx(transaction, response, to_tag);
  if (response.status >= 300) return receive_first_failure(response);
  if (our_invite_->cancel_wanted) return send_cancel_if_possible();
  if (response.status == 100) return;
  const bool reliable = response.headers.list_has("Require", "100rel");
  if (reliable && !acknowledge_provisional(response, to_tag)) return;
  Ringing ringing{id_, response.status, std::nullopt};
  const MediaSession before = session_;  // the branch that answers the call decides which answer is in force
  if (session_.offer_pending() && take_answer(response)) {
    ringing.early_media = session_.media();
    if (reliable && !early_[to_tag].session) early_[to_tag].session = session_;
  }
  session_ = before;
  host_.emit(std::move(ringing));
}

void Leg::acknowledge(const std::string& transaction, std::uint32_t cseq, const Dialog& dialog) {
  host_.acknowledge(transaction, dialog.remote_tag, make_request(dialog, Method::ack, cseq),
                    destination(dialog));
}

void Leg::receive_first_2xx(const std::string& transaction, const Message& response,
                            const std::string& to_tag) {
  const bool cancelled = our_invite_ && our_invite_->cancel_wanted;
  const auto number = parse_cseq(*response.headers.find("CSeq"));
  const std::uint32_t cseq = number ? number->number : dialog_.local_cseq;
  our_invite_.reset();
  if (Status status = complete_dialog(dialog_, response, to_tag); !status) {
    // Without a Contact there is nobody to send ACK or BYE to but the one who answered.
    dialog_.remote_tag = to_tag;
    acknowledge(transaction, cseq, dialog_);
    state_ = State::connected;
    return end_with_bye(EndCause::rejected, 400, status.error().message);
  }
  state_ = State::connected;
  acknowledge(transaction, cseq, dialog_);
  if (cancelled) return end_with_bye(EndCause::cancelled, 487, "answered while it was being cancelled");
  // What a reliable provisional response answered stays as it is (RFC 3262 section 5).
  const auto early = early_.find(to_tag);
  std::optional<MediaSession> agreed =
      early != early_.end() ? std::move(early->second.session) : std::nullopt;
  early_.clear();
  if (agreed) {
    session_ = *std::move(agreed);
  } else if (!take_answer(response)) {
    return end_with_bye(EndCause::rejected, 488, "the answer to our INVITE cannot be used");
  }
  timer_.accept_response(response.headers, host_.now());
  host_.emit(Answered{id_, session_.media()});
  host_.emit(Established{id_});
}

void Leg::receive_first_failure(const Message& response) {
  const bool cancelled = our_invite_ && our_invite_->cancel_wanted;
  our_invite_.reset();
  session_.drop_offer();
  if (response.status == 422 && !cancelled && timer_.raise(response.headers)) return send_first_invite();
  if (cancelled) return end(EndCause::cancelled, response.status, "we gave up");
  end(EndCause::rejected, response.status, response.reason);
}

// RFC 3261 section 13.2.2.4: a second branch answered. It is acknowledged and ended.
void Leg::drop_fork(const std::string& transaction, const Message& response, const std::string& to_tag) {
  const auto cseq_text = response.headers.find("CSeq");
  const auto cseq = cseq_text != nullptr ? parse_cseq(*cseq_text) : fail(ErrorCode::invalid, "");
  if (!cseq || to_tag == dialog_.remote_tag) return;
  Dialog other = dialog_;
  if (!complete_dialog(other, response, to_tag)) return;
  acknowledge(transaction, cseq->number, other);
  host_.request(id_, make_request(other, Method::bye, ++dialog_.local_cseq), destination(other));
}

}  // namespace attendant::sip
