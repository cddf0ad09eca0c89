// The mailbox between whoever gives an answer and the connection that writes it. Shared by both; on the
// server's shard only. Internal to http_connection.
#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "net/http.hpp"
#include "net/responder.hpp"
#include "runtime/task.hpp"

namespace attendant::net {

class PendingResponse final : public Responder {
 public:
  PendingResponse(const boost::asio::any_io_executor& executor, std::size_t max_unsent_bytes)
      : bell_(executor), max_unsent_bytes_(max_unsent_bytes) {}

  void answer(Response response) override;
  void begin(Response head) override;
  void send(std::string piece) override;
  void finish() override;
  void abort() override;
  std::size_t unsent_bytes() const override { return unsent_; }

  // Returns when there is something to do, or after `longest`.
  runtime::Task<void> wait(std::chrono::milliseconds longest);

  // What is there, in this order; each is given once.
  std::optional<Response> take_head();
  bool in_pieces() const { return in_pieces_; }
  std::optional<std::string> take_piece();
  bool finished() const { return state_ == State::finished && pieces_.empty(); }
  bool aborted() const { return state_ == State::aborted; }

  // The connection is done with it: what still comes is dropped.
  void let_go() { leave(State::aborted); }

 private:
  enum class State { waiting, sending, finished, aborted };
  void leave(State state);

  boost::asio::steady_timer bell_;
  const std::size_t max_unsent_bytes_;
  State state_ = State::waiting;
  bool in_pieces_ = false;
  std::optional<Response> head_;
  std::deque<std::string> pieces_;
  std::size_t unsent_ = 0;
};

}  // namespace attendant::net
