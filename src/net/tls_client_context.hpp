// What handshakes of our clients need: TLS 1.2 and 1.3 only, the system's roots and a file of further ones,
// ALPN "http/1.1" (RFC 7301). Shared by connections; does not change once it is made.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"

namespace boost::asio::ssl {
class context;
}

namespace attendant::net {

// `ca_file`: PEM, trusted beside the system's roots; empty: none. Blocks on the disk; any thread. The error
// names the file.
Result<std::shared_ptr<boost::asio::ssl::context>> make_tls_client_context(const std::string& ca_file);

}  // namespace attendant::net
