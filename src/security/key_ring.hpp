// The configured key-encryption keys. They never encrypt data, only the data key of each call ("wrapping"):
// erasing a call is then erasing its 60 bytes of wrapped key. Immutable after construction; any thread.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/named.hpp"
#include "base/result.hpp"
#include "security/key.hpp"

namespace attendant::security {

// The data key of one call, and the same key as it may be stored.
struct CallKey {
  Key key;
  Bytes wrapped;
};

class KeyRing {
 public:
  // Wraps with `current`; unwraps also what the older keys wrapped (rotation: put the new key first, keep the
  // old ones).
  explicit KeyRing(const Key& current, std::vector<Key> older = {});

  // One key per line, 64 hexadecimal characters or base64, newest first; '#' begins a comment. A file that
  // others than its owner may read is refused.
  static Result<KeyRing> load(const std::filesystem::path& file);
  static Result<KeyRing> from_text(std::string_view text);
  // Loads the file; when there is none, makes one with a random key (mode 0600). For demos and single
  // machines.
  static Result<KeyRing> load_or_create(const std::filesystem::path& file);

  CallKey new_call_key(const CallId& call) const;
  // Error::refused when no key of the ring wrapped it, when it is damaged, or when it belongs to another
  // call.
  Result<CallKey> unwrap(const CallId& call, BytesView wrapped) const;

  // Another key of the newest one, for what must be made and checked by different programs over the same
  // ring.
  Key derive(std::string_view purpose) const { return keys_.front().derive(purpose); }

  // The same for a key that belongs to no call; `owner` says to what.
  Bytes wrap(std::string_view owner, const Key& key) const;
  Result<Key> unwrap_key(std::string_view owner, BytesView wrapped) const;

 private:
  std::vector<Key> keys_;  // newest first, never empty
};

}  // namespace attendant::security
