#include "net/connection_pool.hpp"

#include <algorithm>
#include <utility>

namespace attendant::net {

std::shared_ptr<ClientConnection> ConnectionPool::take(std::string_view origin, const AllowedHosts* allowed) {
  for (auto at = idle_.begin(); at != idle_.end();) {
    if (at->origin != origin) {
      ++at;
      continue;
    }
    ClientStream& stream = at->connection->stream();
    if (stream.is_stale()) {
      at = idle_.erase(at);
      continue;
    }
    if (allowed != nullptr && !allowed->check_address(stream.url().host, stream.peer_address())) {
      ++at;
      continue;
    }
    auto connection = std::move(at->connection);
    idle_.erase(at);
    return connection;
  }
  return nullptr;
}

void ConnectionPool::give(std::shared_ptr<ClientConnection> connection) {
  const std::uint64_t number = ++last_number_;
  const std::string origin = connection->stream().url().origin();
  idle_.push_front({.connection = std::move(connection),
                    .origin = origin,
                    .number = number,
                    .too_old = shard_.after(limits_.idle_timeout, [this, number] { remove(number); })});
  const auto of_origin = std::ranges::count(idle_, origin, &Idle::origin);
  if (static_cast<std::size_t>(of_origin) > limits_.per_origin)
    remove(std::ranges::find(idle_.rbegin(), idle_.rend(), origin, &Idle::origin)->number);
  if (idle_.size() > limits_.together) idle_.pop_back();
}

void ConnectionPool::remove(std::uint64_t number) {
  std::erase_if(idle_, [number](const Idle& idle) { return idle.number == number; });
}

}  // namespace attendant::net
