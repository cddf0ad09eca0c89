// Every sentence the dialogue engine says of its own, in one place, to be read aloud and improved. What tools
// answer is worded by the tools. Rules: short; plain; kind without gushing; the fact first; at most one
// question, last.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attendant::brain {

enum class Line {
  open_question,
  open_again,     // the caller answered nothing that can be used: first rung
  open_examples,  // second rung
  open_keypad,    // third rung
  menu_claims,
  menu_benefits,
  menu_billing,
  open_identified,  // ids were given before a request
  anything_else,
  anything_else_name,  // {name}
  what_more,           // "yes" to anything else
  ask_member_id,
  ask_member_id_plain,  // again, with where to find it
  ask_member_id_keypad,
  member_id_rest,     // {digits}: the part that was understood
  member_id_wrong,    // the check digit does not fit
  member_id_confirm,  // {id}
  ask_dob,
  ask_dob_plain,
  ask_dob_keypad,
  dob_year,
  ask_zip,
  ask_zip_plain,
  ask_zip_keypad,
  ask_own_name,
  ask_provider,
  ask_office_claim,
  ask_office_claim_plain,
  office_claim_confirm,  // {id}
  digits_missing,        // {count}
  identity_failed,
  identity_final,
  zip_needed,
  identity_needed,  // the caller will not or cannot give it
  only_themselves,  // needs the person's own verification
  choose_again,
  choose_keypad,
  confirm_question,
  confirm_again,
  confirm_keypad,
  what_to_change,
  nothing_changed,
  done_already,
  corrected,  // something said before was put right
  ask_service,
  ask_which,
  ask_person,
  ask_phone,
  ask_phone_again,
  ask_new_phone,
  ask_address_line,
  ask_city,
  ask_email,
  ask_complaint,
  ask_installments,
  ask_autopay_action,
  which_detail,
  offer_appeal,
  transferring,
  closed_callback,  // {hours}
  not_reached_callback,
  offer_person,
  tool_failed,
  cannot_understand,
  emergency,
  emergency_transfer,
  crisis,
  after_emergency,
  after_crisis,
  card_never,
  spanish,
  french,
  german,
  italian,
  portuguese,
  polish,
  other_language,
  spanish_callback,
  other_language_callback,
  language_callback,
  medical_advice,
  out_of_scope,
  not_offered,  // understood, but no agent of this call has the tool
  robot,
  smalltalk,
  sorry_complaint,
  hold_on,
  still_here,
  cannot_hear,
  cannot_hear_keypad,
  person_for_silence,
  goodbye_silence,
  louder,
  slower,
  faster,
  quieter,
  goodbye,
  bye,  // once more, after it was broken off
  office_only_status,
  office_status_offer,
  dependant_add,
};

std::string_view name_of(Line line);

// A sentence as agent files see it: `values` are the {names} in it, a question ends in a question mark.
struct LineForm {
  std::string_view name;
  std::vector<std::string> values;
  bool question = false;
};
std::vector<LineForm> line_forms();

// The sentence; `variant` picks among several wordings (any number: it wraps), {names} are filled in.
using Fill = std::initializer_list<std::pair<std::string_view, std::string_view>>;
std::string wording(Line line, unsigned variant = 0, Fill fill = {});

}  // namespace attendant::brain
