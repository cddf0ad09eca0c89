#include <algorithm>
#include <array>
#include <utility>

#include "base/date.hpp"
#include "base/text.hpp"
#include "brain/dialogue/choice.hpp"
#include "brain/dialogue/follow_up.hpp"
#include "brain/dialogue/guess.hpp"
#include "brain/dialogue/manager.hpp"
#include "brain/dialogue/office_introduction.hpp"
#include "brain/dialogue/plain_words.hpp"
#include "brain/dialogue/tool_of_intent.hpp"

namespace attendant::brain {

using conversation::Asked;
using conversation::SayKind;
using understanding::Intent;

namespace {

constexpr std::size_t kLongestDoubt = 5;  // words; what is longer asks something of its own
constexpr std::size_t kLongestNo = 7;     // words with a no among them that is not in front, and want nothing
constexpr float kSure = 0.5F;  // confidence from which a meaning is acted upon without a second sign of it

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

bool Dialogue::Manager::refers_back(const understanding::Understanding& meant, std::string_view text) {
  if (topic_.tool.empty() || !is_task(topic_intent_) || form_.party() == Party::provider_office) return false;
  const auto dated = with_day_corrected(meant, topic_.arguments);
  auto request = requests_.make(topic_intent_, dated, text, topic_);
  if (!request || request->tool != topic_.tool) return false;
  if (!requests_.correct(*request, dated, text)) return false;
  queue(*std::move(request));
  return true;
}

// "No thanks" ends the call; "no, the x-ray" corrects what was answered, and what is neither is asked again.
void Dialogue::Manager::hear_no_more(const Turn& turn) {
  const bool asks = turn.text.find('?') != std::string_view::npos;
  const bool says_more = asks || split_words(turn.text).size() > kLongestNo;
  if (turn.cues.only_declines() || (turn.after_no == nullptr && !says_more)) return goodbye();
  if (turn.after_no == nullptr) return not_understood();
  const auto& intents = turn.after_no->intents;
  const bool leaves = std::ranges::find(intents, Intent::goodbye) != intents.end();
  if (!leaves && refers_back(*turn.after_no, text_after_no(turn.text))) {
    reply_.note("corrected", std::string(line_of(topic_.tool)));
    not_understood_ = 0;
    awaiting_ = Awaiting::nothing;
    return;
  }
  if (leaves) return goodbye();
  not_understood();
}

// "Is there anything I can do?", "what about the X-ray?": asked of what was just told.
bool Dialogue::Manager::follows_up(const Turn& turn) {
  if (form_.party() == Party::provider_office) return false;
  if (turn.cues.asks_likewise() && refers_back(turn.meant, turn.text)) return true;
  const auto intent = follow_up(turn.cues, topic_);
  const bool words_decide = turn.cues.asks_whether_to_pay_twice();
  if (!intent || (surely_asks(turn) && !turn.has(*intent) && !words_decide)) return false;
  auto request = requests_.make(*intent, turn.meant, turn.text, topic_);
  if (!request) return false;
  if (line_of(request->tool) == "billing") {
    for (const auto name : {"invoice_id", "amount", "service_date", "provider"})  // the bill just told
      if (topic_.arguments.contains(name)) request->arguments[name] = topic_.arguments.at(name);
  }
  queue(*std::move(request));
  return true;
}

// "Was it a mistake?": what was found stands, and is said once more.
bool Dialogue::Manager::questions_the_answer(const Turn& turn) {
  if (!turn.cues.doubts() || turn.takes_leave() || line_of(topic_.tool).empty()) return false;
  const bool says_more = split_words(turn.text).size() > kLongestDoubt;
  if (says_more && surely_asks(turn)) return false;
  Request again;
  again.intent = topic_intent_;
  again.tool = topic_.tool;
  again.arguments = topic_.arguments;
  queue(std::move(again));
  return true;
}

void Dialogue::Manager::hear_open(const Turn& turn) {
  const bool after_answer = awaiting_ == Awaiting::anything_else;
  const bool only_a_value = !turn.has_task() && turn.has(Intent::provide_info);
  auto volunteered = only_a_value ? as_identity(turn.meant) : turn.meant;
  volunteered.slots.zip.reset();  // of a search, not of the caller's home
  const bool proved = form_.member_proved() && form_.party() != Party::provider_office;
  const auto taken = proved ? IdentityForm::Taken::nothing : form_.take(volunteered, turn.text, std::nullopt);
  const bool only_identifies = taken == IdentityForm::Taken::filled && !surely_asks(turn);
  if (only_identifies && form_.party() == Party::member)
    return ask(Awaiting::open, Line::open_identified, Asked::open);
  const bool follows = follows_up(turn);
  const bool asides = !follows && take_asides(turn);
  const bool steady = follows || asides;
  if (!steady && turn.cues.asks_what_we_do() && !surely_asks(turn))
    return ask(Awaiting::open, Line::open_examples, Asked::open);
  const bool of_rules = turn.cues.asks_about_rules() && !turn.meant.slots.provider && !turn.takes_leave();
  if (!steady && of_rules && looks_in_documents(turn, {.instead = requests_of(turn)})) return;
  if (!steady && puts_answered_right(turn)) return;
  if (!steady && doubts_what_was_meant(turn)) return;
  const bool wants =
      follows || (asides ? surely_asks(turn) && !turn.cues.asks_whether_needed() && take_requests(turn)
                         : questions_the_answer(turn) || take_requests(turn) ||
                               (turn.has(Intent::provide_info) && refers_back(turn.meant, turn.text)));
  if (wants) {
    leaving_ = turn.takes_leave();
    not_understood_ = 0;
    awaiting_ = Awaiting::nothing;
    return;
  }
  if (turn.takes_leave()) return goodbye();
  const bool asked_before = after_answer || !asked_about_.empty();  // a no to "how can I help" is one too
  if (asked_before && turn.has(Intent::deny) && turn.cues.says_no() && !turn.cues.refuses() && !asides)
    return hear_no_more(turn);
  if (asides) {
    not_understood_ = 0;
    if (!agenda_.empty())
      awaiting_ = Awaiting::nothing;
    else if (running_.empty())
      ask_again();
    return;
  }
  if (turn.cues.refuses()) return ask(Awaiting::offer_person, Line::identity_needed, Asked::confirm);
  if (after_answer && turn.has(Intent::affirm)) return ask(Awaiting::open, Line::what_more, Asked::open);
  const bool introduces = turn.cues.provider_office() || turn.cues.representative() ||
                          introduces_office(turn.text, turn.meant.slots.provider);
  const bool asks_something = form_.party() == Party::provider_office && turn.has(Intent::out_of_scope);
  if ((taken == IdentityForm::Taken::filled || introduces) && !asks_something)
    return ask(Awaiting::open, Line::open_identified, Asked::open);
  if (turn.meant.slots.digits) return ask_again();
  if (form_.party() == Party::provider_office && topic_.tool.empty()) {
    // The one thing that an office can be told: what else it may want comes out on the way.
    Request status;
    status.intent = Intent::claim_status;
    status.tool = "provider_claim_status";
    queue(std::move(status));
    say(Line::office_status_offer);
    awaiting_ = Awaiting::nothing;
    return;
  }
  const bool out_of_scope = turn.has(Intent::out_of_scope) && turn.meant.confidence >= kSure;
  if (!looks_in_documents(turn, {.out_of_scope = out_of_scope})) turn_away(out_of_scope);
}

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
  if (take_asides(turn)) {
    if (running_.empty()) ask_again();
    return;
  }
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
  if (take_asides(turn)) {
    if (running_.empty()) ask_again();
    return;
  }
  not_understood();
}

}  // namespace attendant::brain
