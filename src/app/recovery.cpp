#include "app/recovery.hpp"

#include <span>
#include <variant>

#include "app/row_keeper.hpp"
#include "call/projection.hpp"

namespace attendant::app {

store::local::Project recovery_projection(const conversation::Policy& policy) {
  return [policy](const CallId& call, std::span<const store::JournalRecord> records,
                  store::History& history) -> Status {
    TRY_ASSIGN(const auto rows, call::project(call, records, policy));
    for (const auto& row : rows) {
      if (const auto* start = std::get_if<store::CallStart>(&row)) TRY(history.begin_call(*start));
      if (const auto* turn = std::get_if<store::TurnRow>(&row)) TRY(history.add_turn(*turn));
      if (const auto* tool = std::get_if<store::ToolCallRow>(&row)) TRY(history.add_tool_call(*tool));
      if (const auto* note = std::get_if<call::NoteRow>(&row))
        TRY(history.add_note(note->call, note->key, note->value));
      if (const auto* transfer = std::get_if<call::TransferRow>(&row)) {
        const auto note = transfer_note(*transfer);
        TRY(history.add_note(note.call, note.key, note.value));
      }
      if (const auto* member = std::get_if<call::MemberRow>(&row))
        TRY(history.set_member(member->call, member->member_id));
      if (const auto* end = std::get_if<store::CallEnd>(&row)) TRY(history.end_call(*end));
    }
    return {};
  };
}

}  // namespace attendant::app
