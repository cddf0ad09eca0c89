#include "config/model_serving.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>

namespace attendant::config {
namespace {

constexpr std::size_t kDigestDigits = 64;

bool is_digest(const std::string& text) {
  return text.size() == kDigestDigits &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isxdigit(c) != 0; });
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

void bind(Fields& f, ModelKey& s) {
  f.value("name", s.name, "what logs, metrics and quotas call it");
  f.value("sha256", s.sha256, "of the key, hexadecimal; as a reference, such as ${env:REPORTS_KEY_SHA256}");
  f.texts(
      "pools", s.pools, [](std::string_view) { return Status(); },
      "the pools that it may ask, by the names its programs use as models");
  f.value("tokens_a_minute", s.tokens_a_minute, {0, 1'000'000'000}, "0: without a limit");
  f.value("requests_a_minute", s.requests_a_minute, {0, 1'000'000}, "0: without a limit");
}

}  // namespace

void bind(Fields& f, ModelServing& s) {
  f.value("listen", s.listen, "our pools for other programs, as OpenAI's API; address:port, or off");
  f.value("certificate_file", s.certificate_file, "PEM, chain first to last; \"\": plain HTTP");
  f.value("key_file", s.key_file, "its private key, PEM");
  f.value("behind_tls_proxy", s.behind_tls_proxy,
          "a proxy in front ends TLS: plain HTTP is allowed on other addresses than loopback");
  f.sections(
      "keys", s.keys.size(), [&s](std::size_t n) { s.keys.assign(n, {}); },
      [&s](Fields& item, std::size_t i) { bind(item, s.keys[i]); }, "who may ask");
  f.value("max_requests", s.max_requests, {1, 10'000}, "requests under way; one more gets 429");
}

std::vector<std::string> broken_rules(const ModelServing& s) {
  std::vector<std::string> broken;
  const auto rule = [&](bool holds, std::string sentence) {
    if (!holds) broken.push_back(std::move(sentence));
  };
  rule(s.certificate_file.empty() == s.key_file.empty(),
       "models.serve.certificate_file: it and models.serve.key_file belong together");
  // Keys of programs, and what callers said, would go over the network for all to read.
  rule(s.listen.host.empty() || is_loopback(s.listen.host) || !s.certificate_file.empty() ||
           s.behind_tls_proxy,
       fmt::format("models.serve.listen: {} is not this machine alone, and there is no TLS; set "
                   "certificate_file and key_file, or behind_tls_proxy: true where a proxy in front ends TLS",
                   s.listen.host));
  rule(s.listen.host.empty() || !s.keys.empty(), "models.serve.keys: without any, nobody could ask");
  std::set<std::string> names;
  for (const ModelKey& key : s.keys) {
    rule(!key.name.empty() && names.insert(key.name).second,
         "models.serve.keys: each needs a name of its own");
    rule(is_digest(key.sha256),
         fmt::format("models.serve.keys: sha256 of '{}' expects 64 hexadecimal digits (printf %s KEY | "
                     "sha256sum)",
                     key.name));
    rule(!key.pools.empty(), fmt::format("models.serve.keys: '{}' needs the pools it may ask", key.name));
  }
  return broken;
}

}  // namespace attendant::config
