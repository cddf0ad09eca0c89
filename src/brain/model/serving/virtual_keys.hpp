// The keys by which other programs ask our pools. Only their SHA-256 is known here: a key is random and long
// (192 bits), so a plain digest cannot be searched. Values; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace attendant::brain {

struct VirtualKey {
  std::string name;                    // for logs, metrics, quotas: never the key
  std::string sha256;                  // 64 hexadecimal digits
  std::vector<std::string> pools;      // what it may ask, by the names its programs use as models
  std::int64_t tokens_a_minute = 0;    // 0: without a limit
  std::int64_t requests_a_minute = 0;  // likewise
};

class VirtualKeys {
 public:
  // Invalid: a digest that is none, a name or a digest twice, a key without a pool.
  static Result<VirtualKeys> make(std::vector<VirtualKey> keys);

  // Nothing: nobody's.
  const VirtualKey* find(std::string_view key) const;

  // The key as a request carries it: "Authorization: Bearer KEY", or "api-key: KEY". Empty: neither.
  static std::string_view presented(std::string_view authorization, std::string_view api_key);

  static std::string sha256_hex(std::string_view text);

  const std::map<std::string, VirtualKey>& all() const { return by_digest_; }

 private:
  std::map<std::string, VirtualKey> by_digest_;
};

}  // namespace attendant::brain
