#include "net/tls_context.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

#include <boost/asio/ssl/context.hpp>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509err.h>

#include "base/bytes.hpp"

namespace attendant::net {
namespace asio = boost::asio;
namespace {

// Of TLS 1.2, what has forward secrecy and an authenticated cipher; all of TLS 1.3 is so by itself.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL";
constexpr std::string_view kProtocols("\x08http/1.1", 9);  // RFC 7301 section 3.1: each with its length

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned offered_size, void*) {
  unsigned char* match = nullptr;
  const BytesView ours = as_bytes(kProtocols);
  if (SSL_select_next_proto(&match, chosen_size, ours.data(), static_cast<unsigned>(ours.size()), offered,
                            offered_size) != OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *chosen = match;
  return SSL_TLSEXT_ERR_OK;
}

// The library would ask at the terminal, and the server wait for ever.
int no_passphrase(char*, int, int, void*) { return 0; }

Status check_readable(const std::string& file) {
  errno = 0;
  std::ifstream in(file);
  if (in.get(); in) return {};
  return fail(ErrorCode::invalid,
              fmt::format("cannot read '{}': {}", file, errno == 0 ? "it is empty" : std::strerror(errno)));
}

// The latest reason of the library, whose list of errors is empty afterwards.
unsigned long take_error() {
  const unsigned long error = ERR_peek_last_error();
  ERR_clear_error();
  return error;
}

std::string reason(unsigned long error) {
  const char* text = ERR_reason_error_string(error);
  return text == nullptr ? "unknown reason" : text;
}

bool is_mismatch(unsigned long error) {
  const int why = ERR_GET_REASON(error);
  return (ERR_GET_LIB(error) == ERR_LIB_X509 &&
          (why == X509_R_KEY_VALUES_MISMATCH || why == X509_R_KEY_TYPE_MISMATCH)) ||
         (ERR_GET_LIB(error) == ERR_LIB_SSL && why == SSL_R_NO_CERTIFICATE_ASSIGNED);
}

Status use_files(SSL_CTX* context, const TlsFiles& files) {
  TRY(check_readable(files.certificate_chain));
  TRY(check_readable(files.key));
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(context, files.certificate_chain.c_str()) != 1)
    return fail(ErrorCode::invalid, fmt::format("'{}' holds no certificate (PEM) that can be used: {}",
                                                files.certificate_chain, reason(take_error())));
  if (SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) == 1 &&
      SSL_CTX_check_private_key(context) == 1)
    return {};
  const unsigned long error = take_error();
  if (is_mismatch(error))
    return fail(ErrorCode::invalid, fmt::format("the key in '{}' is not that of the certificate in '{}'",
                                                files.key, files.certificate_chain));
  return fail(ErrorCode::invalid, fmt::format("'{}' holds no key (PEM, no passphrase) that can be used: {}",
                                              files.key, reason(error)));
}

}  // namespace

Result<std::shared_ptr<asio::ssl::context>> load_tls_context(const TlsFiles& files) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  SSL_CTX* const native = context->native_handle();
  CHECK(SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) == 1);
  CHECK(SSL_CTX_set_cipher_list(native, kCiphers) == 1);
  SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
  SSL_CTX_set_default_passwd_cb(native, no_passphrase);
  TRY(use_files(native, files));
  return context;
}

}  // namespace attendant::net
