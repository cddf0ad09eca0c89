// The outbox as files for other programs to follow: outbox/<day>/<call>.jsonl, one CloudEvent a line, in the
// order of the call. Delivery is at least once: after a crash an event may be written again under its old id,
// never under a new one.
//
// Storage thread; one thread at a time.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "base/result.hpp"
#include "events/cloud_event.hpp"

namespace attendant::events {

class FileOutbox {
 public:
  explicit FileOutbox(std::filesystem::path directory);

  // Appends unless the id is already in the call's file.
  Status append(const CloudEvent& event);
  // No more events of this call for now: forgets what it held in memory of it.
  void finish(const CallId& call);

  Status erase(const CallId& call);
  Result<std::uint32_t> erase_before(WallTime time);  // whole days; returns how many files

 private:
  struct Written;
  Result<Written*> written(const CallId& call, WallTime time);

  std::filesystem::path directory_;
  std::map<CallId, std::unique_ptr<Written>> open_;
};

}  // namespace attendant::events
