#include "sip/endpoint_impl.hpp"

#include <utility>

#include <fmt/format.h>

#include "sip/header_values.hpp"

namespace attendant::sip {
namespace {

constexpr std::string_view kCookie = "z9hG4bK";

std::string dialog_key(const std::string& call_id, const std::string& local_tag) {
  return call_id + '\n' + local_tag;
}

std::string client_key(std::string_view branch, std::string_view method) {
  return fmt::format("{}|{}", branch, method);
}

}  // namespace

Endpoint::Impl::Impl(Options options) : options_(std::move(options)) { CHECK(options_.random); }

std::string Endpoint::Impl::new_token() { return fmt::format("{:016x}", random()); }

const Leg* Endpoint::Impl::find(LegId leg) const {
  const auto found = legs_.find(leg.value());
  return found == legs_.end() ? nullptr : &found->second;
}

Leg* Endpoint::Impl::find_dialog(const std::string& call_id, const std::string& local_tag) {
  const auto found = dialogs_.find(dialog_key(call_id, local_tag));
  return found == dialogs_.end() ? nullptr : &legs_.at(found->second.value());
}

void Endpoint::Impl::add_leg(Leg leg) {
  const LegId id = leg.id();
  dialogs_.emplace(dialog_key(leg.call_id(), leg.local_tag()), id);
  legs_.emplace(id.value(), std::move(leg));
  settle(id);
}

Status Endpoint::Impl::command(LegId leg, const std::function<Status(Leg&)>& run) {
  const auto found = legs_.find(leg.value());
  if (found == legs_.end()) return fail(ErrorCode::not_found, "there is no such leg");
  Status status = run(found->second);
  settle(leg);
  return status;
}

Result<LegId> Endpoint::Impl::invite(const Invitation& invitation) {
  if (legs_.size() >= options_.max_calls) {
    return fail(ErrorCode::exhausted, fmt::format("all {} calls are in use", options_.max_calls));
  }
  Leg leg(LegId(++last_leg_), *this);
  const LegId id = leg.id();
  leg.start_outgoing(invitation);
  add_leg(std::move(leg));
  return id;
}

Result<LegId> Endpoint::Impl::restore(const LegSnapshot& snapshot) {
  if (legs_.size() >= options_.max_calls) {
    return fail(ErrorCode::exhausted, fmt::format("all {} calls are in use", options_.max_calls));
  }
  Leg leg(LegId(++last_leg_), *this);
  const LegId id = leg.id();
  TRY(leg.start_restored(snapshot));
  add_leg(std::move(leg));
  return id;
}

void Endpoint::Impl::add_via(Message& message, const Peer& to) {
  const bool udp = to.transport == Transport::udp;
  const HostPort& at = udp ? options_.udp_contact : options_.tcp_contact;
  message.headers.add_first("Via", fmt::format("SIP/2.0/{} {}:{};branch={}{}{}", to_string(to.transport),
                                               at.host, at.port, kCookie, new_token(), udp ? ";rport" : ""));
}

std::string Endpoint::Impl::request(LegId leg, Message message, const Peer& to) {
  auto digest = digest_for(leg, to);
  if (digest) digest->authorize(message);
  add_via(message, to);
  return start_client(std::move(message), to, leg, std::move(digest), 0);
}

std::string Endpoint::Impl::start_client(Message request, const Peer& to, std::optional<LegId> leg,
                                         std::shared_ptr<DigestClient> digest, int times_challenged) {
  const auto via = parse_via(*request.headers.find("Via"));
  CHECK(via.has_value());
  const std::string key = client_key(via->branch(), request.method_name);
  ClientActions actions;
  clients_.insert_or_assign(
      key, Client{ClientTransaction(std::move(request), to, options_.timers, now_, actions), leg,
                  std::move(digest), times_challenged});
  carry_out(key, std::move(actions));
  return key;
}

void Endpoint::Impl::cancel_invite(const std::string& transaction) {
  const auto found = clients_.find(transaction);
  if (found == clients_.end()) return;
  const Message& invite = found->second.transaction.request();
  Message cancel;
  cancel.method = Method::cancel;
  cancel.method_name = "CANCEL";
  cancel.request_uri = invite.request_uri;
  for (const Header& header : invite.headers.all()) {
    for (std::string_view kept : {"Via", "Route", "Max-Forwards", "From", "To", "Call-ID"}) {
      if (header.name == kept) cancel.headers.add(header.name, header.value);
    }
  }
  const auto cseq = parse_cseq(*invite.headers.find("CSeq"));
  cancel.headers.add("CSeq", fmt::format("{} CANCEL", cseq ? cseq->number : 1));
  start_client(std::move(cancel), Peer(found->second.transaction.destination()), std::nullopt, nullptr, 0);
}

bool Endpoint::Impl::is_proceeding(const std::string& transaction) const {
  const auto found = clients_.find(transaction);
  return found != clients_.end() && found->second.transaction.is_proceeding();
}

void Endpoint::Impl::acknowledge(const std::string& transaction, const std::string& to_tag, Message ack,
                                 const Peer& to) {
  const auto found = clients_.find(transaction);
  if (found == clients_.end()) return;
  // RFC 3261 section 22.1: the ACK cannot be challenged, so it carries what the INVITE was taken with.
  for (const Header& header : found->second.transaction.request().headers.all()) {
    if (header.name == "Authorization" || header.name == "Proxy-Authorization")
      ack.headers.add(header.name, header.value);
  }
  add_via(ack, to);
  ClientActions actions;
  found->second.transaction.acknowledge(to_tag, {to, serialise(ack)}, actions);
  carry_out(transaction, std::move(actions));
}

void Endpoint::Impl::carry_out(const std::string& key, ClientActions actions) {
  for (Send& one : actions.send) send(std::move(one));
  schedule_client(key);
  if (actions.timed_out) return fail_client(key, EndCause::timed_out);
  const auto found = clients_.find(key);
  if (found == clients_.end() || !actions.response) return;
  const std::optional<LegId> leg = found->second.leg;
  if (!leg || answer_challenge(key, *leg, *actions.response)) return;
  const auto owner = legs_.find(leg->value());
  if (owner == legs_.end()) return;
  const auto to = parse_name_addr(*actions.response->headers.find("To"), options_.limits);
  const Message request = found->second.transaction.request();  // the leg's answer may move the table
  owner->second.receive_response(key, request, *actions.response, to ? to->tag() : "");
  settle(*leg);
}

void Endpoint::Impl::fail_client(const std::string& key, EndCause cause) {
  const auto found = clients_.find(key);
  if (found == clients_.end()) return;
  const Client client = std::move(found->second);
  clients_.erase(found);
  if (!client.leg) return;
  const auto owner = legs_.find(client.leg->value());
  if (owner == legs_.end()) return;
  owner->second.transaction_failed(key, client.transaction.request(), cause);
  settle(*client.leg);
}

void Endpoint::Impl::respond(const std::string& transaction, const Message& response) {
  const auto found = servers_.find(transaction);
  if (found == servers_.end()) return;
  std::vector<Send> to_send;
  found->second.transaction.respond(response, now_, to_send);
  for (Send& one : to_send) send(std::move(one));
  schedule_server(transaction);
}

Peer Endpoint::Impl::reply_to(const std::string& transaction) const {
  return servers_.at(transaction).transaction.reply_to();
}

void Endpoint::Impl::transport_failed(const Peer& to) {
  std::vector<std::string> failed;
  for (const auto& [key, client] : clients_) {
    if (client.transaction.destination() == to && client.transaction.awaits_final()) failed.push_back(key);
  }
  for (const std::string& key : failed) fail_client(key, EndCause::transport_failed);
}

void Endpoint::Impl::tick() {
  while (auto due = timers_.take_due(now_)) wake(*due);
}

void Endpoint::Impl::wake(const Wakeup& wakeup) {
  if (wakeup.kind == Wakeup::Kind::client) {
    const auto found = clients_.find(wakeup.transaction);
    if (found == clients_.end()) return;
    ClientActions actions;
    found->second.transaction.tick(now_, actions);
    const bool done = found->second.transaction.done() && !actions.timed_out;
    carry_out(wakeup.transaction, std::move(actions));
    if (done) clients_.erase(wakeup.transaction);
  } else if (wakeup.kind == Wakeup::Kind::server) {
    const auto found = servers_.find(wakeup.transaction);
    if (found == servers_.end()) return;
    std::vector<Send> to_send;
    found->second.transaction.tick(now_, to_send);
    for (Send& one : to_send) send(std::move(one));
    if (!found->second.transaction.done()) return schedule_server(wakeup.transaction);
    merges_.erase(found->second.merge_key);
    servers_.erase(found);
  } else {
    const auto found = legs_.find(wakeup.leg.value());
    if (found == legs_.end()) return;
    found->second.tick();
    settle(wakeup.leg);
  }
}

void Endpoint::Impl::schedule_client(const std::string& key) {
  const auto found = clients_.find(key);
  if (found == clients_.end()) return;
  if (const auto at = found->second.transaction.next_timer())
    timers_.add({*at, Wakeup::Kind::client, key, LegId()});
}

void Endpoint::Impl::schedule_server(const std::string& key) {
  const auto found = servers_.find(key);
  if (found == servers_.end()) return;
  if (const auto at = found->second.transaction.next_timer())
    timers_.add({*at, Wakeup::Kind::server, key, LegId()});
}

void Endpoint::Impl::settle(LegId leg) {
  const auto found = legs_.find(leg.value());
  if (found == legs_.end()) return;
  if (found->second.has_ended()) {
    dialogs_.erase(dialog_key(found->second.call_id(), found->second.local_tag()));
    digests_.erase(leg.value());
    legs_.erase(found);
  } else if (const auto at = found->second.next_timer()) {
    timers_.add({*at, Wakeup::Kind::leg, {}, leg});
  }
}

}  // namespace attendant::sip
