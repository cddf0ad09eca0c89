// What comes in: from bytes to a transaction, a leg, or a refusal (RFC 3261
// sections 8.2, 9.2, 12.2.2, 17.1.3, 17.2.3).
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sip/allowed.hpp"
#include "sip/body.hpp"
#include "sip/dialog.hpp"
#include "sip/endpoint_impl.hpp"

namespace attendant::sip {
namespace {

constexpr std::string_view kCookie = "z9hG4bK";

std::string server_key(const Essentials& e, std::string_view method) {
  const std::string branch = e.via.branch();
  const std::string sent_by = fmt::format("{}:{}", lower(e.via.sent_by.host), e.via.sent_by.port);
  if (branch.starts_with(kCookie)) return fmt::format("{}|{}|{}", branch, sent_by, method);
  // RFC 2543 peers do not make branches unique.
  return fmt::format("2543|{}|{}|{}|{}|{}|{}", e.call_id, e.from.tag(), e.cseq.number, sent_by, branch,
                     method);
}

std::string unsupported_options(const Message& request) {
  std::vector<std::string> options;
  for (std::string_view option : request.headers.list("Require")) {
    const bool known = equals_ignoring_case(option, "timer") || equals_ignoring_case(option, "100rel");
    if (!known) options.emplace_back(option);
  }
  return join(options, ", ");
}

bool accepts_sdp(const Headers& headers) {
  if (headers.count("Accept") == 0) return true;
  const auto types = headers.list("Accept");
  return std::any_of(types.begin(), types.end(), [](std::string_view type) {
    const std::string plain = media_type(type);
    return plain == "application/sdp" || plain == "application/*" || plain == "*/*";
  });
}

bool carries_g711(const SessionDescription& offer) {
  // Which port and address will be ours does not matter for the question.
  return answer_offer(offer, LocalMedia{.ip = "192.0.2.1", .port = 9}, Direction::sendrecv, {}).has_value();
}

}  // namespace

void Endpoint::Impl::handle(std::string_view bytes, const Peer& source) {
  auto message = parse_message(bytes, options_.limits);
  if (!message) {
    ParseError& error = message.error();
    if (error.partial) refuse_malformed(std::move(*error.partial), error.status, source);
    return;
  }
  const auto checked = essentials(*message, options_.limits);
  if (!message->is_request) {
    if (checked) receive_response(std::move(*message), *checked);
  } else if (checked) {
    receive_request(std::move(*message), *checked, source);
  } else {
    refuse_malformed(std::move(*message), checked.error().status, source);
  }
}

// Without a transaction: what cannot be understood cannot be matched either.
void Endpoint::Impl::refuse_malformed(Message request, int status, const Peer& source) {
  if (request.method == Method::ack || status == 0) return;
  const auto vias = request.headers.list("Via");
  if (vias.empty()) return;
  const auto via = parse_via(vias.front(), options_.limits);
  if (!via) return;
  const Peer to = reply_destination(*via, source);
  stamp_via(request, *via, source);
  send({to, serialise(make_response(request, status, new_token()))});
}

void Endpoint::Impl::receive_response(Message response, const Essentials& essentials) {
  const std::string key = fmt::format("{}|{}", essentials.via.branch(), essentials.cseq.method);
  const auto found = clients_.find(key);
  if (found == clients_.end()) return;
  ClientActions actions;
  found->second.transaction.receive(std::move(response), essentials.to.tag(), now_, actions);
  carry_out(key, std::move(actions));
}

void Endpoint::Impl::refuse(const Message& request, const std::string& key, int status,
                            std::string_view extra_name, std::string extra_value) {
  Message response = make_response(request, status, new_token());
  if (!extra_name.empty()) response.headers.add(extra_name, std::move(extra_value));
  respond(key, response);
}

void Endpoint::Impl::receive_request(Message request, const Essentials& essentials, const Peer& source) {
  const std::string invite_key = server_key(essentials, "INVITE");
  if (request.method == Method::ack) return receive_ack(request, essentials, invite_key);
  const std::string key = server_key(essentials, request.method_name);
  if (const auto found = servers_.find(key); found != servers_.end()) {
    std::vector<Send> to_send;
    found->second.transaction.receive_again(to_send);
    for (Send& one : to_send) send(std::move(one));
    return;
  }
  stamp_via(request, essentials.via, source);
  servers_.emplace(
      key, Server{ServerTransaction(request, reply_destination(essentials.via, source), options_.timers),
                  std::nullopt,
                  {}});
  if (request.method == Method::cancel) return receive_cancel(request, key, invite_key);
  const std::string unsupported = unsupported_options(request);
  if (!unsupported.empty()) return refuse(request, key, 420, "Unsupported", unsupported);
  const std::string to_tag = essentials.to.tag();
  if (to_tag.empty()) return receive_outside_dialog(request, essentials, key, source);
  Leg* leg = find_dialog(essentials.call_id, to_tag);
  if (leg == nullptr) return refuse(request, key, 481);
  const LegId id = leg->id();
  leg->receive_request(request, essentials, key, source);
  settle(id);
}

void Endpoint::Impl::receive_ack(const Message& ack, const Essentials& essentials,
                                 const std::string& invite_key) {
  if (const auto found = servers_.find(invite_key); found != servers_.end()) {
    found->second.transaction.receive_ack(now_);
    schedule_server(invite_key);
  }
  Leg* leg = find_dialog(essentials.call_id, essentials.to.tag());
  if (leg == nullptr) return;
  const LegId id = leg->id();
  leg->receive_ack(ack, essentials);
  settle(id);
}

void Endpoint::Impl::receive_cancel(const Message& request, const std::string& key,
                                    const std::string& invite_key) {
  const auto found = servers_.find(invite_key);
  if (found == servers_.end()) return refuse(request, key, 481);
  refuse(request, key, 200);
  const std::optional<LegId> id = found->second.leg;
  if (!id) return;
  const auto leg = legs_.find(id->value());
  if (leg == legs_.end()) return;
  leg->second.receive_cancel();
  settle(*id);
}

void Endpoint::Impl::receive_outside_dialog(const Message& request, const Essentials& essentials,
                                            const std::string& key, const Peer& source) {
  switch (request.method) {
    case Method::invite:
      return receive_first_invite(request, essentials, key, source);
    case Method::options: {
      Message response = make_response(request, legs_.size() >= options_.max_calls ? 503 : 200, new_token());
      response.headers.add("Allow", std::string(kAllowedMethods));
      response.headers.add("Accept", std::string(kAcceptedBodies));
      response.headers.add("Supported", std::string(kSupportedOptions));
      return respond(key, response);
    }
    case Method::bye:
    case Method::info:
    case Method::update:
    case Method::notify:
    case Method::prack:
      return refuse(request, key, 481);
    case Method::other:
      return refuse(request, key, 501, "Allow", std::string(kAllowedMethods));
    default:
      return refuse(request, key, 405, "Allow", std::string(kAllowedMethods));
  }
}

void Endpoint::Impl::receive_first_invite(const Message& request, const Essentials& essentials,
                                          const std::string& key, const Peer& source) {
  const std::string merge_key =
      fmt::format("{}|{}|{}", essentials.call_id, essentials.from.tag(), essentials.cseq.number);
  if (const auto [merge, is_new] = merges_.emplace(merge_key, key); !is_new) return refuse(request, key, 482);
  servers_.at(key).merge_key = merge_key;
  if (legs_.size() >= options_.max_calls) {
    return refuse(request, key, 503, "Retry-After", fmt::format("{}", options_.retry_after.count()));
  }
  if (!accepts_sdp(request.headers)) return refuse(request, key, 406);
  auto body = session_of(request, options_.limits);
  if (!body) {
    if (body.error().status == 415) return refuse(request, key, 415, "Accept", "application/sdp");
    return refuse(request, key, body.error().status);
  }
  const SessionTimer timer(options_.session_interval, options_.min_session_interval);
  if (timer.is_too_small(request.headers)) {
    return refuse(request, key, 422, "Min-SE", fmt::format("{}", timer.minimum().count()));
  }
  std::optional<SessionDescription> offer = std::move(*body);
  if (offer && !carries_g711(*offer)) return refuse(request, key, 488);
  Leg leg(LegId(++last_leg_), *this);
  respond(key, make_response(request, 100, ""));
  if (!leg.start_incoming(servers_.at(key).transaction.request(), essentials, std::move(offer), key,
                          source)) {
    return refuse(request, key, 400);  // no usable Contact: there could be no dialog
  }
  servers_.at(key).leg = leg.id();
  add_leg(std::move(leg));
}

}  // namespace attendant::sip
