#include <utility>

#include "base/text.hpp"
#include "brain/dialogue/choice.hpp"
#include "brain/dialogue/manager.hpp"
#include "brain/read_back.hpp"

namespace attendant::brain {

using conversation::Asked;
using understanding::Intent;

void Dialogue::Manager::hear_need(const Turn& turn) {
  const bool answer_given = turn.has(Intent::provide_info) || turn.has(Intent::affirm) || !turn.has_task() ||
                            turn.has(current().intent);
  const bool gives_one = turn.has(Intent::provide_info) &&
                         (current().options.empty() || choose(current().options, turn.text, turn.meant));
  if (turn.cues.never_mind() && !gives_one) {
    if (current().options.empty()) {
      current_.reset();
      awaiting_ = Awaiting::nothing;
      reply_.say(words(Line::nothing_changed));
      return;
    }
    if (!choose(current().options, turn.text, turn.meant)) {
      current_.reset();
      return ask(Awaiting::open, Line::what_more, Asked::open);
    }
  }
  // "The phone number?" - "No, my address": another change of the same kind.
  if (current().intent == Intent::update_details && turn.has(Intent::update_details) &&
      !turn.has(Intent::provide_info)) {
    auto other = requests_.make(Intent::update_details, turn.meant, turn.text, topic_);
    if (other && turn.cues.detail() && other->tool != current().tool) {
      current_ = std::move(other);
      awaiting_ = Awaiting::nothing;
      return;
    }
  }
  const bool none_of_these = turn.has(Intent::deny) && !turn.has(Intent::provide_info);
  const bool stays = !turn.cues.never_mind() && !turn.takes_leave();
  if (current().more_with_zip && stays && (none_of_these || turn.cues.names_zip())) {
    current().need.clear();
    current().options.clear();
    return begin_identity("member_zip");
  }
  if (answer_given && requests_.answer(current(), turn.meant, turn.text)) {
    if (turn.has(Intent::provide_info)) take_requests(turn);
    awaiting_ = Awaiting::nothing;
    not_understood_ = 0;
    return;
  }
  const bool asides = take_asides(turn);
  if (turn.has_task() && !(turn.has(current().intent) && turn.meant.intents.size() == 1)) {
    // Something else instead of an answer: the question that was open is given up.
    current_.reset();
    take_requests(turn);
    awaiting_ = Awaiting::nothing;
    return;
  }
  if (turn.takes_leave()) return goodbye();
  if (turn.has(Intent::deny) && !turn.has(Intent::provide_info)) {
    // None of these, or not after all.
    current_.reset();
    return ask(Awaiting::open, Line::what_more, Asked::open);
  }
  if (asides) {
    if (running_.empty()) ask_again();
    return;
  }
  not_understood();
}

void Dialogue::Manager::hear_confirmation(const Turn& turn) {
  if (turn.has(Intent::affirm) && !turn.has(Intent::deny)) {
    if (unheard_) return ask_again();  // a yes to what was not heard is none
    // A faint one has nothing done before it is said again.
    const bool faint = turn.confidence < kClearlyHeard || turn.meant.confidence < kSure;
    if (faint && !std::exchange(yes_doubted_, true)) {
      reply_.say(words(Line::confirm_again));
      return ask_again();
    }
    take_requests(turn);
    not_understood_ = 0;
    awaiting_ = Awaiting::nothing;
    return run_current(true);
  }
  const bool corrects = turn.put_right != nullptr && !turn.put_right->words.faint;
  if (turn.has(Intent::deny) || turn.has(Intent::provide_info) || corrects) {
    not_understood_ = 0;
    if (requests_.correct(current(), turn.meant, turn.text)) {
      awaiting_ = Awaiting::nothing;
      return;
    }
  }
  if (turn.has_task()) {
    current_.reset();
    take_requests(turn);
    awaiting_ = Awaiting::nothing;
    return;
  }
  if (turn.has(Intent::deny)) {
    if (can_be_corrected(current()) && !turn.cues.never_mind())
      return ask(Awaiting::change, Line::what_to_change, Asked::open);
    current_.reset();
    reply_.say(words(Line::nothing_changed));
    awaiting_ = Awaiting::nothing;
    return;
  }
  if (turn.takes_leave()) return goodbye();
  if (hear_aside(turn)) return;
  not_understood();
}

void Dialogue::Manager::hear_change(const Turn& turn) {
  // What to change was asked: a bare "Naperville" answers it as "no, Naperville" corrects.
  const bool bare =
      text_after_no(turn.text).empty() && !turn.cues.says_it_is_right() && !turn.has(Intent::affirm);
  const auto said = bare ? "no, " + std::string(turn.text) : std::string(turn.text);
  if (requests_.correct(current(), turn.meant, said)) {
    not_understood_ = 0;
    awaiting_ = Awaiting::nothing;
    return;
  }
  // "No, it was right": read back once more, for only a yes to that has it done.
  if (turn.cues.says_it_is_right() || (turn.has(Intent::affirm) && !turn.cues.never_mind())) {
    awaiting_ = Awaiting::nothing;
    return;
  }
  const bool another_task = turn.has_task() && !turn.has(current().intent);
  current_.reset();
  awaiting_ = Awaiting::nothing;
  reply_.say(words(Line::nothing_changed));
  if (another_task) take_requests(turn);
}

void Dialogue::Manager::hear_offer(const Turn& turn) {
  const bool appeal = awaiting_ == Awaiting::offer_appeal;
  if (answers_put_off(turn)) return;
  if (turn.has(Intent::affirm) && !turn.has(Intent::deny)) {
    if (!appeal) return hand_over("accepted a person");
    Request request;
    request.intent = Intent::claim_appeal;
    request.tool = "start_appeal";
    request.arguments["claim_id"] = topic_.claim_id;
    queue(std::move(request));
    take_requests(turn);
    awaiting_ = Awaiting::nothing;
    return;
  }
  if (!appeal && current_ &&
      form_.take(as_identity(turn.meant), turn.text, form_slot_) == IdentityForm::Taken::filled)
    return continue_identity();  // the number was found after all
  if (appeal && follows_up(turn)) {
    awaiting_ = Awaiting::nothing;
    return;
  }
  if (turn.cues.unsure() && !turn.has_task()) return not_understood();
  if (turn.has(Intent::deny) || turn.has_task()) {
    current_.reset();
    awaiting_ = Awaiting::nothing;
    if (!take_requests(turn) && turn.takes_leave()) goodbye();
    return;
  }
  if (turn.takes_leave()) return goodbye();
  if (hear_aside(turn)) return;
  not_understood();
}

}  // namespace attendant::brain
