// CloudEvents 1.0 in the structured JSON mode (cloudevents.io, "JSON Event Format"), and the events Attendant
// gives out. Values; any thread.
#pragma once

#include <string>

#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "base/named.hpp"
#include "base/result.hpp"
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

boost::json::object to_json(const CloudEvent& event,
                            std::uint64_t sequence);  // sequence: extension of that name

// Each event from the row that it tells of. Texts are the masked ones of history; a member appears only as a
// keyed hash.
class EventMaker {
 public:
  explicit EventMaker(std::string source) : source_(std::move(source)) {}

  CloudEvent call_started(const store::CallStart& start) const;
  CloudEvent turn(const store::TurnRow& turn, WallTime call_started) const;
  CloudEvent tool(const store::ToolCallRow& tool, WallTime call_started) const;
  CloudEvent transferred(const CallId& call, WallTime at, const std::string& target, bool reached) const;
  CloudEvent recording_ready(const CallId& call, WallTime at) const;
  CloudEvent call_ended(const store::CallEnd& end) const;

 private:
  std::string source_;
};

}  // namespace attendant::events
