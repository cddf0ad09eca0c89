#include "lab/agent_question.hpp"

#include <initializer_list>

#include "base/text.hpp"
#include "lab/what_was_asked.hpp"

namespace attendant::lab {
namespace {

using conversation::Asked;

// The last question of the words; all of them when there is none.
std::string last_question(std::string_view words) {
  const auto end = words.rfind('?');
  if (end == std::string_view::npos) return lower(words);
  const auto before = words.find_last_of(".?!", end == 0 ? 0 : end - 1);
  return lower(words.substr(before == std::string_view::npos || before >= end ? 0 : before + 1));
}

bool has(std::string_view text, std::initializer_list<std::string_view> phrases) {
  for (const auto phrase : phrases)
    if (text.find(phrase) != std::string_view::npos) return true;
  return false;
}

Question confirmation(std::string_view words, std::string_view question) {
  const auto all = lower(words);
  if (has(question, {"you want to", "you need a", "you're looking", "you think that", "is it about"}))
    return Question::confirm_guess;
  if (has(question, {"would you like", "do you want", "shall i connect"})) return Question::offer;
  if (has(all, {"i heard nw", "claim clm"}) && has(question, {"is that right"}) &&
      !has(all, {"appeal", "copy", "send"}))
    return Question::confirm_id;
  if (has(question, {"is that right", "shall i", "should i", "is that correct"}))
    return Question::confirm_write;
  return Question::yes_or_no;
}

// By the words alone, where they name something that no Asked stands for.
Question by_words(std::string_view question) {
  if (has(question, {"own full name"})) return Question::own_name;
  if (has(question, {"which provider's office", "which office"})) return Question::office_name;
  if (has(question, {"which city", "what city"})) return Question::city;
  if (has(question, {"new zip"})) return Question::new_zip;
  if (has(question, {"house number", "street address", "new address"})) return Question::address;
  if (has(question, {"email address"}) && !has(question, {"which should i"})) return Question::email;
  if (has(question, {"which should i change"})) return Question::detail;
  if (has(question, {"monthly payments", "how many payments", "how many installments"}))
    return Question::installments;
  if (has(question, {"start automatic payment or stop"})) return Question::autopay_action;
  if (has(question, {"what should i change"})) return Question::change;
  if (has(question, {"complaint about"})) return Question::complaint;
  if (has(question, {"person's name", "which of them", "whose", "is it for "})) return Question::person;
  return Question::none;
}

}  // namespace

std::string_view answer_key(Question question) {
  switch (question) {
    case Question::own_name:
      return "own_name";
    case Question::office_name:
      return "office_name";
    case Question::office_claim:
      return "claim";
    case Question::which:
      return "which";
    case Question::service:
      return "service";
    case Question::person:
      return "person";
    case Question::phone:
      return "phone";
    case Question::address:
      return "address";
    case Question::new_zip:
      return "new_zip";
    case Question::city:
      return "city";
    case Question::email:
      return "email";
    case Question::installments:
      return "installments";
    case Question::autopay_action:
      return "autopay";
    case Question::detail:
      return "detail";
    case Question::complaint:
      return "complaint";
    default:
      return "";
  }
}

Question question_in(std::string_view words, Asked asked) {
  const auto question = last_question(words);
  if (const auto named = by_words(question); named != Question::none) return named;
  // A model that waits for anything has still asked for something.
  if (asked == Asked::open) asked = what_was_asked(question).value_or(Asked::open);
  switch (asked) {
    case Asked::open:
      return Question::how_can_i_help;
    case Asked::anything_else:
      return Question::anything_else;
    case Asked::ask_member_id:
      return has(lower(words), {"other digits"}) ? Question::member_id_rest : Question::member_id;
    case Asked::ask_dob:
      return Question::birth_date;
    case Asked::ask_zip:
      return Question::zip;
    case Asked::ask_claim:
      return has(question, {"claim number", "what is it"}) ? Question::office_claim : Question::which;
    case Asked::ask_service:
      return Question::service;
    case Asked::ask_phone:
      return Question::phone;
    case Asked::confirm:
      return confirmation(words, question);
  }
  return Question::none;
}

}  // namespace attendant::lab
