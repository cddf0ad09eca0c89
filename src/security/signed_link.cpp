#include "security/signed_link.hpp"

#include <array>
#include <chrono>

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/text.hpp"
#include "security/random.hpp"

namespace attendant::security {
namespace {

constexpr std::size_t kIdBytes = 16;
constexpr std::size_t kMacBytes = 32;
constexpr std::size_t kLongestToken = 160;

std::string in_hex(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const auto byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

std::int64_t seconds_of(WallTime time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

}  // namespace

std::string LinkSigner::mac_of(std::string_view signed_part) const {
  std::array<std::uint8_t, kMacBytes> mac{};
  unsigned length = 0;
  const auto key = key_.bytes();
  const auto* made = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                          reinterpret_cast<const unsigned char*>(signed_part.data()), signed_part.size(),
                          mac.data(), &length);
  CHECK(made != nullptr && length == kMacBytes);
  return in_hex(mac);
}

LinkTerms LinkSigner::new_terms(WallTime expires) const {
  std::array<std::uint8_t, kIdBytes> id{};
  fill_random(id);
  return {in_hex(id), expires};
}

std::string LinkSigner::token(const LinkTerms& terms) const {
  const auto signed_part = fmt::format("{}.{}", terms.id, seconds_of(terms.expires));
  return signed_part + "." + mac_of(signed_part);
}

Result<LinkTerms> LinkSigner::check(std::string_view token, WallTime now) const {
  const auto refused = [] { return fail(ErrorCode::refused, "this link is not valid, or no longer"); };
  const auto dot = token.rfind('.');
  if (token.size() > kLongestToken || dot == std::string_view::npos) return refused();
  const auto signed_part = token.substr(0, dot);
  const auto mac = token.substr(dot + 1);
  const auto expected = mac_of(signed_part);
  if (mac.size() != expected.size() || CRYPTO_memcmp(mac.data(), expected.data(), expected.size()) != 0)
    return refused();
  const auto parts = split(signed_part, '.');
  const auto expires = parts.size() == 2 ? parse_integer(parts[1]) : std::nullopt;
  if (!expires || *expires <= seconds_of(now)) return refused();
  return LinkTerms{std::string(parts[0]), WallTime(std::chrono::seconds(*expires))};
}

}  // namespace attendant::security
