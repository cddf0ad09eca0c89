#include "call/projection.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.hpp"

namespace attendant::call {
namespace {

using conversation::SayKind;

std::string words_of(const conversation::TurnRecord& turn) {
  std::string words;
  for (const auto& spoken : turn.agent) {
    if (spoken.kind == SayKind::filler) continue;  // fills a wait, says nothing
    if (spoken.text.empty()) continue;             // cut before a word of it was complete
    if (!words.empty()) words += ' ';
    words += spoken.text;
  }
  return words;
}

boost::json::string text_at(const boost::json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? value->get_string() : boost::json::string();
}

Result<boost::json::value> parse_payload(const store::JournalRecord& record) {
  boost::system::error_code error;
  auto value = boost::json::parse(
      std::string_view(reinterpret_cast<const char*>(record.payload.data()), record.payload.size()), error);
  if (error) return fail(ErrorCode::invalid, error.message());
  return value;
}

Result<store::CallStart> start_from(const CallId& call, const boost::json::value& value) {
  const auto* object = value.if_object();
  const auto* started = object == nullptr ? nullptr : object->if_contains("started");
  if (started == nullptr || !started->is_int64())
    return fail(ErrorCode::invalid, "started: expected a number");
  store::CallStart start{.call = call,
                         .started = WallTime(std::chrono::milliseconds(started->get_int64())),
                         .direction = std::string(text_at(*object, "direction")),
                         .channel = std::string(text_at(*object, "channel")),
                         .caller = std::string(text_at(*object, "caller")),
                         .called = std::string(text_at(*object, "called")),
                         .versions = {},
                         .wrapped_key = {}};
  if (const auto* versions = object->if_contains("versions"); versions != nullptr && versions->is_object())
    start.versions = versions->get_object();
  return start;
}

}  // namespace

std::string start_record(const store::CallStart& start) {
  return boost::json::serialize(boost::json::object{{"started", start.started.time_since_epoch().count()},
                                                    {"direction", start.direction},
                                                    {"channel", start.channel},
                                                    {"caller", start.caller},
                                                    {"called", start.called},
                                                    {"versions", start.versions}});
}

std::vector<Row> Projection::rows(const conversation::Event& event,
                                  const std::vector<conversation::Effect>& effects) {
  std::vector<Row> out;
  for (const auto& effect : effects) {
    if (const auto* record = std::get_if<conversation::RecordTurn>(&effect)) turn_rows(record->turn, out);
    if (const auto* note = std::get_if<conversation::AddNote>(&effect))
      out.emplace_back(NoteRow{.call = call_, .key = note->key, .value = note->value});
    if (const auto* transfer = std::get_if<conversation::TransferTo>(&effect))
      transfer_target_ = transfer->target;
  }
  if (const auto* answered = std::get_if<conversation::ToolAnswered>(&event.body)) {
    const auto& member = answered->identity.member_id;
    if (!member.empty() && member != member_id_) {
      member_id_ = member;
      out.emplace_back(MemberRow{.call = call_, .member_id = member});
    }
  }
  if (const auto* ended = std::get_if<conversation::TransferEnded>(&event.body))
    out.emplace_back(TransferRow{
        .call = call_, .at = started_ + event.at, .target = transfer_target_, .reached = ended->reached});
  if (const auto* ended = std::get_if<conversation::CallEnded>(&event.body))
    out.emplace_back(
        store::CallEnd{.call = call_,
                       .ended = started_ + event.at,
                       .reason = ended->by.empty() ? ended->reason : ended->by + ": " + ended->reason});
  return out;
}

void Projection::turn_rows(const conversation::TurnRecord& turn, std::vector<Row>& out) {
  const auto begin =
      turn.last_voiced.value_or(turn.decided.value_or(turn.first_text.value_or(conversation::CallTime(0))));
  out.emplace_back(store::TurnRow{
      .call = call_,
      .turn = turn.turn,
      .at = begin,
      .caller = turn.caller,
      .agent = words_of(turn),
      .interrupted = std::ranges::any_of(turn.agent, [](const auto& spoken) { return spoken.cut; }),
      .intents = join(turn.intents, " "),
      .asked = std::string(to_string(turn.asked)),
      .timings = {.end_of_speech = turn.last_voiced,
                  .decision = turn.decided,
                  .text = turn.first_text,
                  .audio_queued = turn.first_queued,
                  .audio_on_wire = turn.first_answer ? turn.first_answer : turn.first_audio}});
  for (const auto& tool : turn.tools)
    out.emplace_back(store::ToolCallRow{.call = call_,
                                        .id = ++tool_calls_,
                                        .turn = turn.turn,
                                        .name = tool.name,
                                        .arguments = boost::json::serialize(tool.arguments),
                                        .outcome = tool.outcome,
                                        .answer = boost::json::serialize(tool.facts),
                                        .at = turn.decided.value_or(begin),
                                        .took = tool.took});
}

Result<std::vector<Row>> project(const CallId& call, std::span<const store::JournalRecord> records,
                                 const conversation::Policy& policy) {
  std::vector<Row> out;
  conversation::State state;
  Projection projection(call, records.empty() ? WallTime{} : records.front().wall);
  conversation::CallTime last{0};
  for (const auto& record : records) {
    const bool is_start = record.type == kStartRecord;
    if (!is_start && record.type != kEventRecord) continue;
    const std::string place = "record " + std::to_string(record.sequence);
    const auto value = parse_payload(record);
    if (!value) return fail(value.error().in(place));
    if (is_start) {
      auto start = start_from(call, *value);
      if (!start) return fail(start.error().in(place));
      projection = Projection(call, start->started);
      out.emplace_back(*std::move(start));
      continue;
    }
    auto event = conversation::event_from_json(*value);
    if (!event) return fail(event.error().in(place));
    last = event->at;
    for (auto& row : projection.rows(*event, step(state, *event, policy))) out.push_back(std::move(row));
  }
  if (!state.ended) {  // the server stopped in the middle: what was said so far is still a turn
    const conversation::Event stopped{.at = last,
                                      .body = conversation::CallEnded{.by = "server", .reason = "stopped"}};
    for (auto& row : projection.rows(stopped, step(state, stopped, policy))) out.push_back(std::move(row));
  }
  return out;
}

}  // namespace attendant::call
