// Requests inside a dialog: routing of what comes in, BYE, INFO, REFER with its NOTIFYs, OPTIONS.
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sip/allowed.hpp"
#include "sip/body.hpp"
#include "sip/leg.hpp"

namespace attendant::sip {

void Leg::receive_request(const Message& request, const Essentials& essentials,
                          const std::string& transaction, const Peer& source) {
  if (state_ == State::ended || state_ == State::outgoing || essentials.from.tag() != dialog_.remote_tag) {
    return refuse(request, transaction, 481);
  }
  if (dialog_.remote_cseq && essentials.cseq.number <= *dialog_.remote_cseq)
    return refuse(request, transaction, 500);
  dialog_.remote_cseq = essentials.cseq.number;
  flow_ = source;
  switch (request.method) {
    case Method::invite:
      return receive_reinvite(request, essentials, transaction);
    case Method::update:
      return receive_update(request, transaction);
    case Method::bye:
      return receive_bye(request, transaction);
    case Method::info:
      return receive_info(request, transaction);
    case Method::notify:
      return receive_notify(request, transaction);
    case Method::refer:
      return refuse(request, transaction, 603);
    case Method::prack:
      return receive_prack(request, transaction);
    case Method::options: {
      Message response = response_to(request, 200);
      response.headers.add("Allow", std::string(kAllowedMethods));
      response.headers.add("Accept", std::string(kAcceptedBodies));
      return host_.respond(transaction, response);
    }
    case Method::other:
      return refuse(request, transaction, 501);
    default:
      return refuse(request, transaction, 405);
  }
}

void Leg::receive_response(const std::string& transaction, const Message& request, const Message& response,
                           const std::string& to_tag) {
  if (state_ == State::ended) return;
  if (request.method == Method::invite) return receive_invite_response(transaction, response, to_tag);
  if (request.method == Method::refer && refer_ && refer_->transaction == transaction)
    receive_refer_response(response);
}

void Leg::transaction_failed(const std::string& transaction, const Message& request, EndCause cause) {
  if (state_ == State::ended) return;
  if (request.method == Method::refer && refer_ && refer_->transaction == transaction) {
    return finish_refer(408, "the far end did not answer our REFER");
  }
  if (request.method != Method::invite || !our_invite_ || our_invite_->transaction != transaction) return;
  const bool cancelled = our_invite_->cancel_wanted;
  our_invite_.reset();
  session_.drop_offer();
  const int status = cause == EndCause::transport_failed ? 503 : 408;
  end_with_bye(cancelled ? EndCause::cancelled : cause, status, "no answer to our INVITE");
}

void Leg::receive_bye(const Message& request, const std::string& transaction) {
  host_.respond(transaction, response_to(request, 200));
  if (state_ == State::incoming) {
    host_.respond(invite_transaction_, response_to(invite_, 487));
    return end(EndCause::cancelled, 487, "the caller gave up");
  }
  end(EndCause::far_end_hung_up, 0, "");
}

Status Leg::info(std::string_view content_type, std::string body) {
  if (state_ != State::connected) return fail(ErrorCode::conflict, "INFO: the call is not up");
  Message request = next_request(Method::info);
  request.headers.add("Content-Type", std::string(content_type));
  request.body = std::move(body);
  send_request(std::move(request));
  return {};
}

void Leg::receive_info(const Message& request, const std::string& transaction) {
  const std::string* content_type = request.headers.find("Content-Type");
  const std::string type = content_type != nullptr ? media_type(*content_type) : "";
  // An INFO without a body is how old switches ask whether the call is alive (RFC 2976).
  if (request.body.empty()) return host_.respond(transaction, response_to(request, 200));
  if (type != "application/dtmf-relay" && type != "application/dtmf")
    return refuse(request, transaction, 415);
  const auto press = type == "application/dtmf" ? parse_dtmf(request.body) : parse_dtmf_relay(request.body);
  if (!press) return refuse(request, transaction, 400);
  host_.respond(transaction, response_to(request, 200));
  host_.emit(DtmfInfo{id_, press->digit, press->duration});
}

Status Leg::refer(const Uri& target) {
  if (state_ != State::connected) return fail(ErrorCode::conflict, "REFER: the call is not up");
  if (refer_) return fail(ErrorCode::conflict, "REFER: one is under way already");
  Message request = next_request(Method::refer);
  request.headers.add("Contact", local_contact());
  request.headers.add("Refer-To", "<" + to_string(target) + ">");
  request.headers.add("Referred-By", fmt::format("<{}>", to_string(dialog_.local.uri)));
  refer_ = OurRefer{};
  refer_->give_up_at = host_.now() + host_.options().timers.refer_limit;
  refer_->transaction = send_request(std::move(request));
  referred_before_ = true;
  return {};
}

void Leg::receive_refer_response(const Message& response) {
  if (response.status >= 300) return finish_refer(response.status, response.reason);
  if (response.status >= 200) host_.emit(ReferProgress{id_, 100, "accepted", false});
}

void Leg::receive_notify(const Message& request, const std::string& transaction) {
  const std::string* event = request.headers.find("Event");
  const bool is_refer = event != nullptr && lower(trim(event->substr(0, event->find(';')))) == "refer";
  if (!is_refer) return refuse(request, transaction, 489);
  if (!referred_before_) return refuse(request, transaction, 481);
  const std::string* state = request.headers.find("Subscription-State");
  const bool terminated = state != nullptr && lower(trim(state->substr(0, state->find(';')))) == "terminated";
  const auto fragment = parse_status_fragment(request.body);
  if (!fragment && !terminated) return refuse(request, transaction, 400);
  host_.respond(transaction, response_to(request, 200));
  if (!refer_) return;
  if (fragment) {
    refer_->last_status = fragment->status;
    refer_->last_reason = fragment->reason;
  }
  const int status = refer_->last_status;
  if (status >= 200) return finish_refer(status, refer_->last_reason);
  if (terminated) return finish_refer(0, "the far end stopped reporting before the outcome");
  host_.emit(ReferProgress{id_, status, refer_->last_reason, false});
}

void Leg::finish_refer(int status, std::string reason) {
  refer_.reset();
  host_.emit(ReferProgress{id_, status, std::move(reason), true});
}

void Leg::tick_refer() {
  if (refer_ && host_.now() >= refer_->give_up_at)
    finish_refer(408, "the outcome of the transfer was never told");
}

}  // namespace attendant::sip
