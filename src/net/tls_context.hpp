// What handshakes of a TLS listener need, read from its files: TLS 1.2 and 1.3 only, forward secrecy, ALPN
// "http/1.1" (RFC 7301). A context does not change once it is made; a connection keeps the one it began with.
#pragma once

#include <memory>

#include "base/result.hpp"
#include "net/tls_files.hpp"

namespace boost::asio::ssl {
class context;
}

namespace attendant::net {

// Blocks on the disk; any thread. The error names the file that cannot be read, is no PEM, or does not fit
// the other.
Result<std::shared_ptr<boost::asio::ssl::context>> load_tls_context(const TlsFiles& files);

}  // namespace attendant::net
