#include "sip/client_transaction.hpp"

#include <algorithm>
#include <utility>

#include "sip/header_values.hpp"

namespace attendant::sip {
namespace {

constexpr std::chrono::seconds kTimerD{32};

}  // namespace

ClientTransaction::ClientTransaction(Message request, Peer to, const TimerValues& timers, Instant now,
                                     ClientActions& actions)
    : request_(std::move(request)),
      bytes_(serialise(request_)),
      to_(std::move(to)),
      timers_(timers),
      interval_(timers.t1),
      end_at_(now + 64 * timers.t1) {
  if (is_udp()) retransmit_at_ = now + interval_;
  actions.send.push_back({to_, bytes_});
}

void ClientTransaction::receive(Message response, const std::string& to_tag, Instant now,
                                ClientActions& actions) {
  if (state_ == State::accepted && response.status >= 200 && response.status < 300) {
    const auto ack = acks_.find(to_tag);
    if (ack != acks_.end()) {
      actions.send.push_back(ack->second);
    } else {
      actions.response = std::move(response);  // another branch of a fork answered too
    }
    return;
  }
  if (state_ == State::completed && is_invite() && response.status >= 300) {
    actions.send.push_back({to_, failure_ack_});
    return;
  }
  if (!awaits_final()) return;
  if (response.status >= 200) return receive_final(std::move(response), now, actions);
  if (is_invite()) {
    retransmit_at_.reset();
    end_at_.reset();
  } else if (state_ == State::calling && is_udp()) {
    interval_ = timers_.t2;
  }
  state_ = State::proceeding;
  actions.response = std::move(response);
}

void ClientTransaction::receive_final(Message response, Instant now, ClientActions& actions) {
  retransmit_at_.reset();
  if (!is_invite()) {
    state_ = State::completed;
    end_at_ = now + (is_udp() ? timers_.t4 : std::chrono::milliseconds(0));
  } else if (response.status < 300) {
    state_ = State::accepted;
    end_at_ = now + 64 * timers_.t1;
  } else {
    state_ = State::completed;
    end_at_ = is_udp() ? now + kTimerD : now;
    failure_ack_ = serialise(failure_ack(response));
    actions.send.push_back({to_, failure_ack_});
  }
  actions.response = std::move(response);
}

// RFC 3261 section 17.1.1.3: the INVITE's own Via, the To of the response.
Message ClientTransaction::failure_ack(const Message& response) const {
  Message ack;
  ack.method = Method::ack;
  ack.method_name = "ACK";
  ack.request_uri = request_.request_uri;
  for (const Header& header : request_.headers.all()) {
    for (std::string_view kept : {"Via", "Route", "From", "Call-ID", "Max-Forwards"}) {
      if (header.name == kept) ack.headers.add(header.name, header.value);
    }
  }
  const std::string* to = response.headers.find("To");
  ack.headers.add("To", to != nullptr ? *to : *request_.headers.find("To"));
  const auto cseq = parse_cseq(*request_.headers.find("CSeq"));
  ack.headers.add("CSeq", std::to_string(cseq ? cseq->number : 1) + " ACK");
  return ack;
}

void ClientTransaction::acknowledge(const std::string& to_tag, Send ack, ClientActions& actions) {
  actions.send.push_back(ack);
  acks_.insert_or_assign(to_tag, std::move(ack));
}

void ClientTransaction::tick(Instant now, ClientActions& actions) {
  if (end_at_ && now >= *end_at_) {
    actions.timed_out = awaits_final();
    state_ = State::terminated;
    retransmit_at_.reset();
    end_at_.reset();
    return;
  }
  if (!retransmit_at_ || now < *retransmit_at_) return;
  actions.send.push_back({to_, bytes_});
  interval_ = is_invite() ? 2 * interval_ : std::min(2 * interval_, timers_.t2);
  retransmit_at_ = now + interval_;
}

std::optional<Instant> ClientTransaction::next_timer() const {
  if (!retransmit_at_) return end_at_;
  return end_at_ ? std::min(*retransmit_at_, *end_at_) : retransmit_at_;
}

}  // namespace attendant::sip
