#include "sip/server_transaction.hpp"

#include <algorithm>
#include <utility>

namespace attendant::sip {

ServerTransaction::ServerTransaction(Message request, Peer reply_to, const TimerValues& timers)
    : request_(std::move(request)), reply_to_(std::move(reply_to)), timers_(timers), interval_(timers.t1) {}

void ServerTransaction::respond(const Message& response, Instant now, std::vector<Send>& send) {
  if (state_ != State::proceeding) return;
  last_response_ = serialise(response);
  send.push_back({reply_to_, last_response_});
  if (response.status < 200) return;
  if (request_.method != Method::invite) {
    state_ = State::completed;
    end_at_ = is_udp() ? now + 64 * timers_.t1 : now;
  } else if (response.status < 300) {
    state_ = State::accepted;
    end_at_ = now + 64 * timers_.t1;
  } else {
    state_ = State::completed;
    end_at_ = now + 64 * timers_.t1;
    if (is_udp()) retransmit_at_ = now + interval_;
  }
}

void ServerTransaction::receive_again(std::vector<Send>& send) const {
  const bool repeats = state_ == State::proceeding || state_ == State::completed;
  if (repeats && !last_response_.empty()) send.push_back({reply_to_, last_response_});
}

void ServerTransaction::receive_ack(Instant now) {
  if (state_ != State::completed) return;
  state_ = State::confirmed;
  retransmit_at_.reset();
  end_at_ = is_udp() ? now + timers_.t4 : now;
}

void ServerTransaction::tick(Instant now, std::vector<Send>& send) {
  if (end_at_ && now >= *end_at_) {
    state_ = State::terminated;
    retransmit_at_.reset();
    end_at_.reset();
    return;
  }
  if (!retransmit_at_ || now < *retransmit_at_) return;
  send.push_back({reply_to_, last_response_});
  interval_ = std::min(2 * interval_, timers_.t2);
  retransmit_at_ = now + interval_;
}

std::optional<Instant> ServerTransaction::next_timer() const {
  if (!retransmit_at_) return end_at_;
  return end_at_ ? std::min(*retransmit_at_, *end_at_) : retransmit_at_;
}

}  // namespace attendant::sip
