// The journal: every event of a call, before it acts. One Journal per shard.
//
// Threads: a shard thread owns its Journal and the CallJournals made by it, and calls everything here but
// sync(), which belongs to the storage pool and may run at the same time. Nothing that the shard calls blocks
// or enters the kernel.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/named.hpp"
#include "base/result.hpp"
#include "security/key_ring.hpp"

namespace attendant::store {

// A place in one journal: grows with every record. `journal.synced_up_to() >= position` = it is on the disk.
using JournalPosition = std::uint64_t;

// The longest payload of one record.
inline constexpr std::size_t kMaxJournalPayload = 256 * 1024;
// The longest record type and call id.
inline constexpr std::size_t kMaxJournalName = 64;

// Types of records that the journal itself knows; all others are the conversation's.
inline constexpr std::string_view kCallOpened = "journal.opened";  // first record of a call: its wrapped key
inline constexpr std::string_view kCallClosed =
    "journal.closed";  // nothing follows; payload = the reason, as text

// A record as it is read back.
struct JournalRecord {
  CallId call;
  std::uint64_t sequence = 0;  // 1, 2, 3 ... within the call; 1 is kCallOpened
  WallTime wall{};
  Instant at{};  // monotonic time of the process that wrote it
  std::string type;
  Bytes payload;  // decrypted
};

// The journal of one live call. Destroying it without close() leaves the call open: recovery closes it later.
class CallJournal {
 public:
  virtual ~CallJournal() = default;

  // Appends an event: it survives the end of this process when append returns, and of the machine when
  // synced_up_to() reaches the position. `type` names the event in clear (it tells no personal thing); the
  // payload is encrypted. Error::exhausted: the call used up its reserve and no space is free; write nothing
  // more, end the call normally, and close(): room for closing is always kept.
  virtual Result<JournalPosition> append(std::string_view type, BytesView payload) = 0;

  // The last record, and the end of the reservation. Always has room.
  virtual Result<JournalPosition> close(std::string_view reason) = 0;

  virtual const CallId& call() const = 0;
  virtual std::uint64_t last_sequence() const = 0;
};

class Journal {
 public:
  virtual ~Journal() = default;

  // Admission: reserves space for a whole call and writes its first record (the wrapped key).
  // Error::exhausted when the reserve is short: answer 503 with Retry-After.
  virtual Result<std::unique_ptr<CallJournal>> admit(const CallId& call, const security::CallKey& key) = 0;

  // Runs `then` on the shard, from deliver_synced(), once `position` is on the disk. Only for effects that
  // cannot be taken back: a write to an account, a transfer, an outgoing call, a webhook, "done" spoken.
  virtual void when_synced(JournalPosition position, std::function<void()> then) = 0;
  // Runs what sync() made ready; the storage pool posts a call of this to the shard after each sync().
  virtual void deliver_synced() = 0;

  // Storage pool, at most 50 ms apart. Also prepares the next segment and puts full ones away. An error means
  // that the disk is full or failing: live calls go on in the space they reserved, new ones are refused.
  virtual Status sync() = 0;

  virtual JournalPosition synced_up_to() const = 0;  // any thread
};

}  // namespace attendant::store
