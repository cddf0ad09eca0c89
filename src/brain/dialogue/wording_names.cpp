// The names of the sentences, under which agent files put them in other words.
#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "agents/template.hpp"
#include "brain/dialogue/wording.hpp"

namespace attendant::brain {
namespace {

// In the order of Line.
constexpr auto kNames = std::to_array<std::string_view>({
    "open_question",
    "open_again",
    "open_examples",
    "open_keypad",
    "menu_claims",
    "menu_benefits",
    "menu_billing",
    "open_identified",
    "anything_else",
    "anything_else_name",
    "what_more",
    "ask_member_id",
    "ask_member_id_plain",
    "ask_member_id_keypad",
    "member_id_rest",
    "member_id_wrong",
    "member_id_confirm",
    "ask_dob",
    "ask_dob_plain",
    "ask_dob_keypad",
    "dob_year",
    "ask_zip",
    "ask_zip_plain",
    "ask_zip_keypad",
    "ask_own_name",
    "ask_provider",
    "ask_office_claim",
    "ask_office_claim_plain",
    "office_claim_confirm",
    "digits_missing",
    "identity_failed",
    "identity_final",
    "zip_needed",
    "identity_needed",
    "only_themselves",
    "choose_again",
    "choose_keypad",
    "confirm_question",
    "confirm_again",
    "confirm_keypad",
    "what_to_change",
    "nothing_changed",
    "done_already",
    "corrected",
    "ask_service",
    "ask_which",
    "ask_person",
    "ask_phone",
    "ask_phone_again",
    "ask_new_phone",
    "ask_address_line",
    "ask_city",
    "ask_email",
    "ask_complaint",
    "ask_installments",
    "ask_autopay_action",
    "which_detail",
    "offer_appeal",
    "transferring",
    "closed_callback",
    "not_reached_callback",
    "offer_person",
    "tool_failed",
    "cannot_understand",
    "emergency",
    "emergency_transfer",
    "crisis",
    "after_emergency",
    "after_crisis",
    "card_never",
    "spanish",
    "french",
    "german",
    "italian",
    "portuguese",
    "polish",
    "other_language",
    "spanish_callback",
    "other_language_callback",
    "language_callback",
    "medical_advice",
    "out_of_scope",
    "not_offered",
    "robot",
    "smalltalk",
    "sorry_complaint",
    "hold_on",
    "still_here",
    "cannot_hear",
    "cannot_hear_keypad",
    "person_for_silence",
    "goodbye_silence",
    "louder",
    "slower",
    "faster",
    "quieter",
    "goodbye",
    "bye",
    "office_only_status",
    "office_status_offer",
    "dependant_add",
});
static_assert(kNames.size() == std::to_underlying(Line::dependant_add) + 1);

}  // namespace

std::string_view name_of(Line line) { return kNames.at(static_cast<std::size_t>(std::to_underlying(line))); }

std::vector<LineForm> line_forms() {
  std::vector<LineForm> forms;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const auto text = wording(static_cast<Line>(i));
    forms.push_back({.name = kNames[i], .values = agents::values_in(text), .question = text.ends_with('?')});
  }
  return forms;
}

}  // namespace attendant::brain
