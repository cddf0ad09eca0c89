// The stream of a client, plain or TLS, from the resolving of a name to the end of the handshake. On one
// shard; whoever owns the stream may close it at any time, which ends what is under way on it.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio/ip/tcp.hpp>

#include "net/allowed_hosts.hpp"
#include "net/name_resolver.hpp"
#include "net/streams.hpp"
#include "net/url.hpp"
#include "runtime/shard.hpp"
#include "runtime/task.hpp"

namespace boost::asio::ssl {
class context;
}

namespace attendant::net {

struct Connecting {
  std::shared_ptr<NameResolver> names;
  std::chrono::milliseconds resolve_timeout;
  std::chrono::milliseconds connect_timeout;  // for each of a name's addresses
};

class ClientStream {
 public:
  // Not connected yet. `tls` is used where the URL is secure, and is kept.
  ClientStream(runtime::Shard& shard, Url url, std::shared_ptr<boost::asio::ssl::context> tls);

  // Resolves, tries the addresses one after another, and shakes hands: SNI, and a certificate for the URL's
  // host. Once. Unavailable, with the origin and the reason; refused by `allowed` (null: anywhere), which
  // outlives the call; cancelled, when it was closed meanwhile.
  runtime::Task<Status> connect(const AllowedHosts* allowed, const Connecting& how);

  // What is under way on it ends with an error.
  void close();

  // The peer has closed it, or says what nobody asked for: it is of no use for another request.
  bool is_stale();

  std::string peer_address();  // as text, while it is connected; else empty
  const Url& url() const { return url_; }
  std::variant<PlainStream, TlsStream>& stream() { return stream_; }

 private:
  PlainStream& lowest();
  runtime::Task<Status> connect_to_one_of(std::vector<boost::asio::ip::tcp::endpoint> endpoints,
                                          std::chrono::milliseconds connect_timeout);
  runtime::Task<Status> shake_hands(TlsStream& stream);

  Url url_;
  std::shared_ptr<boost::asio::ssl::context> tls_;
  std::variant<PlainStream, TlsStream> stream_;
  bool closed_ = false;
};

}  // namespace attendant::net
