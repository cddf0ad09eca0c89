#include "store/history.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "base/date.hpp"

namespace attendant::store {
namespace {

boost::json::value to_json(const TurnTimings::Stage& stage) {
  if (!stage) return nullptr;
  return stage->count();
}

// Arguments and answers of tools are JSON already; what is not (damaged, empty) is given as a string.
boost::json::value parsed(const std::string& text) {
  boost::json::error_code invalid;
  auto value = boost::json::parse(text, invalid);
  if (invalid) return boost::json::string(text);
  return value;
}

boost::json::object to_json(const TurnRow& turn) {
  const TurnTimings& at = turn.timings;
  return {{"turn", turn.turn.value()},
          {"at_ms", turn.at.count()},
          {"caller", turn.caller},
          {"agent", turn.agent},
          {"interrupted", turn.interrupted},
          {"intents", turn.intents},
          {"asked", turn.asked},
          {"timings",
           {{"end_of_speech", to_json(at.end_of_speech)},
            {"decision", to_json(at.decision)},
            {"text", to_json(at.text)},
            {"audio_queued", to_json(at.audio_queued)},
            {"audio_on_wire", to_json(at.audio_on_wire)}}}};
}

boost::json::object to_json(const ToolCallRow& tool) {
  return {{"id", tool.id},
          {"turn", tool.turn.value()},
          {"name", tool.name},
          {"arguments", parsed(tool.arguments)},
          {"outcome", tool.outcome},
          {"answer", parsed(tool.answer)},
          {"at_ms", tool.at.count()},
          {"took_ms", tool.took.count()}};
}

}  // namespace

boost::json::object to_json(const CallSummary& summary) {
  return {{"call", summary.call.value()},
          {"started", to_iso(summary.started)},
          {"ended", summary.ended ? boost::json::value(to_iso(*summary.ended)) : boost::json::value()},
          {"reason", summary.reason},
          {"direction", summary.direction},
          {"channel", summary.channel},
          {"turns", summary.turns},
          {"tool_calls", summary.tool_calls},
          {"outcome", summary.outcome},
          {"median_answer_ms", to_json(summary.median_answer)},
          {"recorded", summary.recorded},
          {"model_cost", summary.model_cost}};
}

boost::json::object to_json(const CallDetail& detail) {
  boost::json::object json = to_json(detail.summary);
  json["caller"] = detail.caller;
  json["called"] = detail.called;
  json["versions"] = detail.versions;
  boost::json::object notes;
  for (const auto& [key, value] : detail.notes) notes[key] = value;
  json["notes"] = std::move(notes);
  boost::json::array turns;
  for (const TurnRow& turn : detail.turns) turns.push_back(to_json(turn));
  json["turn_list"] = std::move(turns);
  boost::json::array tools;
  for (const ToolCallRow& tool : detail.tools) tools.push_back(to_json(tool));
  json["tool_call_list"] = std::move(tools);
  return json;
}

}  // namespace attendant::store
