// The HTTP client of this machine: a HttpClient on a shard. Connections are kept for reuse, within bounds; a
// request that meets a connection its server has just closed is sent once more on a new one, when it was not
// sent or changes nothing (GET, HEAD, OPTIONS), and nothing was heard. Redirects are not followed, bodies not
// decompressed. A request is never sent to another host than its URL's.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "net/http_client.hpp"
#include "net/name_resolver.hpp"
#include "runtime/shard.hpp"

namespace attendant::net {

class AsioHttpClient final : public HttpClient {
 public:
  struct Options {
    std::size_t max_head_bytes = 16 * 1024;  // of a response
    std::size_t max_idle_per_origin = 8;
    std::size_t max_idle = 64;
    std::chrono::milliseconds idle_timeout{30'000};  // a kept connection is closed then
    // Longer than a resolver gives its first name server (resolv.conf: 5 s), so that the second is heard.
    std::chrono::milliseconds resolve_timeout{6'000};
    std::shared_ptr<NameResolver> names = nullptr;     // null: one of its own
    std::chrono::milliseconds connect_timeout{2'000};  // for each of a name's addresses
    std::string ca_file;                               // PEM, trusted beside the system's roots
  };

  // Reads the roots: blocks on the disk; any thread. The shard outlives the client, which is destroyed on it,
  // or when it has stopped.
  static Result<std::unique_ptr<AsioHttpClient>> make(runtime::Shard& shard, Options options);
  ~AsioHttpClient() override;

  std::unique_ptr<Exchange> start(ClientRequest request, ExchangeEvents events) override;

  std::size_t idle_connections() const;

 private:
  struct Impl;
  class Running;
  explicit AsioHttpClient(std::shared_ptr<Impl> impl);

  std::shared_ptr<Impl> impl_;
};

}  // namespace attendant::net
