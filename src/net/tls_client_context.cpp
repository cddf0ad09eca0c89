#include "net/tls_client_context.hpp"

#include <string_view>

#include <boost/asio/ssl/context.hpp>
#include <fmt/format.h>
#include <openssl/ssl.h>

#include "base/bytes.hpp"

namespace attendant::net {
namespace asio = boost::asio;
namespace {

constexpr std::string_view kProtocols("\x08http/1.1", 9);  // RFC 7301 section 3.1: each with its length

}  // namespace

Result<std::shared_ptr<asio::ssl::context>> make_tls_client_context(const std::string& ca_file) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
  SSL_CTX* const native = context->native_handle();
  CHECK(SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) == 1);
  SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  const BytesView protocols = as_bytes(kProtocols);
  CHECK(SSL_CTX_set_alpn_protos(native, protocols.data(), static_cast<unsigned>(protocols.size())) == 0);
  boost::system::error_code error;
  (void)context->set_verify_mode(asio::ssl::verify_peer, error);
  if (!error) (void)context->set_default_verify_paths(error);
  if (error)
    return fail(ErrorCode::unavailable,
                fmt::format("the system's TLS roots cannot be read: {}", error.message()));
  if (ca_file.empty()) return context;
  if ((void)context->load_verify_file(ca_file, error); error)
    return fail(ErrorCode::invalid,
                fmt::format("'{}' holds no certificates (PEM) to trust: {}", ca_file, error.message()));
  return context;
}

}  // namespace attendant::net
