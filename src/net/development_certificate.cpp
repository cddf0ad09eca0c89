#include "net/development_certificate.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.hpp"

namespace attendant::net {
namespace {

constexpr std::chrono::days kLifetime{90};
constexpr std::chrono::days kRemadeBefore{7};
// The first line of both files; readers of PEM skip what stands before "-----BEGIN".
constexpr std::string_view kMark =
    "Made by Attendant for development, and made anew when it runs out: nothing vouches for it.\n";

template <auto release>
struct Release {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};
using CertificatePointer = std::unique_ptr<X509, Release<X509_free>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using BioPointer = std::unique_ptr<BIO, Release<BIO_free_all>>;

std::time_t to_seconds(WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

bool is_address(const std::string& name) {
  in6_addr ignored{};
  return ::inet_pton(AF_INET, name.c_str(), &ignored) == 1 ||
         ::inet_pton(AF_INET6, name.c_str(), &ignored) == 1;
}

bool is_host_name(std::string_view name) {
  return !name.empty() && name.size() <= 253 && std::ranges::all_of(name, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '.';
  });
}

Status check_names(const std::vector<std::string>& names) {
  if (names.empty()) return fail(ErrorCode::invalid, "a development certificate needs a name");
  for (const auto& name : names) {
    if (!is_address(name) && !is_host_name(name))
      return fail(ErrorCode::invalid, fmt::format("'{}' is neither a host name nor an IP address", name));
  }
  return {};
}

// The text of a file that we made; nothing where there is no file.
Result<std::optional<std::string>> read_ours(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(std::filesystem::symlink_status(path, error))) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return fail(ErrorCode::invalid, fmt::format("cannot read '{}': {}", path.string(), std::strerror(errno)));
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (!text.starts_with(kMark))
    return fail(ErrorCode::conflict,
                fmt::format("'{}' is no development certificate of Attendant and is left as it is: name "
                            "another file, or use it as the listener's own",
                            path.string()));
  return text;
}

BioPointer reader_of(const std::string& text) {
  return BioPointer(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// Whether what we made before serves `names` for another week.
bool still_serves(const std::string& certificate_pem, const std::string& key_pem,
                  const std::vector<std::string>& names, WallTime now) {
  const CertificatePointer certificate(
      PEM_read_bio_X509(reader_of(certificate_pem).get(), nullptr, nullptr, nullptr));
  const KeyPointer key(PEM_read_bio_PrivateKey(reader_of(key_pem).get(), nullptr, nullptr, nullptr));
  if (!certificate || !key || X509_check_private_key(certificate.get(), key.get()) != 1) return false;
  std::time_t begin = to_seconds(now);
  std::time_t end = to_seconds(now + kRemadeBefore);
  if (X509_cmp_time(X509_get0_notBefore(certificate.get()), &begin) > 0) return false;
  if (X509_cmp_time(X509_get0_notAfter(certificate.get()), &end) <= 0) return false;
  return std::ranges::all_of(names, [&](const std::string& name) {
    return is_address(name) ? X509_check_ip_asc(certificate.get(), name.c_str(), 0) == 1
                            : X509_check_host(certificate.get(), name.data(), name.size(), 0, nullptr) == 1;
  });
}

void add_extension(X509* certificate, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  CHECK(extension != nullptr);
  CHECK(X509_add_ext(certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

void add_to_name(X509_NAME* name, const char* field, std::string_view value) {
  CHECK(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(value.data()),
                                   static_cast<int>(value.size()), -1, 0) == 1);
}

// 127 random bits: browsers take two certificates of one issuer and one number for a fault.
void set_random_number(X509* certificate) {
  const std::unique_ptr<BIGNUM, Release<BN_free>> number(BN_new());
  CHECK(number && BN_rand(number.get(), 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1);
  CHECK(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr);
}

CertificatePointer make_certificate(EVP_PKEY* key, const std::vector<std::string>& names, WallTime now) {
  CertificatePointer certificate(X509_new());
  X509* const x509 = certificate.get();
  CHECK(x509 != nullptr && X509_set_version(x509, X509_VERSION_3) == 1);
  set_random_number(x509);
  CHECK(ASN1_TIME_set(X509_getm_notBefore(x509), to_seconds(now)) != nullptr);
  CHECK(ASN1_TIME_set(X509_getm_notAfter(x509), to_seconds(now + kLifetime)) != nullptr);
  CHECK(X509_set_pubkey(x509, key) == 1);
  X509_NAME* const subject = X509_get_subject_name(x509);
  add_to_name(subject, "O", "Attendant development");
  // At most 64 characters fit (RFC 5280 appendix A.1), and only the alternative names below count.
  add_to_name(subject, "CN", std::string_view(names.front()).substr(0, 64));
  CHECK(X509_set_issuer_name(x509, subject) == 1);

  std::vector<std::string> alternatives;
  for (const auto& name : names) alternatives.push_back((is_address(name) ? "IP:" : "DNS:") + name);
  add_extension(x509, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(x509, NID_key_usage, "critical,digitalSignature");
  add_extension(x509, NID_ext_key_usage, "serverAuth");
  add_extension(x509, NID_subject_key_identifier, "hash");
  add_extension(x509, NID_subject_alt_name, join(alternatives, ","));
  CHECK(X509_sign(x509, key, EVP_sha256()) > 0);
  return certificate;
}

std::string text_of(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return std::string(kMark) + std::string(data, static_cast<std::size_t>(size));
}

// In whole or not at all: under a name of its own first.
Status write_file(const std::filesystem::path& path, std::string_view text, mode_t mode) {
  const auto failed = [&] {
    return fail(ErrorCode::unavailable,
                fmt::format("cannot write '{}': {}", path.string(), std::strerror(errno)));
  };
  std::string draft = path.string() + ".XXXXXX";
  const int fd = ::mkostemp(draft.data(), O_CLOEXEC);  // mode 0600
  if (fd < 0) return failed();
  const bool written =
      ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fchmod(fd, mode) == 0;
  ::close(fd);
  if (written && ::rename(draft.c_str(), path.c_str()) == 0) return {};
  const auto error = failed();
  ::unlink(draft.c_str());
  return error;
}

}  // namespace

Result<CertificateStep> ensure_development_certificate(const DevelopmentCertificate& wanted, WallTime now) {
  TRY(check_names(wanted.names));
  TRY_ASSIGN(const auto old_certificate, read_ours(wanted.certificate));
  TRY_ASSIGN(const auto old_key, read_ours(wanted.key));
  if (old_certificate && old_key && still_serves(*old_certificate, *old_key, wanted.names, now))
    return CertificateStep::kept;

  const KeyPointer key(EVP_EC_gen("P-256"));
  CHECK(key);
  const CertificatePointer certificate = make_certificate(key.get(), wanted.names, now);
  const BioPointer key_pem(BIO_new(BIO_s_mem()));
  const BioPointer certificate_pem(BIO_new(BIO_s_mem()));
  CHECK(PEM_write_bio_PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  CHECK(PEM_write_bio_X509(certificate_pem.get(), certificate.get()) == 1);
  TRY(write_file(wanted.key, text_of(key_pem.get()), 0600));
  TRY(write_file(wanted.certificate, text_of(certificate_pem.get()), 0644));
  return CertificateStep::made;
}

}  // namespace attendant::net
