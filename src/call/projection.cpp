#include "call/projection.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace attendant::call {
namespace {

using conversation::SayKind;

constexpr std::string_view kIntentNote = "intent";  // a brain notes what it takes the caller to want

std::string words_of(const conversation::TurnRecord& turn) {
  std::string words;
  for (const auto& spoken : turn.agent) {
    if (spoken.kind == SayKind::filler) continue;  // fills a wait, says nothing
    if (!words.empty()) words += ' ';
    words += spoken.text;
  }
  return words;
}

}  // namespace

std::vector<Row> Projection::rows(const conversation::Event& event,
                                  const std::vector<conversation::Effect>& effects) {
  std::vector<Row> out;
  for (const auto& effect : effects) {
    if (const auto* record = std::get_if<conversation::RecordTurn>(&effect)) turn_rows(record->turn, out);
    if (const auto* note = std::get_if<conversation::AddNote>(&effect)) {
      out.emplace_back(NoteRow{.call = call_, .key = note->key, .value = note->value});
      if (note->key == kIntentNote) intents_ += (intents_.empty() ? "" : " ") + note->value;
    }
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
      .intents = std::exchange(intents_, {}),
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
    if (record.type != kEventRecord) continue;
    const std::string place = "record " + std::to_string(record.sequence);
    boost::system::error_code error;
    const auto value = boost::json::parse(
        std::string_view(reinterpret_cast<const char*>(record.payload.data()), record.payload.size()), error);
    if (error) return fail(Error{.code = ErrorCode::invalid, .message = error.message()}.in(place));
    auto event = conversation::event_from_json(value);
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
