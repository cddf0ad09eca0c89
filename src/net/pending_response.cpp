#include "net/pending_response.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace attendant::net {
namespace asio = boost::asio;

void PendingResponse::answer(Response response) {
  if (state_ != State::waiting) return;
  head_ = std::move(response);
  leave(State::finished);
}

void PendingResponse::begin(Response head) {
  if (state_ != State::waiting) return;
  in_pieces_ = true;
  state_ = State::sending;
  std::string first = std::exchange(head.body, {});
  head_ = std::move(head);
  send(std::move(first));
  bell_.cancel();
}

void PendingResponse::send(std::string piece) {
  if (state_ != State::sending || piece.empty()) return;
  unsent_ += piece.size();
  if (unsent_ > max_unsent_bytes_) return leave(State::aborted);
  pieces_.push_back(std::move(piece));
  bell_.cancel();
}

void PendingResponse::finish() {
  if (state_ == State::sending) leave(State::finished);
}

void PendingResponse::abort() {
  if (state_ != State::finished) leave(State::aborted);
}

void PendingResponse::leave(State state) {
  state_ = state;
  bell_.cancel();
}

runtime::Task<void> PendingResponse::wait(std::chrono::milliseconds longest) {
  if (head_ || !pieces_.empty() || state_ == State::finished || state_ == State::aborted) co_return;
  bell_.expires_after(longest);
  co_await bell_.async_wait(asio::as_tuple(asio::use_awaitable));
}

std::optional<Response> PendingResponse::take_head() { return std::exchange(head_, std::nullopt); }

std::optional<std::string> PendingResponse::take_piece() {
  if (pieces_.empty()) return std::nullopt;
  std::string piece = std::move(pieces_.front());
  pieces_.pop_front();
  unsent_ -= piece.size();
  return piece;
}

}  // namespace attendant::net
