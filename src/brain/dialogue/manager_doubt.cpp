#include <utility>

#include "base/text.hpp"
#include "brain/dialogue/guess.hpp"
#include "brain/dialogue/manager.hpp"
#include "brain/dialogue/tool_of_intent.hpp"

namespace attendant::brain {

using conversation::Asked;
using understanding::Intent;

namespace {
constexpr std::size_t kLongestMutter = 6;  // words
}  // namespace

// A wrong answer costs more than a question: what was understood with little certainty is asked back. Not
// when it goes on with what was talked of, and not for an office, which can be told one thing only.
bool Dialogue::Manager::doubts_what_was_meant(const Turn& turn) {
  const auto certainty = certainty_of(turn.meant);
  if (certainty == Certainty::sure || !is_task(turn.meant.intents.front())) return false;
  if (form_.party() == Party::provider_office || turn.cues.representative()) return false;
  const bool words_decide =
      turn.cues.asks_whether_to_pay_twice() || (turn.has(Intent::payment_status) && turn.cues.about_visit());
  if (words_decide) return false;
  auto requests = requests_of(turn);
  const auto& slots = turn.meant.slots;
  const bool value = slots.service || slots.service_date || slots.provider || slots.amount || slots.drug;
  const bool same_line = line_of(requests.front().tool) == line_of(topic_.tool);
  const bool goes_on =
      !topic_.tool.empty() && (value || turn.cues.doubts() || turn.cues.asks_whether_to_pay() ||
                               (same_line && certainty == Certainty::guess));
  if (goes_on) return false;
  if (certainty == Certainty::none || not_understood_ > 0) {
    not_understood();
    return true;
  }
  const auto intent = requests.front().intent;
  reply_.note("guess", std::string(understanding::to_string(intent)));
  guessed_ = std::move(requests);
  ask(Awaiting::guess, std::string(question_whether(intent)), {Asked::confirm, 0, false});
  return true;
}

bool Dialogue::Manager::surely_asks(const Turn& turn) {
  return turn.has_task() && certainty_of(turn.meant) == Certainty::sure;
}

void Dialogue::Manager::hear_guess(const Turn& turn) {
  auto guessed = std::exchange(guessed_, {});
  const bool sure = surely_asks(turn);
  const bool same = sure && turn.has(guessed.front().intent);
  if (same || (turn.has(Intent::affirm) && !turn.has(Intent::deny))) {
    not_understood_ = 0;
    awaiting_ = Awaiting::nothing;
    for (auto& request : guessed) queue(std::move(request));
    take_requests(turn);
    return;
  }
  if (turn.has_task() &&
      certainty_of(turn.meant) == Certainty::sure) {  // "no, I want to know when it is due"
    awaiting_ = Awaiting::nothing;
    not_understood_ = 0;
    take_requests(turn);
    return;
  }
  if (turn.takes_leave()) return goodbye();
  if (!form_.member_proved() &&
      form_.take(turn.meant, turn.text, std::nullopt) == IdentityForm::Taken::filled) {
    // The number that comes next anyway, and with it a silent yes? It is asked once more.
    guessed_ = std::move(guessed);
    return ask_again();
  }
  if (take_asides(turn)) {
    ask(Awaiting::open, Line::what_more, Asked::open);
    return;
  }
  awaiting_ = Awaiting::open;
  not_understood();
}

bool Dialogue::Manager::mutters(const Turn& turn) const {
  const auto& slots = turn.meant.slots;
  const bool value = slots.member_id || slots.dob || slots.zip || slots.claim_id || slots.phone ||
                     slots.digits || turn.meant.id_tail || !turn.meant.member_id_readings.empty();
  if (patience_ == 0 || value || awaiting_ == Awaiting::nothing) return false;
  // Words without a value that seem to answer the question for an id answer nothing.
  const bool empty_answer =
      awaiting_ == Awaiting::identity && turn.meant.intents.front() == Intent::provide_info;
  const bool nothing = turn.meant.intents.front() == Intent::out_of_scope ||
                       turn.meant.intents.front() == Intent::smalltalk ||
                       certainty_of(turn.meant) == Certainty::none;
  return (empty_answer || nothing) && split_words(turn.text).size() <= kLongestMutter;
}

// The question that silence had put off is answered after all, or is asked once more.
bool Dialogue::Manager::answers_put_off(const Turn& turn) {
  if (!put_off_ || (turn.has(Intent::affirm) && !turn.has(Intent::deny))) return false;
  const bool no = turn.has(Intent::deny) && turn.meant.intents.size() == 1;
  resume_put_off();
  if (no)
    ask_again();
  else
    hear_awaited(turn);
  return true;
}

void Dialogue::Manager::resume_put_off() {
  auto before = std::exchange(put_off_, std::nullopt);
  if (!before) return;
  awaiting_ = before->awaiting;
  reply_.expect(std::move(before->question), before->listen);
}

}  // namespace attendant::brain
