#include "records/sealer.hpp"

#include "security/aead.hpp"

namespace attendant::records {
namespace {

constexpr std::string_view kKeyName = "key of the record store";

}  // namespace

Sealer::Sealer(const security::Key& key)
    : seal_key_(key.derive("records, sealed")), hash_key_(key.derive("records, hashes")) {}

Result<Sealer> Sealer::of(sqlite::Database& database, const security::KeyRing& keys) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    {
      TRY_ASSIGN(sqlite::Statement select, database.prepare("SELECT value FROM meta WHERE key = ?"));
      select.bind(1, kKeyName);
      TRY_ASSIGN(const bool found, select.step());
      if (found) {
        auto key = keys.unwrap_key(kKeyName, select.blob(0));
        if (!key) return fail(key.error().in("record store"));
        return Sealer(*key);
      }
    }
    // Another process may insert its own first: then that one is read.
    TRY_ASSIGN(sqlite::Statement insert,
               database.prepare("INSERT OR IGNORE INTO meta(key, value) VALUES(?, ?)"));
    insert.bind(1, kKeyName).bind(2, BytesView(keys.wrap(kKeyName, security::Key::random())));
    TRY(insert.run());
  }
  return fail(ErrorCode::internal, "record store: its key was not stored");
}

Bytes Sealer::seal(std::string_view place, std::string_view text) const {
  return security::seal_with_random_nonce(seal_key_, as_bytes(place), as_bytes(text));
}

Result<std::string> Sealer::open(std::string_view place, BytesView sealed) const {
  auto plain = security::open_with_own_nonce(seal_key_, as_bytes(place), sealed);
  if (!plain) return fail(plain.error().in("record store"));
  return std::string(plain->begin(), plain->end());
}

Bytes Sealer::hash(std::string_view kind, std::string_view value) const {
  const auto hash = hash_key_.derive(kind, as_bytes(value));
  return {hash.bytes().begin(), hash.bytes().end()};
}

}  // namespace attendant::records
