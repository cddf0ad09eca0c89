// What the record store writes of people, sealed; and the keyed hashes by which it is found again without
// telling whoever reads the file who it is. Immutable; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "security/key.hpp"
#include "security/key_ring.hpp"
#include "sqlite/database.hpp"

namespace attendant::records {

class Sealer {
 public:
  explicit Sealer(const security::Key& key);

  // The key of this database, wrapped by the ring in its table `meta`; made when there is none. refused: no
  // key of the ring wrapped it.
  static Result<Sealer> of(sqlite::Database& database, const security::KeyRing& keys);

  // `place` (table and row) is bound into the seal: sealed texts cannot be exchanged within the database.
  Bytes seal(std::string_view place, std::string_view text) const;
  Result<std::string> open(std::string_view place, BytesView sealed) const;

  // The same value of the same kind always has the same hash.
  Bytes hash(std::string_view kind, std::string_view value) const;

 private:
  security::Key seal_key_;
  security::Key hash_key_;
};

}  // namespace attendant::records
