// A self-signed certificate for a developer's machine (ECDSA P-256, 90 days), since browsers give a page its
// microphone over TLS only. For no one else: nobody vouches for it. Blocks on the disk; any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace attendant::net {

struct DevelopmentCertificate {
  std::filesystem::path certificate;  // PEM
  std::filesystem::path key;          // PEM, mode 0600
  std::vector<std::string> names;     // DNS names and IP addresses that it is good for: "localhost", "::1"
};

enum class CertificateStep { kept, made };

// Makes both files (their folder must exist), or makes them anew when they expire within a week, are for
// other names, or do not fit each other. A file that this function did not make is never touched:
// ErrorCode::conflict names it.
Result<CertificateStep> ensure_development_certificate(const DevelopmentCertificate& wanted, WallTime now);

}  // namespace attendant::net
