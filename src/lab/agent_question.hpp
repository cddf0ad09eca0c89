// What the agent wants to know, as a caller understands it: from its words, and from what it says it waits
// for (conversation::Asked), which a language model may leave open. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "conversation/acts.hpp"

namespace attendant::lab {

enum class Question {
  none,  // nothing that a caller would answer
  how_can_i_help,
  anything_else,
  member_id,
  member_id_rest,  // the part that was not understood
  birth_date,
  zip,
  office_claim,  // the claim number that a provider's office calls about
  own_name,
  office_name,
  which,  // one of what was listed, or which claim
  service,
  person,  // whose
  phone,
  address,
  new_zip,  // of the address that is being changed
  city,
  email,
  installments,
  autopay_action,
  detail,  // phone, address or email
  complaint,
  change,         // what should be otherwise than it was read back
  confirm_id,     // "I heard NW... Is that right?"
  confirm_write,  // a read-back
  confirm_guess,  // "You want to know ...?"
  offer,          // "Would you like ...?"
  yes_or_no,      // another question of that kind
};
// The name under which a wish may have an answer: "which", "service", "city", ...
std::string_view answer_key(Question question);

// `words`: what the agent has said in this turn.
Question question_in(std::string_view words, conversation::Asked asked);

}  // namespace attendant::lab
