// The events of a call, from the data directory of a server or from a file of one event a line.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "conversation/event.hpp"

namespace attendant::app {

struct JournalledCall {
  CallId id;
  std::optional<WallTime> started;  // unknown for a file
  std::vector<conversation::Event> events;
  std::string versions;  // of agent, models, configuration, as they were
};

Result<JournalledCall> call_of_journal(const std::filesystem::path& data, const std::string& key_file,
                                       const CallId& call);
Result<JournalledCall> call_of_lines(const std::filesystem::path& file);

}  // namespace attendant::app
