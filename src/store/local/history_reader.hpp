// Rows of history back into values. Functions over a Database; one thread at a time.
#pragma once

#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "store/history.hpp"
#include "store/local/sqlite.hpp"
#include "store/local/text_cipher.hpp"

namespace attendant::store::local {

// `member`: the keyed hash of filter.member_id, if there is one.
Result<std::vector<CallSummary>> read_list(Database& database, const CallFilter& filter,
                                           const std::optional<Bytes>& member);
Result<CallDetail> read_detail(Database& database, const CallId& call, const TextCipher& cipher);

}  // namespace attendant::store::local
