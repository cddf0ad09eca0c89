// CloudEvents 1.0 in the structured JSON mode (cloudevents.io, "JSON Event Format"), and the events Attendant
// gives out. Values; any thread.
//
// What an event may tell: ids, times, names of tools and outcomes. Texts of the conversation (masked, as
// history has them) only where the configuration asks for them; numbers, addresses and members never.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "base/named.hpp"
#include "store/history.hpp"

namespace attendant::events {

struct CloudEvent {
  std::string id;      // stable: the same fact has the same id however often it is delivered
  std::string type;    // "com.attendant.call.turn"
  std::string source;  // URI-reference of this server, "/attendant/<node>"
  CallId call;         // the subject
  WallTime time{};
  boost::json::object data;
};

// `sequence` is the extension of that name: 1, 2, 3 ... within the call, as text.
boost::json::object to_json(const CloudEvent& event, std::uint64_t sequence);

// Kinds of events of which a call has one each.
inline constexpr std::string_view kStarted = "started";
inline constexpr std::string_view kRecordingReady = "recording.ready";
inline constexpr std::string_view kEnded = "ended";
// The id of such an event.
std::string event_id(const CallId& call, std::string_view kind);

// How history notes a transfer: under this key, "reached claims" or "did not reach claims".
inline constexpr std::string_view kTransferNote = "transfer";
std::string transfer_note(std::string_view target, bool reached);

enum class Texts { leave_out, include };

// Each event from the row of history that it tells of.
class EventMaker {
 public:
  EventMaker(std::string source, Texts texts) : source_(std::move(source)), texts_(texts) {}

  CloudEvent call_started(const store::CallStart& start) const;
  CloudEvent turn(const store::TurnRow& turn, WallTime call_started) const;
  CloudEvent tool(const store::ToolCallRow& tool, WallTime call_started) const;
  CloudEvent transferred(const CallId& call, WallTime at, const std::string& target, bool reached) const;
  // What a note of history tells of; most tell of nothing.
  std::optional<CloudEvent> noted(const CallId& call, WallTime at, std::string_view key,
                                  std::string_view value) const;
  CloudEvent recording_ready(const CallId& call, WallTime at) const;
  CloudEvent call_ended(const store::CallEnd& end) const;

  // All that history holds of a call, in order: for calls that were recovered after a crash. The outbox
  // passes over what it has already.
  std::vector<CloudEvent> all(const store::CallDetail& call) const;

 private:
  CloudEvent make(const CallId& call, std::string_view kind, const std::string& row, WallTime time,
                  boost::json::object data) const;

  std::string source_;
  Texts texts_;
};

}  // namespace attendant::events
