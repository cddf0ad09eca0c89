// Where a TLS listener finds who it is.
#pragma once

#include <string>

namespace attendant::net {

// Two PEM files: the certificate with those that vouch for it behind it, and its key without a passphrase.
struct TlsFiles {
  std::string certificate_chain;
  std::string key;
};

}  // namespace attendant::net
