// Reading journals back: recovery, replay, export, live view. Safe beside a running writer, in this process
// or another: a record is seen whole or not at all. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/named.hpp"
#include "base/result.hpp"
#include "security/key_ring.hpp"
#include "store/journal.hpp"

namespace attendant::store::local {

// How the records of one segment ended.
struct SegmentEnd {
  std::filesystem::path file;
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;  // used by whole records
  bool torn = false;        // something that is not a whole record followed: a cut write or damage at `bytes`
};

// Records as stored: payloads still sealed. The views end with the callback.
struct StoredRecord {
  std::string_view call;
  std::string_view type;
  std::uint64_t sequence = 0;
  WallTime wall{};
  Instant at{};
  BytesView associated;  // what the seal covers besides the payload
  BytesView payload;
  bool sealed = false;
  bool erased = false;       // of kCallOpened: its wrapped key was overwritten
  std::uint64_t offset = 0;  // of the record in its segment
};

// Walks the records of one segment up to its end or the first bad one. Error::invalid when the file is no
// segment, Error::unsupported when its format is newer than this program.
Result<SegmentEnd> read_segment(const std::filesystem::path& file,
                                const std::function<void(const StoredRecord&)>& take);
// The same over bytes in memory that are aligned as `new` and mmap align them.
Result<SegmentEnd> read_segment(BytesView bytes, const std::function<void(const StoredRecord&)>& take);

// Segments of a journal directory in the order they were written, shard by shard.
Result<std::vector<std::filesystem::path>> list_segments(const std::filesystem::path& directory);

// One call, decrypted, in order. Error::not_found when the directory has no record of it, Error::refused when
// its key was erased or the ring cannot unwrap it.
Result<std::vector<JournalRecord>> read_call(const std::filesystem::path& directory, const CallId& call,
                                             const security::KeyRing& keys);

// What a directory knows of a call without decrypting anything.
struct JournalledCall {
  CallId call;
  Bytes wrapped_key;  // empty: erased
  WallTime opened{};
  WallTime last{};
  std::uint64_t records = 0;
  bool closed = false;
};
// Every call with records in these segments, by id. `on_segment` is told how each segment ended, also when it
// could not be read (its calls are missing then).
using SegmentListener = std::function<void(const std::filesystem::path&, const Result<SegmentEnd>&)>;
std::vector<JournalledCall> list_calls(std::span<const std::filesystem::path> segments,
                                       const SegmentListener& on_segment);

// Overwrites the wrapped key of a call in place, wherever it is: what remains of the call can never be read
// again.
Status erase_call_key(const std::filesystem::path& directory, const CallId& call);

}  // namespace attendant::store::local
