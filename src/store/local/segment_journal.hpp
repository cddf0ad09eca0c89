// The journal as memory-mapped, preallocated files (segments) in one directory: store::Journal for one
// machine.
//
// A record is appended by copying it into the mapping: the kernel owns the page at once, so it survives kill
// -9, and msync makes it survive the machine. Format: record.hpp. Readers: journal_reader.hpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "store/journal.hpp"

namespace attendant::store::local {

struct SegmentJournalOptions {
  std::filesystem::path directory;
  std::uint32_t shard = 0;
  std::uint64_t segment_bytes = 64ULL << 20;        // whole pages, at least two reserves
  std::uint64_t call_reserve_bytes = 256ULL << 10;  // journal space set aside for each admitted call
  // The directory never grows beyond this (all shards share the directory, each has this budget for its own
  // segments).
  std::uint64_t budget_bytes = 16ULL << 30;
};

// Outlives the CallJournals it made.
class SegmentJournal final : public Journal {
 public:
  // Makes and maps the first segments: start-up, may block. Error::exhausted when the disk has no room for
  // them.
  static Result<std::unique_ptr<SegmentJournal>> open(const SegmentJournalOptions& options,
                                                      const Clock& clock);
  ~SegmentJournal() override;

  Result<std::unique_ptr<CallJournal>> admit(const CallId& call, const security::CallKey& key) override;
  void when_synced(JournalPosition position, std::function<void()> then) override;
  void deliver_synced() override;
  Status sync() override;
  JournalPosition synced_up_to() const override;

  // Bytes that may still be promised to new calls (shard thread).
  std::uint64_t unreserved() const;

 private:
  class Impl;
  explicit SegmentJournal(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace attendant::store::local
