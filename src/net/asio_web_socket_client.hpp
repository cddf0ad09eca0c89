// The WebSocket client of this machine, on a shard.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "net/name_resolver.hpp"
#include "net/web_socket_client.hpp"
#include "runtime/shard.hpp"

namespace attendant::net {

class AsioWebSocketClient final : public WebSocketClient {
 public:
  struct Options {
    // Longer than a resolver gives its first name server (resolv.conf: 5 s), so that the second is heard.
    std::chrono::milliseconds resolve_timeout{6'000};
    std::shared_ptr<NameResolver> names = nullptr;     // null: one of its own
    std::chrono::milliseconds connect_timeout{2'000};  // for each of a name's addresses
    std::string ca_file;                               // PEM, trusted beside the system's roots
    WebSocketLimits sockets{.max_message_bytes = 1024 * 1024};
  };

  // Reads the roots: blocks on the disk; any thread. The shard outlives the client, which is destroyed on it,
  // or when it has stopped.
  static Result<std::unique_ptr<AsioWebSocketClient>> make(runtime::Shard& shard, Options options);
  ~AsioWebSocketClient() override;

  std::unique_ptr<Exchange> connect(SocketRequest request, std::shared_ptr<SocketEvents> events,
                                    std::function<void(Error)> failed) override;

 private:
  struct Impl;
  class Running;
  explicit AsioWebSocketClient(std::shared_ptr<Impl> impl);

  std::shared_ptr<Impl> impl_;
};

}  // namespace attendant::net
