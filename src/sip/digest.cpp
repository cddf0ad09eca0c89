#include "sip/digest.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "base/result.hpp"
#include "base/text.hpp"

namespace attendant::sip {
namespace {

constexpr int kMostChallenges = 4;  // of one request: proxies and the far end, each once stale

std::string_view answer_header(bool by_proxy) { return by_proxy ? "Proxy-Authorization" : "Authorization"; }

// The nonce that the request was authorised with for this realm, if it was.
std::optional<std::string> nonce_used(const Message& request, const Challenge& challenge) {
  for (const Header& header : request.headers.all()) {
    if (!equals_ignoring_case(header.name, answer_header(challenge.by_proxy))) continue;
    const std::string_view value = header.value;
    const auto space = std::min(value.find(' '), value.size());
    const auto parameters = parse_auth_parameters(value.substr(space));
    if (!parameters) continue;
    const std::string* realm = find_auth_parameter(*parameters, "realm");
    const std::string* nonce = find_auth_parameter(*parameters, "nonce");
    if (realm != nullptr && nonce != nullptr && *realm == challenge.realm) return *nonce;
  }
  return std::nullopt;
}

bool was_refused(const Message& request, const Challenge& challenge, int times_challenged) {
  const auto used = nonce_used(request, challenge);
  if (!used || challenge.stale) return false;
  // An answer sent along unasked may only have been too old, whether the peer says so or not.
  return times_challenged > 0 || *used == challenge.nonce;
}

}  // namespace

std::string digest_of(DigestAlgorithm algorithm, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned int size = 0;
  const EVP_MD* kind = algorithm == DigestAlgorithm::md5 ? EVP_md5() : EVP_sha256();
  CHECK(EVP_Digest(text.data(), text.size(), hash.data(), &size, kind, nullptr) == 1);
  std::string hexadecimal;
  for (unsigned int i = 0; i < size; ++i) hexadecimal += fmt::format("{:02x}", hash[i]);
  return hexadecimal;
}

std::string digest_response(const Challenge& asked, std::string_view secret, std::string_view method,
                            std::string_view uri, std::uint32_t uses, std::string_view client_nonce) {
  const std::string what = digest_of(asked.algorithm, fmt::format("{}:{}", method, uri));
  if (!asked.qop_auth) return digest_of(asked.algorithm, fmt::format("{}:{}:{}", secret, asked.nonce, what));
  return digest_of(asked.algorithm,
                   fmt::format("{}:{}:{:08x}:{}:auth:{}", secret, asked.nonce, uses, client_nonce, what));
}

bool DigestClient::accept(const Message& request, const Message& response, const Credentials& credentials,
                          int times_challenged, const std::function<std::uint64_t()>& random) {
  const auto challenges = challenges_of(response);
  if (challenges.empty() || times_challenged >= kMostChallenges) return false;
  for (const Challenge& challenge : challenges) {
    if (was_refused(request, challenge, times_challenged)) return false;
  }
  for (const Challenge& challenge : challenges) {
    std::erase_if(realms_, [&](const Realm& known) {
      return known.challenge.by_proxy == challenge.by_proxy && known.challenge.realm == challenge.realm;
    });
    realms_.push_back(
        {.challenge = challenge,
         .username = credentials.username,
         .secret = digest_of(challenge.algorithm, fmt::format("{}:{}:{}", credentials.username,
                                                              challenge.realm, credentials.password)),
         .client_nonce = fmt::format("{:016x}", random())});
  }
  return true;
}

void DigestClient::authorize(Message& request) {
  if (realms_.empty()) return;
  request.headers.remove("Authorization");
  request.headers.remove("Proxy-Authorization");
  for (Realm& realm : realms_) {
    request.headers.add(answer_header(realm.challenge.by_proxy), answer(realm, request));
  }
}

std::string DigestClient::answer(Realm& realm, const Message& request) {
  const Challenge& asked = realm.challenge;
  ++realm.uses;
  const std::string response = digest_response(asked, realm.secret, request.method_name, request.request_uri,
                                               realm.uses, realm.client_nonce);
  std::string value = fmt::format(
      R"(Digest username="{}", realm="{}", nonce="{}", uri="{}", response="{}", algorithm={})",
      realm.username, asked.realm, asked.nonce, request.request_uri, response, to_string(asked.algorithm));
  if (!asked.opaque.empty()) value += fmt::format(R"(, opaque="{}")", asked.opaque);
  if (asked.qop_auth)
    value += fmt::format(R"(, qop=auth, nc={:08x}, cnonce="{}")", realm.uses, realm.client_nonce);
  return value;
}

}  // namespace attendant::sip
