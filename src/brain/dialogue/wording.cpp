#include "brain/dialogue/wording.hpp"

#include <vector>

#include "base/result.hpp"
#include "base/text.hpp"

namespace attendant::brain {
namespace {

struct Row {
  Line line;
  std::string_view text;
};

// Rows of the same line are its variants.
constexpr Row kRows[] = {
    {Line::open_question, "How can I help you today?"},
    {Line::open_again, "Sorry, I didn't get that. In a few words, how can I help you?"},
    {Line::open_again, "I'm not sure I understood. How can I help you?"},
    {Line::open_examples,
     "I can help with claims, benefits and bills. You could say: why was my claim denied, how much of my "
     "deductible is left, or why did my premium change. How can I help you?"},
    {Line::open_keypad,
     "Let's use the keys. Press 1 for claims, 2 for benefits, 3 for bills and payments, or 0 for a person. "
     "Which one is it?"},
    {Line::menu_claims, "How can I help you with your claim?"},
    {Line::menu_benefits, "How can I help you with your benefits?"},
    {Line::menu_billing, "How can I help you with your bill or payment?"},
    {Line::open_identified, "What can I do for you?"},
    {Line::anything_else, "Is there anything else?"},
    {Line::anything_else, "Can I help you with anything else?"},
    {Line::anything_else, "Anything else today?"},
    {Line::anything_else_name, "Is there anything else, {name}?"},
    {Line::what_more, "How can I help you?"},
    {Line::what_more, "Go ahead: how can I help you?"},
    {Line::ask_member_id, "What is your member ID?"},
    {Line::ask_member_id_plain,
     "Please read me the member ID one digit at a time. It starts with N W and is on the front of the card. "
     "What is it?"},
    {Line::ask_member_id_keypad,
     "Please key in the 8 digits of the member ID, without the letters. What are they?"},
    {Line::member_id_rest, "I have {digits}. What are the other digits of the member ID?"},
    {Line::member_id_wrong,
     "One of those digits doesn't fit. What is the member ID again, one digit at a time?"},
    {Line::member_id_confirm, "I heard {id}. Is that right?"},
    {Line::ask_dob, "What is the date of birth?"},
    {Line::ask_dob_plain, "Please say the month, the day and the year you were born. What is the date?"},
    {Line::ask_dob_keypad,
     "Please key in the date of birth: two digits for the month, two for the day, four for the year. What is "
     "it?"},
    {Line::dob_year, "I need the whole date, with the year. What is the date of birth?"},
    {Line::ask_zip, "For this I also need the ZIP code of your home address. What is it?"},
    {Line::ask_zip_plain, "What are the five digits of your ZIP code?"},
    {Line::ask_zip_keypad, "Please key in the five digits of your ZIP code. What are they?"},
    {Line::ask_own_name, "You're calling for a member. What is your own full name?"},
    {Line::ask_provider, "Which provider's office are you calling from?"},
    {Line::ask_office_claim, "What is the claim number?"},
    {Line::ask_office_claim_plain, "The claim number has C L M and seven digits. What is it?"},
    {Line::office_claim_confirm, "Claim {id}. Is that right?"},
    {Line::digits_missing, "I need {count} digits. Could you key them again?"},
    {Line::identity_failed, "Those details don't match our records."},
    {Line::identity_final, "A person can help you from here."},
    {Line::zip_needed,
     "Without the ZIP code I can't go further with that. Would you like to talk to a person?"},
    {Line::identity_needed,
     "Without the member ID and the date of birth I can't open anyone's records. A person can look for "
     "another way. Would you like to talk to a person?"},
    {Line::only_themselves, "I can only talk about that with the member, verified with their own member ID."},
    {Line::choose_again, "Sorry, I couldn't tell which one you mean."},
    {Line::choose_keypad, "Press 1 for the first, 2 for the second, and so on. Which one is it?"},
    {Line::confirm_question, "Is that right?"},
    {Line::confirm_again, "Please say yes or no."},
    {Line::confirm_keypad, "Press 1 for yes or 2 for no."},
    {Line::what_to_change, "I haven't done anything yet. What should I change?"},
    {Line::nothing_changed, "Nothing was changed."},
    {Line::done_already, "That was done already."},
    {Line::corrected, "Okay, I have that."},
    {Line::ask_which, "Which one do you mean?"},
    {Line::ask_person, "What is that person's name?"},
    {Line::ask_service, "Which service is it about?"},
    {Line::ask_phone, "What phone number can we call you back on?"},
    {Line::ask_phone_again, "I need all ten digits, with the area code. What is the phone number?"},
    {Line::ask_new_phone, "What is the new phone number?"},
    {Line::ask_address_line, "What is the house number and the street?"},
    {Line::ask_city, "And which city is that?"},
    {Line::ask_email, "What is the email address?"},
    {Line::ask_complaint, "What is the complaint about?"},
    {Line::ask_installments, "Into how many monthly payments, from 2 to 12, should I split it?"},
    {Line::ask_autopay_action, "Would you like to start automatic payment or stop it?"},
    {Line::which_detail, "Which should I change: your phone number, your address or your email?"},
    {Line::offer_appeal, "Would you like me to start the appeal?"},
    {Line::transferring, "I'm connecting you to a person now. Please stay on the line."},
    {Line::closed_callback,
     "Our people are here {hours}, and will call you back. What phone number should they call?"},
    {Line::not_reached_callback,
     "Nobody is free right now, but someone will call you back. What phone number should they call?"},
    {Line::offer_person, "Would you like to talk to a person?"},
    {Line::tool_failed, "I can't reach our records just now."},
    {Line::cannot_understand, "I'm having trouble understanding, and I don't want to keep you."},
    {Line::emergency, "If someone is in danger, hang up now and call 911."},
    {Line::emergency_transfer, "Otherwise stay on the line: I'm connecting you to a nurse."},
    {Line::crisis,
     "You don't have to go through this alone: call or text 988 now, any time, to talk with someone. If you "
     "are in danger, hang up and call 911."},
    {Line::after_emergency, "If nobody is in danger, how can I help you?"},
    {Line::after_crisis, "Would you like me to connect you with a person?"},
    {Line::card_never,
     "Please don't tell me card or account numbers: I never take them, and I haven't kept it."},
    {Line::spanish, "Un momento, por favor: le comunico con una persona que habla español."},
    {Line::french,
     "Un instant, je vous prie : je vous mets en relation avec une personne qui trouvera un interprète."},
    {Line::german, "Einen Moment bitte, ich verbinde Sie mit jemandem, der einen Dolmetscher besorgt."},
    {Line::italian,
     "Un momento, per favore: la metto in contatto con una persona che troverà un interprete."},
    {Line::portuguese, "Um momento, por favor: vou passar a uma pessoa que encontrará um intérprete."},
    {Line::polish, "Proszę chwilę poczekać, łączę z osobą, która znajdzie tłumacza."},
    {Line::other_language, "One moment, please: a person can arrange an interpreter."},
    {Line::other_language_callback, "A person who can arrange an interpreter will call you back."},
    {Line::spanish_callback,
     "Una persona que habla español le devolverá la llamada: por favor, marque su número con las teclas."},
    {Line::language_callback, "What phone number should we call?"},
    {Line::medical_advice, "I can't give medical advice. Your doctor or the nurse line on your card can."},
    {Line::out_of_scope, "That's something I can't help with. I know about your claims, benefits and bills."},
    {Line::not_offered, "That's something I can't do here."},
    {Line::robot, "I'm an automated assistant, not a person. Say \"a person\" any time to talk to one."},
    {Line::smalltalk, "I'm doing well, thank you."},
    {Line::sorry_complaint, "I'm sorry about that."},
    {Line::hold_on, "Take your time, I'll wait."},
    {Line::hold_on, "No rush, I'm here."},
    {Line::still_here, "I'm still here."},
    {Line::cannot_hear, "I didn't hear anything."},
    {Line::cannot_hear_keypad, "I still can't hear you. You can also use the keys, or press 0 for a person."},
    {Line::person_for_silence,
     "I still can't hear you. You can press 0 for a person. Would you like to talk to a person?"},
    {Line::goodbye_silence, "I can't hear you, so I'll end the call. Please call again any time. Goodbye."},
    {Line::louder, "I'll speak louder."},
    {Line::slower, "I'll speak more slowly."},
    {Line::faster, "I'll speak faster."},
    {Line::quieter, "I'll speak more quietly."},
    {Line::goodbye, "Thank you for calling. Goodbye."},
    {Line::goodbye, "You're welcome. Goodbye."},
    {Line::bye, "Goodbye."},
    {Line::office_only_status, "For a provider's office I can only give the status of that one claim."},
    {Line::office_status_offer, "I can tell you where one claim stands."},
    {Line::dependant_add, "Adding someone to your plan needs a person."},
};

}  // namespace

std::string wording(Line line, unsigned variant, Fill fill) {
  std::vector<std::string_view> variants;
  for (const auto& row : kRows)
    if (row.line == line) variants.push_back(row.text);
  CHECK(!variants.empty());
  std::string text(variants[variant % variants.size()]);
  for (const auto& [name, value] : fill) text = replace_all(text, "{" + std::string(name) + "}", value);
  return text;
}

}  // namespace attendant::brain
