#include "net/static_content.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <openssl/sha.h>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/text.hpp"

namespace attendant::net {
namespace {

std::string entity_tag(std::string_view body) {
  const BytesView bytes = as_bytes(body);
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
  SHA256(bytes.data(), bytes.size(), digest.data());
  return '"' + to_hex(BytesView(digest).first(16)) + '"';
}

// If-None-Match compares weakly: W/"a" is "a".
bool names(std::string_view if_none_match, std::string_view tag) {
  return std::ranges::any_of(split(if_none_match, ','), [&](std::string_view candidate) {
    candidate = trim(candidate);
    if (candidate == "*") return true;
    if (candidate.starts_with("W/")) candidate.remove_prefix(2);
    return candidate == tag;
  });
}

}  // namespace

Handler static_content(Response content) {
  CHECK(content.status == 200);
  const std::string tag = entity_tag(content.body);
  content.headers.emplace_back("ETag", tag);
  content.headers.emplace_back("Cache-Control", "no-cache");
  Response unchanged{.status = 304, .content_type = {}, .body = {}, .headers = content.headers};
  return [content = std::move(content), unchanged = std::move(unchanged), tag](const Request& request) {
    const auto known = request.headers.find("if-none-match");
    return known != request.headers.end() && names(known->second, tag) ? unchanged : content;
  };
}

}  // namespace attendant::net
