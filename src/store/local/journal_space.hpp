// The bytes of a SegmentJournal: segments that follow each other, reservations in them, and their way to the
// disk.
//
// Two threads meet here, the shard that fills the space and the storage pool that syncs and supplies it. Each
// has its own members and functions; what crosses is atomic, so neither ever waits for the other.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/journal.hpp"
#include "store/local/segment.hpp"
#include "store/local/segment_journal.hpp"

namespace attendant::store::local {

// Error::exhausted, to be tried again after some seconds.
Error no_journal_room(std::string message);

// The position of a byte is (index of its segment since open) * segment size + offset.
class JournalSpace {
 public:
  static Result<std::unique_ptr<JournalSpace>> open(const SegmentJournalOptions& options, const Clock& clock);
  // Both threads have stopped using it.
  ~JournalSpace();
  JournalSpace(const JournalSpace&) = delete;
  JournalSpace& operator=(const JournalSpace&) = delete;

  // ---- shard ----
  std::uint64_t longest_record() const;
  std::uint64_t unreserved() const;
  bool reserve(std::uint64_t bytes);  // false when that much is not free
  void release(std::uint64_t bytes);
  // The next `size` bytes of the journal; the caller holds a reservation for them. committed() makes them its
  // own.
  Result<std::span<std::uint8_t>> take(std::size_t size);
  JournalPosition committed(std::size_t size);

  // ---- pool ----
  Status sync();

  // ---- any thread ----
  JournalPosition synced_up_to() const { return synced_.load(std::memory_order_acquire); }

 private:
  JournalSpace(const SegmentJournalOptions& options, const Clock& clock, std::uint64_t next_number);
  Status sync_segments();
  Status make_segment();
  Status put_away_front();
  void populate_ahead(JournalPosition position);

  const SegmentJournalOptions options_;
  const Clock& clock_;

  // shard
  Segment* current_ = nullptr;
  JournalPosition base_ = 0;  // position of the first byte of current_
  std::uint64_t offset_;      // in current_
  std::uint64_t reserved_ = 0;

  // pool
  std::deque<std::unique_ptr<Segment>> segments_;  // oldest first; those that are not yet put away
  JournalPosition first_base_ = 0;                 // position of the first byte of segments_.front()
  JournalPosition populated_ = 0;
  std::uint64_t next_number_;

  // between
  std::atomic<Segment*> ready_{nullptr};  // the segment that follows current_
  std::atomic<JournalPosition> appended_{0};
  std::atomic<JournalPosition> synced_{0};
};

}  // namespace attendant::store::local
