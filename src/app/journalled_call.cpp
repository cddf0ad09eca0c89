#include "app/journalled_call.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "app/files.hpp"
#include "app/stored_data.hpp"
#include "base/text.hpp"
#include "call/projection.hpp"
#include "security/key_ring.hpp"
#include "store/local/journal_reader.hpp"

namespace attendant::app {
namespace {

std::string_view text_of(BytesView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Result<conversation::Event> event_of(std::string_view text) {
  boost::system::error_code error;
  const auto value = boost::json::parse(text, error);
  if (error) return fail(ErrorCode::invalid, error.message());
  return conversation::event_from_json(value);
}

void take_versions(JournalledCall& call) {
  for (const auto& event : call.events)
    if (const auto* started = std::get_if<conversation::CallStarted>(&event.body))
      call.versions = started->versions;
}

}  // namespace

Result<JournalledCall> call_of_journal(const std::filesystem::path& data, const std::string& key_file,
                                       const CallId& call) {
  TRY_ASSIGN(const auto keys, security::KeyRing::load(key_file_of(data, key_file)));
  TRY_ASSIGN(const auto records, store::local::read_call(data / "journal", call, keys));
  JournalledCall read{.id = call, .started = {}, .events = {}, .versions = {}};
  if (!records.empty()) read.started = records.front().wall;
  for (const auto& record : records) {
    if (record.type != call::kEventRecord) continue;
    auto event = event_of(text_of(record.payload));
    if (!event) return fail(event.error().in(fmt::format("record {}", record.sequence)));
    read.events.push_back(*std::move(event));
  }
  take_versions(read);
  return read;
}

Result<JournalledCall> call_of_lines(const std::filesystem::path& file) {
  TRY_ASSIGN(const auto text, read_text(file));
  JournalledCall read{.id = CallId(file.stem().string()), .started = {}, .events = {}, .versions = {}};
  std::size_t number = 0;
  for (const auto line : split(text, '\n')) {
    ++number;
    if (trim(line).empty()) continue;
    auto event = event_of(line);
    if (!event) return fail(event.error().in(fmt::format("{}, line {}", file.string(), number)));
    read.events.push_back(*std::move(event));
  }
  take_versions(read);
  return read;
}

}  // namespace attendant::app
