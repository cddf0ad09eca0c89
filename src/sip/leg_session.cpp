// Changes of a running session: re-INVITE and UPDATE of either side, acknowledgements, the session timer.
#include <algorithm>
#include <utility>

#include "sip/allowed.hpp"
#include "sip/body.hpp"
#include "sip/leg.hpp"

namespace attendant::sip {
namespace {

using std::chrono::milliseconds;

}  // namespace

Status Leg::reinvite(Direction direction) {
  if (state_ != State::connected) return fail(ErrorCode::conflict, "re-INVITE: the call is not up");
  if (session_busy())
    return fail(ErrorCode::conflict, "re-INVITE: another change of the session is under way");
  send_reinvite(direction, true);
  return {};
}

void Leg::send_reinvite(Direction direction, bool commanded) {
  Message request = next_request(Method::invite);
  request.headers.add("Contact", local_contact());
  request.headers.add("Allow", std::string(kAllowedMethods));
  timer_.write_request(request.headers);
  request.headers.add("Content-Type", "application/sdp");
  request.body = session_.offer(direction);
  our_invite_ = OurInvite{};
  our_invite_->direction = direction;
  our_invite_->commanded = commanded;
  our_invite_->give_up_at = host_.now() + 64 * host_.options().timers.t1;
  our_invite_->transaction = send_request(std::move(request));
}

void Leg::receive_reinvite_response(const std::string& transaction, const Message& response) {
  if (response.status < 200 || !our_invite_) return;
  const OurInvite invite = *our_invite_;
  our_invite_.reset();
  if (response.status < 300) {
    adopt_target(response);
    const auto cseq_text = response.headers.find("CSeq");
    const auto cseq = cseq_text != nullptr ? parse_cseq(*cseq_text) : fail(ErrorCode::invalid, "");
    acknowledge(transaction, cseq ? cseq->number : dialog_.local_cseq, dialog_);
    const NegotiatedMedia before = session_.media();
    if (!take_answer(response))
      return end_with_bye(EndCause::rejected, 488, "the answer to our re-INVITE cannot be used");
    timer_.accept_response(response.headers, host_.now());
    return report_media(before, invite.commanded);
  }
  session_.drop_offer();
  if (response.status == 481 || response.status == 408) {
    return end_with_bye(EndCause::timed_out, response.status, "the far end no longer knows the call");
  }
  if (response.status == 422 && timer_.raise(response.headers))
    return send_reinvite(invite.direction, invite.commanded);
  if (response.status == 491) {
    // RFC 3261 section 14.1: the caller waits longer, so that the two do not meet again.
    const milliseconds wait = we_called_ ? milliseconds(2100 + 10 * static_cast<int>(host_.random() % 191))
                                         : milliseconds(10 * static_cast<int>(host_.random() % 201));
    retry_ = Retry{host_.now() + wait, invite.direction, invite.commanded};
    return;
  }
  // The session stays as it was (section 14.1); the owner learns that by the same event.
  if (timer_.refresh_at()) timer_.postpone_refresh(host_.now() + timer_.interval() / 4);
  if (invite.commanded) report_media(session_.media(), true);
}

// What speaks against a session change of theirs right now; true when it was refused.
bool Leg::refuses_session_change(const Message& request, const std::string& transaction) {
  int status = 0;
  if (state_ == State::incoming) {
    status = 500;  // their first offer is not answered yet
  } else if (our_invite_ || unacked_) {
    status = 491;
  } else if (timer_.is_too_small(request.headers)) {
    status = 422;
  }
  if (status != 0) refuse(request, transaction, status);
  return status != 0;
}

void Leg::receive_reinvite(const Message& request, const Essentials& essentials,
                           const std::string& transaction) {
  if (refuses_session_change(request, transaction)) return;
  const auto body = session_of(request, host_.options().limits);
  if (!body) return refuse(request, transaction, body.error().status);
  const std::optional<SessionDescription>& offer = *body;
  const NegotiatedMedia before = session_.media();
  std::string sdp;
  if (offer) {
    auto answer = session_.answer(*offer);
    if (!answer) return refuse(request, transaction, 488);
    sdp = std::move(*answer);
  } else {
    sdp = session_.offer(session_.wanted());
  }
  adopt_target(request);
  send_answer(request, transaction, essentials.cseq.number, std::move(sdp), !offer);
  if (offer) report_media(before, false);
}

void Leg::receive_update(const Message& request, const std::string& transaction) {
  if (refuses_session_change(request, transaction)) return;
  const auto body = session_of(request, host_.options().limits);
  if (!body) return refuse(request, transaction, body.error().status);
  const std::optional<SessionDescription>& offer = *body;
  const NegotiatedMedia before = session_.media();
  Message response = response_to(request, 200);
  if (offer) {
    auto answer = session_.answer(*offer);
    if (!answer) return refuse(request, transaction, 488);
    response.headers.add("Content-Type", "application/sdp");
    response.body = std::move(*answer);
  }
  adopt_target(request);
  response.headers.add("Contact", local_contact());
  timer_.accept_request(request.headers, response.headers, host_.now());
  host_.respond(transaction, response);
  if (offer) report_media(before, false);
}

void Leg::send_answer(const Message& request, const std::string& transaction, std::uint32_t cseq,
                      std::string sdp, bool holds_offer) {
  Message response = response_to(request, 200);
  response.headers.add("Contact", local_contact());
  response.headers.add("Allow", std::string(kAllowedMethods));
  timer_.accept_request(request.headers, response.headers, host_.now());
  response.headers.add("Content-Type", "application/sdp");
  response.body = std::move(sdp);
  const auto& timers = host_.options().timers;
  unacked_ = UnackedAnswer{.cseq = cseq,
                           .copy = {host_.reply_to(transaction), serialise(response)},
                           .interval = timers.t1,
                           .resend_at = host_.now() + timers.t1,
                           .give_up_at = host_.now() + 64 * timers.t1,
                           .holds_offer = holds_offer,
                           .first = state_ == State::incoming};
  host_.respond(transaction, response);
}

void Leg::receive_ack(const Message& ack, const Essentials& essentials) {
  if (state_ != State::connected || !unacked_ || unacked_->cseq != essentials.cseq.number) return;
  if (essentials.from.tag() != dialog_.remote_tag) return;
  const UnackedAnswer answered = std::move(*unacked_);
  unacked_.reset();
  if (answered.holds_offer) {
    const NegotiatedMedia before = session_.media();
    if (!take_answer(ack))
      return end_with_bye(EndCause::rejected, 488, "the ACK brings no answer to our offer");
    if (answered.first) {
      host_.emit(Answered{id_, session_.media()});
    } else {
      report_media(before, false);
    }
  }
  if (answered.first) host_.emit(Established{id_});
  if (bye_after_ack_) end_with_bye(EndCause::we_hung_up, 0, "");
}

bool Leg::take_answer(const Message& message) {
  const auto body = session_of(message, host_.options().limits);
  if (!body) return false;
  const std::optional<SessionDescription>& answer = *body;
  return answer && session_.accept(*answer).has_value();
}

void Leg::adopt_target(const Message& message) {
  if (auto target = contact_target(message)) dialog_.remote_target = std::move(*target);
}

void Leg::report_media(const NegotiatedMedia& before, bool always) {
  if (always || !(before == session_.media())) host_.emit(MediaChanged{id_, session_.media()});
}

void Leg::tick_unacked() {
  if (!unacked_) return;
  const Instant now = host_.now();
  if (now >= unacked_->give_up_at) {
    unacked_.reset();
    return end_with_bye(bye_after_ack_ ? EndCause::we_hung_up : EndCause::no_ack, 408,
                        "our answer was never acknowledged");
  }
  if (now < unacked_->resend_at) return;
  host_.send(unacked_->copy);
  unacked_->interval = std::min(2 * unacked_->interval, host_.options().timers.t2);
  unacked_->resend_at = now + unacked_->interval;
}

void Leg::tick_session() {
  const Instant now = host_.now();
  if (our_invite_ && our_invite_->give_up_at && now >= *our_invite_->give_up_at) {
    if (state_ == State::connected)
      return end_with_bye(EndCause::timed_out, 408, "no final answer to our re-INVITE");
    if (our_invite_->cancel_sent) {
      our_invite_.reset();
      return end(EndCause::cancelled, 487, "the far end did not confirm our CANCEL");
    }
    our_invite_->give_up_at.reset();
    our_invite_->cancel_wanted = true;
    return send_cancel_if_possible();
  }
  if (state_ != State::connected) return;
  if (retry_ && now >= retry_->at) {
    const Retry retry = *retry_;
    retry_.reset();
    if (!session_busy()) return send_reinvite(retry.direction, retry.commanded);
    retry_ = Retry{now + host_.options().timers.t1, retry.direction, retry.commanded};
  }
  const auto expires_at = timer_.expires_at();
  if (expires_at && now >= *expires_at) {
    return end_with_bye(EndCause::session_expired, 408, "the session was not refreshed in time");
  }
  const auto refresh_at = timer_.refresh_at();
  if (refresh_at && now >= *refresh_at) {
    timer_.postpone_refresh(now + host_.options().timers.t2);
    if (!session_busy()) send_reinvite(session_.wanted(), false);
  }
}

}  // namespace attendant::sip
