// The outbox as files for other programs to follow: <directory>/<day>/<call>.jsonl, one CloudEvent a line, in
// the order of the call. Delivery is at least once: after a crash events may be offered again; what is
// already in the file keeps its line and its sequence, so nothing is written twice and a reader that
// remembers ids never acts twice.
//
// Storage thread; one thread at a time. Files are readable for the server's user only; contents: see
// cloud_event.hpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>

#include "base/result.hpp"
#include "events/cloud_event.hpp"

namespace attendant::events {

class FileOutbox {
 public:
  explicit FileOutbox(std::filesystem::path directory);
  ~FileOutbox();
  FileOutbox(FileOutbox&&) noexcept;
  FileOutbox& operator=(FileOutbox&&) noexcept;

  // Appends, unless the id is in the call's file already. A line that a crash cut is removed first.
  Status append(const CloudEvent& event);
  // Waits until the call's events are on the disk, and forgets what was held in memory of it. Events may
  // still follow.
  Status finish(const CallId& call);

  // Whether the call's file has its last event: the recording's, when there is one, and its end.
  bool is_whole(const CallId& call, bool recorded) const;

  Status erase(const CallId& call);                   // no error when there is nothing
  Result<std::uint32_t> erase_before(WallTime time);  // whole days (UTC); returns how many files

 private:
  class CallFile;
  Result<CallFile*> file_of(const CloudEvent& event);

  std::filesystem::path directory_;
  std::map<CallId, std::unique_ptr<CallFile>> open_;
};

}  // namespace attendant::events
