// Connections of an HTTP client that wait for their next request, by origin. On the client's shard only.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string_view>

#include "net/allowed_hosts.hpp"
#include "net/client_connection.hpp"
#include "runtime/shard.hpp"
#include "runtime/timer.hpp"

namespace attendant::net {

class ConnectionPool {
 public:
  struct Limits {
    std::size_t per_origin = 8;
    std::size_t together = 64;
    std::chrono::milliseconds idle_timeout{30'000};
  };

  ConnectionPool(runtime::Shard& shard, Limits limits) : shard_(shard), limits_(limits) {}

  // The one used latest, which is the least likely to be closed by its peer by now; null: none that `allowed`
  // (null: any address) permits.
  std::shared_ptr<ClientConnection> take(std::string_view origin, const AllowedHosts* allowed);

  // Over a limit the one unused longest goes.
  void give(std::shared_ptr<ClientConnection> connection);

  std::size_t size() const { return idle_.size(); }

 private:
  struct Idle {
    std::shared_ptr<ClientConnection> connection;
    std::string origin;
    std::uint64_t number = 0;
    runtime::Timer too_old;
  };

  void remove(std::uint64_t number);

  runtime::Shard& shard_;
  const Limits limits_;
  std::list<Idle> idle_;  // used latest first
  std::uint64_t last_number_ = 0;
};

}  // namespace attendant::net
