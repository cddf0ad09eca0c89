#include <algorithm>
#include <array>
#include <utility>

#include "base/date.hpp"
#include "brain/dialogue/guess.hpp"
#include "brain/dialogue/manager.hpp"
#include "brain/dialogue/office_introduction.hpp"
#include "brain/dialogue/tool_of_intent.hpp"

namespace attendant::brain {

using conversation::Asked;
using conversation::SayKind;
using understanding::Intent;

namespace {

bool is_about_one_claim(Intent intent) {
  static constexpr std::array kIntents = {Intent::claim_status,   Intent::claim_denial,
                                          Intent::claim_cost,     Intent::claim_documents,
                                          Intent::payment_status, Intent::provider_search};  // their own name
  return std::ranges::find(kIntents, intent) != kIntents.end();
}

}  // namespace

// Where no birth date was asked, a whole date is read as a day of care; the form may still lack it.
understanding::Understanding Dialogue::Manager::as_identity(understanding::Understanding meant) const {
  const auto& date = meant.slots.service_date;
  if (form_.missing() == IdentityForm::Slot::dob && !meant.slots.dob && date && parse_date(*date))
    meant.slots.dob = std::exchange(meant.slots.service_date, std::nullopt);
  return meant;
}

bool Dialogue::Manager::Turn::has(Intent intent) const {
  return std::ranges::find(meant.intents, intent) != meant.intents.end();
}

bool Dialogue::Manager::Turn::has_task() const { return std::ranges::any_of(meant.intents, is_task); }

bool Dialogue::Manager::Turn::takes_leave() const {
  // Ending a call on a guess is worse than asking once more: without a word of leave-taking it must be sure.
  if (has(Intent::goodbye) && !cues.takes_leave()) return meant.confidence >= kSure;
  return has(Intent::goodbye) || (cues.takes_leave() && !has_task() && !has(Intent::provide_info));
}

void Dialogue::Manager::hear(const HeardTurn& heard) {
  const Turn turn{heard.meant,
                  heard.heard.text,
                  heard.heard.confidence,
                  Cues(heard.heard.text),
                  heard.after_no ? &*heard.after_no : nullptr,
                  heard.put_right ? &*heard.put_right : nullptr};
  notice_caller(turn);
  if (handing_over_ && !turn.has(Intent::emergency) && hear_handing_over(turn)) return;
  if (gives_needed_text(turn)) return proceed();
  if (puts_right(turn)) return proceed();
  if (steers(turn)) return;
  if (mutters(turn)) return reply_.listen_again(options_.patience);
  patience_ = silences_passed_ = 0;
  if (turn.meant.slots.digits) reply_.say(words(Line::card_never), SayKind::answer);
  hear_awaited(turn);
  proceed();
}

void Dialogue::Manager::hear_awaited(const Turn& turn) {
  switch (awaiting_) {
    case Awaiting::nothing:
      return hear_while_busy(turn);
    case Awaiting::open:
    case Awaiting::anything_else:
      return hear_open(turn);
    case Awaiting::identity:
    case Awaiting::doubt:
      return hear_identity(turn);
    case Awaiting::need:
      return hear_need(turn);
    case Awaiting::confirmation:
      return hear_confirmation(turn);
    case Awaiting::change:
      return hear_change(turn);
    case Awaiting::guess:
      return hear_guess(turn);
    case Awaiting::offer_person:
    case Awaiting::offer_appeal:
      return hear_offer(turn);
  }
}

// A city, a street or an email address is no intent, whatever it resembles.
bool Dialogue::Manager::gives_needed_text(const Turn& turn) {
  if (awaiting_ != Awaiting::need || !is_free_text(current().need)) return false;
  if (turn.has(Intent::emergency) || turn.cues.self_harm()) return false;
  if (!requests_.answer(current(), turn.meant, turn.text)) return false;
  awaiting_ = Awaiting::nothing;
  patience_ = silences_passed_ = not_understood_ = 0;
  return true;
}

bool Dialogue::Manager::steers(const Turn& turn) {
  if (turn.has(Intent::emergency) || turn.cues.self_harm()) {
    emergency(turn);
    return true;
  }
  if (turn.has(Intent::spanish)) {
    change_language(turn);
    return true;
  }
  if (asks_for_desk(turn)) return true;
  const bool speaks_for_another = form_.party() == Party::representative && turn.cues.representative();
  if (turn.has(Intent::human) && !speaks_for_another) {
    if (certainty_of(turn.meant) != Certainty::sure && turn.meant.intents.front() == Intent::human) {
      ask(Awaiting::offer_person, Line::offer_person, Asked::confirm);
      return true;
    }
    reply_.note("intent", "human");
    hand_over("asked for a person");
    return true;
  }
  const bool brings_something = turn.has_task() || turn.has(Intent::provide_info) || turn.has(Intent::affirm);
  if (turn.has(Intent::repeat) && !brings_something && awaiting_ != Awaiting::nothing) {
    again(turn);
    return true;
  }
  if (turn.has(Intent::hold_on) && !brings_something && awaiting_ != Awaiting::nothing) {
    wait();
    return true;
  }
  return false;
}

// The caller spoke while a tool ran: a further request is kept, "never mind" gives the one up, a detail ("no,
// the one in May") corrects it, the rest is chatter. A read was cancelled for it and runs again where it is
// still wanted.
void Dialogue::Manager::hear_while_busy(const Turn& turn) {
  const bool cancelled = current_ && running_.empty();
  if (take_requests(turn)) return;
  if (turn.cues.never_mind()) {
    for (auto& [id, purpose] : running_) {
      reply_.drop(id);
      if (purpose == Purpose::request) purpose = Purpose::given_up;
    }
    if (cancelled) current_.reset();
  } else if (cancelled) {
    requests_.correct(current(), turn.meant, turn.text);
  }
}

// A provider's office and a representative prove other things than a member.
void Dialogue::Manager::notice_caller(const Turn& turn) {
  if (form_.party() != Party::member) return;
  if (turn.cues.provider_office() || introduces_office(turn.text, turn.meant.slots.provider)) {
    // Also when a member's numbers were proved before: an office has them, and hears no more for it.
    form_.set_party(Party::provider_office);
    reply_.note("caller", "provider_office");
  } else if (identity_.known()) {
    return;
  } else if (turn.cues.representative()) {
    form_.set_party(Party::representative);
    reply_.note("caller", "representative");
  }
}

std::vector<Request> Dialogue::Manager::requests_of(const Turn& turn) const {
  std::vector<Request> wanted;
  for (const auto intent : turn.meant.intents) {
    if (!is_task(intent)) continue;
    if (turn.meant.slots.digits && intent == Intent::id_card) continue;  // "take my card", and its number
    const bool of_a_bill = turn.has(Intent::billing_dispute) && !turn.cues.speaks_of_appeal();
    if (intent == Intent::claim_appeal && of_a_bill) continue;
    auto request = requests_.make(intent, turn.meant, turn.text, topic_);
    if (!request) {
      // Only the label of something that a person must do.
      request = Request{};
      request->intent = intent;
    }
    if (form_.party() == Party::provider_office) {
      // Whatever is not clearly something else is about the one claim of which an office may hear.
      const bool status = !surely_asks(turn) || is_about_one_claim(intent);
      request->tool = status ? "provider_claim_status" : "";
      request->arguments.clear();
    }
    wanted.push_back(*std::move(request));
  }
  return wanted;
}

bool Dialogue::Manager::take_requests(const Turn& turn) {
  auto wanted = requests_of(turn);
  for (auto& request : wanted) queue(std::move(request));
  return !wanted.empty();
}

bool Dialogue::Manager::hear_aside(const Turn& turn) {
  if (!take_asides(turn)) return false;
  if (running_.empty()) ask_again();
  return true;
}

bool Dialogue::Manager::take_asides(const Turn& turn) {
  bool said = false;
  // "I've been waiting for ever. Why was my claim denied": a sigh before a request is nothing to be recorded.
  const bool sigh = turn.has_task() && !turn.cues.speaks_of_complaint();
  const bool guessed =
      sigh || (turn.meant.intents.front() == Intent::complaint && turn.meant.confidence < kSure);
  const auto complaint = turn.has(Intent::complaint) && !guessed
                             ? requests_.make(Intent::complaint, turn.meant, turn.text, topic_)
                             : std::nullopt;
  if (complaint && turn.cues.only_announces_complaint()) {
    queue(Request{.intent = Intent::complaint, .tool = complaint->tool});
    said = true;
  } else if (complaint) {
    reply_.note("intent", "complaint");
    running_[call_tool(complaint->tool, complaint->arguments, true)] = Purpose::aside;
    said = true;
  }
  if (turn.has(Intent::smalltalk) && certainty_of(turn.meant) == Certainty::sure) {
    if (turn.cues.asks_about_robot())
      say(Line::robot);
    else if (turn.cues.asks_how_we_are())
      say(Line::smalltalk);
    said = turn.cues.asks_about_robot() || turn.cues.asks_how_we_are() || turn.cues.greets();
  }
  if (turn.cues.asks_whether_needed() || (turn.cues.asks_medical_advice() && !surely_asks(turn))) {
    reply_.note("intent", "medical_advice");
    say(Line::medical_advice);
    said = true;
  }
  return said;
}

}  // namespace attendant::brain
