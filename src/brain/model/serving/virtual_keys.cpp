#include "brain/model/serving/virtual_keys.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <openssl/sha.h>

#include "base/text.hpp"

namespace attendant::brain {
namespace {

constexpr std::string_view kBearer = "bearer ";

bool is_digest(std::string_view text) {
  return text.size() == std::size_t{2} * SHA256_DIGEST_LENGTH &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::string VirtualKeys::sha256_hex(std::string_view text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string hex;
  for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
  return hex;
}

Result<VirtualKeys> VirtualKeys::make(std::vector<VirtualKey> keys) {
  VirtualKeys made;
  std::set<std::string> names;
  for (VirtualKey& key : keys) {
    const std::string place = fmt::format("key '{}'", key.name);
    std::string digest = lower(trim(key.sha256));
    if (!is_digest(digest))
      return fail(ErrorCode::invalid, place + ": sha256 expects the 64 hexadecimal digits of a SHA-256");
    if (key.pools.empty()) return fail(ErrorCode::invalid, place + ": needs the pools it may ask");
    if (!names.insert(key.name).second) return fail(ErrorCode::invalid, place + ": the name is taken");
    if (!made.by_digest_.emplace(std::move(digest), std::move(key)).second)
      return fail(ErrorCode::invalid, place + ": another one has the same sha256");
  }
  return made;
}

const VirtualKey* VirtualKeys::find(std::string_view key) const {
  if (key.empty()) return nullptr;
  // By digest: what the time of the search tells is of the digest, from which no key follows.
  const auto at = by_digest_.find(sha256_hex(key));
  return at == by_digest_.end() ? nullptr : &at->second;
}

std::string_view VirtualKeys::presented(std::string_view authorization, std::string_view api_key) {
  if (!api_key.empty()) return trim(api_key);
  if (authorization.size() < kBearer.size() ||
      !equals_ignoring_case(authorization.substr(0, kBearer.size()), kBearer))
    return {};
  return trim(authorization.substr(kBearer.size()));
}

}  // namespace attendant::brain
