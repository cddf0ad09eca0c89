// What a WebSocket has still to send: messages in their order, and a bound on their bytes. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <variant>
#include <vector>

namespace attendant::net {

using SocketMessage = std::variant<std::string, std::vector<std::byte>>;  // text, binary

class Outbox {
 public:
  explicit Outbox(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  // False: more waits than may. All is dropped then but the message that has begun to leave, which must leave
  // whole for a close to follow it.
  bool push(SocketMessage message);

  // The first message begins to leave: it stays where it is until left(). The box must not be empty.
  const SocketMessage& begin_to_leave();
  void left();

  void clear();
  bool empty() const { return messages_.empty(); }
  std::size_t bytes() const { return bytes_; }

 private:
  const std::size_t max_bytes_;
  std::deque<SocketMessage> messages_;
  std::size_t bytes_ = 0;
  bool leaving_ = false;
};

}  // namespace attendant::net
