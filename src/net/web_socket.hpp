// One WebSocket connection (RFC 6455) as the rooms see it: a handle to say things with and events to hear
// them by. Both are used on the server's shard only. A test gives its code a WebSocket of its own.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attendant::net {

// RFC 6455 section 7.4.1: what a close says. Codes from 4000 are an application's own.
namespace close_code {
inline constexpr std::uint16_t kNormal = 1000;
inline constexpr std::uint16_t kGoingAway = 1001;  // the server stops
inline constexpr std::uint16_t kProtocolError = 1002;
inline constexpr std::uint16_t kNone = 1005;      // heard only: the peer's close had no code
inline constexpr std::uint16_t kVanished = 1006;  // heard only: the connection ended without a close
inline constexpr std::uint16_t kBadPayload = 1007;
inline constexpr std::uint16_t kPolicy = 1008;  // also for a peer that reads too slowly
inline constexpr std::uint16_t kTooBig = 1009;
inline constexpr std::uint16_t kInternal = 1011;
}  // namespace close_code

// What a server allows each of its connections.
struct WebSocketLimits {
  std::size_t max_message_bytes = 64 * 1024;   // a longer one is closed with 1009
  std::size_t max_unsent_bytes = 1024 * 1024;  // a peer that reads slower is closed with 1008
  std::chrono::milliseconds ping_every{20'000};
  std::chrono::milliseconds idle_timeout{60'000};  // nothing came, not even the answer to a ping
  std::chrono::milliseconds close_timeout{2'000};  // for the peer's answer to a close; stop() waits this long
};

// Nothing here blocks, and nothing here calls SocketEvents before it returns. Messages leave in the order
// they were sent in. After close(), and once the connection has ended, what is sent is dropped.
class WebSocket {
 public:
  virtual ~WebSocket() = default;

  virtual void send_text(std::string text) = 0;  // UTF-8
  virtual void send_binary(std::vector<std::byte> bytes) = 0;

  // What was sent before still leaves first; of what comes, only on_closed is heard. `reason`: at most 123
  // bytes of UTF-8, for a developer to read.
  virtual void close(std::uint16_t code, std::string_view reason) = 0;

  // What was sent and the network has not taken yet. A peer for whom this grows over the server's limit is
  // closed with kPolicy; who sends without end (audio) looks here first.
  virtual std::size_t unsent_bytes() const = 0;
};

// What happens on a connection. Let go of the handle in on_closed at the latest: it must not outlive the
// server. Owned by the connection from the acceptance to its end. Handlers must not
// block, nor throw. Nothing comes before on_open; on_closed comes once and last.
class SocketEvents {
 public:
  virtual ~SocketEvents() = default;

  virtual void on_open(std::shared_ptr<WebSocket> socket) = 0;
  virtual void on_text(std::string_view text) = 0;  // valid UTF-8; the view is good for this call only
  virtual void on_binary(std::span<const std::byte> bytes) = 0;  // likewise

  // `code`: what the peer closed with, or what the server did; kVanished when nobody closed.
  virtual void on_closed(std::uint16_t code) = 0;
};

}  // namespace attendant::net
