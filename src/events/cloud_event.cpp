#include "events/cloud_event.hpp"

#include <utility>

#include "base/date.hpp"

namespace attendant::events {
namespace {

constexpr std::string_view kReached = "reached ";
constexpr std::string_view kNotReached = "did not reach ";

constexpr std::string_view kTypePrefix = "com.attendant.call.";

void put(boost::json::object& data, std::string_view name, const store::TurnTimings::Stage& stage) {
  if (stage) data[name] = stage->count();
}

}  // namespace

boost::json::object to_json(const CloudEvent& event, std::uint64_t sequence) {
  return {{"specversion", "1.0"},
          {"id", event.id},
          {"source", event.source},
          {"type", event.type},
          {"subject", event.call.value()},
          {"time", to_iso(event.time)},
          {"datacontenttype", "application/json"},
          {"sequence", std::to_string(sequence)},
          {"data", event.data}};
}

std::string event_id(const CallId& call, std::string_view kind) {
  return call.value() + "/" + std::string(kind);
}

CloudEvent EventMaker::make(const CallId& call, std::string_view kind, const std::string& row, WallTime time,
                            boost::json::object data) const {
  return {.id = event_id(call, kind) + row,
          .type = std::string(kTypePrefix) + std::string(kind),
          .source = source_,
          .call = call,
          .time = time,
          .data = std::move(data)};
}

CloudEvent EventMaker::call_started(const store::CallStart& start) const {
  return make(start.call, kStarted, "", start.started,
              {{"direction", start.direction}, {"channel", start.channel}, {"versions", start.versions}});
}

CloudEvent EventMaker::turn(const store::TurnRow& turn, WallTime call_started) const {
  boost::json::object data{
      {"turn", turn.turn.value()}, {"interrupted", turn.interrupted}, {"asked", turn.asked}};
  boost::json::object timings;
  put(timings, "end_of_speech", turn.timings.end_of_speech);
  put(timings, "decision", turn.timings.decision);
  put(timings, "text", turn.timings.text);
  put(timings, "audio_queued", turn.timings.audio_queued);
  put(timings, "audio_on_wire", turn.timings.audio_on_wire);
  data["timings_ms"] = std::move(timings);
  if (texts_ == Texts::include) {
    data["caller"] = turn.caller;
    data["agent"] = turn.agent;
    data["intents"] = turn.intents;
  }
  return make(turn.call, "turn", "/" + std::to_string(turn.turn.value()), call_started + turn.at,
              std::move(data));
}

CloudEvent EventMaker::tool(const store::ToolCallRow& tool, WallTime call_started) const {
  return make(tool.call, "tool", "/" + std::to_string(tool.id), call_started + tool.at,
              {{"tool", tool.name},
               {"turn", tool.turn.value()},
               {"outcome", tool.outcome},
               {"took_ms", tool.took.count()}});
}

CloudEvent EventMaker::transferred(const CallId& call, WallTime at, const std::string& target,
                                   bool reached) const {
  return make(call, "transferred", "/" + target, at, {{"target", target}, {"reached", reached}});
}

CloudEvent EventMaker::recording_ready(const CallId& call, WallTime at) const {
  return make(call, kRecordingReady, "", at, {});
}

CloudEvent EventMaker::call_ended(const store::CallEnd& end) const {
  return make(end.call, kEnded, "", end.ended, {{"reason", end.reason}});
}

std::string transfer_note(std::string_view target, bool reached) {
  return std::string(reached ? kReached : kNotReached).append(target);
}

std::optional<CloudEvent> EventMaker::noted(const CallId& call, WallTime at, std::string_view key,
                                            std::string_view value) const {
  if (key != kTransferNote) return std::nullopt;
  for (const std::string_view outcome : {kReached, kNotReached}) {
    if (value.starts_with(outcome))
      return transferred(call, at, std::string(value.substr(outcome.size())), outcome == kReached);
  }
  return std::nullopt;
}

std::vector<CloudEvent> EventMaker::all(const store::CallDetail& call) const {
  const auto& summary = call.summary;
  std::vector<CloudEvent> events;
  events.push_back(call_started({.call = summary.call,
                                 .started = summary.started,
                                 .direction = summary.direction,
                                 .channel = summary.channel,
                                 .versions = call.versions}));
  // The tools of a turn ran before it was complete.
  for (const auto& each : call.turns) {
    for (const auto& used : call.tools) {
      if (used.turn == each.turn) events.push_back(tool(used, summary.started));
    }
    events.push_back(turn(each, summary.started));
  }
  for (const auto& [key, value] : call.notes) {
    if (auto event = noted(summary.call, summary.ended.value_or(summary.started), key, value))
      events.push_back(*std::move(event));
  }
  if (summary.ended) {
    if (summary.recorded) events.push_back(recording_ready(summary.call, *summary.ended));
    events.push_back(call_ended({.call = summary.call, .ended = *summary.ended, .reason = summary.reason}));
  }
  return events;
}

}  // namespace attendant::events
