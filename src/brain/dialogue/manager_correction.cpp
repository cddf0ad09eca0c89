#include <algorithm>
#include <initializer_list>

#include "base/date.hpp"
#include "base/text.hpp"
#include "brain/dialogue/guess.hpp"
#include "brain/dialogue/manager.hpp"
#include "brain/dialogue/tool_of_intent.hpp"

namespace attendant::brain {

using conversation::SayKind;
using understanding::Intent;
using Slot = IdentityForm::Slot;

namespace {

constexpr std::size_t kLongestFaint = 5;  // words after a no that was misheard: more say something else
constexpr std::size_t kNearlyAnId = 8;    // "NW" and six digits
constexpr std::size_t kMonthAt = 2;       // in "--09-22"; in "2026-09-22" it is 5

bool any_word(std::string_view text, std::initializer_list<std::string_view> list) {
  const auto words = plain_words(text);
  return std::ranges::any_of(words, [&](const std::string& word) {
    return std::ranges::find(list, std::string_view(word)) != list.end();
  });
}

bool speaks_of_birth(std::string_view text) {
  return any_word(text, {"born", "birth", "birthday", "birthdate", "dob"});
}

bool speaks_of_visit(std::string_view text) {
  return any_word(text, {"claim", "claims", "visit", "service", "appointment", "bill", "scan", "surgery"});
}

std::string_view month_in(std::string_view date) {
  if (!date.starts_with("--")) date = date.size() > 3 ? date.substr(3) : std::string_view();
  return date.size() >= kMonthAt + 2 ? date.substr(kMonthAt, 2) : std::string_view();
}

std::string_view text_argument(const Request& request, std::string_view name) {
  const auto* value = request.arguments.if_contains(name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

}  // namespace

// What was asked is answered: whatever else the words hold is no correction.
bool Dialogue::Manager::answers_identity(const Turn& turn) const {
  const auto& meant = turn.meant;
  const auto& slots = meant.slots;
  const bool number = (slots.member_id && slots.member_id->size() >= kNearlyAnId) ||
                      !meant.member_id_readings.empty() || meant.id_tail.has_value();
  if (awaiting_ == Awaiting::doubt) return number || slots.claim_id || turn.has(Intent::affirm);
  switch (form_slot_) {
    case Slot::member_id:
      return number;
    case Slot::dob: {
      if (number) return true;
      if (!slots.dob) return false;
      if (turn.put_right == nullptr || !current_ || !current_->arguments.contains("service_date"))
        return true;
      // No birth date begins with a no and ends without its year.
      if (!parse_date(*slots.dob)) return false;
      return !turn.put_right->recent_date && !speaks_of_visit(turn.text);
    }
    case Slot::zip:
      return slots.zip.has_value();
    case Slot::claim_id:
      return slots.claim_id || meant.id_tail;
    case Slot::own_name:
    case Slot::provider:
      return turn.put_right == nullptr || turn.put_right->words.faint;
  }
  return true;
}

// "No, the twenty third": of the birth date where that has such a day or month, or where no visit has a date.
bool Dialogue::Manager::puts_birth_date_right(const Turn& turn) {
  const bool named = speaks_of_birth(turn.text);
  if (form_.birth_date().empty() || (!named && (turn.put_right == nullptr || turn.put_right->words.faint)))
    return false;
  const auto& meant = turn.put_right != nullptr ? turn.put_right->meant : turn.meant;
  const auto visit = current_ ? text_argument(*current_, "service_date") : std::string_view();
  if (!named && !visit.empty()) {
    const auto& date = meant.slots.service_date;
    const bool same_month = date && month_in(*date) == month_in(form_.birth_date());
    if (speaks_of_visit(turn.text) || !same_month || month_in(*date) == month_in(visit)) return false;
  }
  return form_.correct_birth_date(meant);
}

// "I read the wrong one, it's two eight three ...", where the next thing is asked already.
bool Dialogue::Manager::puts_member_id_right(const Turn& turn) {
  if (turn.put_right == nullptr || turn.put_right->member_ids.empty()) return false;
  if (form_.member_id().empty() || form_.member_proved() || form_slot_ == Slot::member_id) return false;
  if (turn.meant.slots.dob && parse_date(*turn.meant.slots.dob)) return false;
  understanding::Understanding number;
  number.slots.member_id = turn.put_right->member_ids.front();
  return form_.take(number, {}, std::nullopt) == IdentityForm::Taken::filled;
}

bool Dialogue::Manager::puts_value_right(const Turn& turn) {
  const auto* right = turn.put_right;
  auto meant = right != nullptr ? right->meant : turn.meant;
  const std::string_view text = right != nullptr ? std::string_view(right->words.rest) : turn.text;
  const bool half_birth_date =
      meant.slots.dob && meant.slots.dob->starts_with("--") && !speaks_of_birth(text);
  if (half_birth_date && !meant.slots.service_date) meant.slots.service_date = meant.slots.dob;
  const bool dated = meant.slots.service_date || meant.day;
  if (right == nullptr) {
    // A date without its year answers no question for a number: it is the date that was said before.
    const bool number_asked =
        awaiting_ == Awaiting::identity && (form_slot_ == Slot::member_id || form_slot_ == Slot::zip);
    const auto& date = meant.slots.service_date;
    if (!number_asked || !dated || turn.has_task() || (date && parse_date(*date)) ||
        !current().arguments.contains("service_date"))
      return false;
  } else if (right->words.faint) {
    if (!(dated || meant.slots.amount) || split_words(text).size() > kLongestFaint) return false;
  }
  for (const auto intent : meant.intents)
    if (is_task(intent) && certainty_of(meant) == Certainty::sure && line_of(current().tool) != "claim" &&
        intent != current().intent)
      return false;  // another request
  return requests_.put_right(current(), with_day_corrected(meant, current().arguments), text);
}

// "No wait, I want to know about the bill instead": in the place of what was asked for.
bool Dialogue::Manager::puts_request_right(const Turn& turn) {
  const auto* right = turn.put_right;
  if (right == nullptr || !right->words.replaces) return false;
  if (turn.cues.refuses() || turn.cues.has_not_at_hand()) return false;
  if (any_word(turn.text, {"also", "too", "another", "additionally", "both"})) return false;
  const Turn anew{right->meant, right->words.rest, turn.confidence, Cues(right->words.rest), nullptr};
  if (!surely_asks(anew)) return false;
  const auto wanted = requests_of(anew);
  const bool other =
      std::ranges::none_of(wanted, [&](const Request& one) { return one.tool == current().tool; });
  if (wanted.empty() || !other) return false;
  current_.reset();
  return take_requests(anew);
}

bool Dialogue::Manager::puts_right(const Turn& turn) {
  const bool form = awaiting_ == Awaiting::identity || awaiting_ == Awaiting::doubt;
  const bool need = awaiting_ == Awaiting::need && turn.put_right != nullptr && current().options.empty() &&
                    listening_for_need().digits > 0;
  const bool busy = awaiting_ == Awaiting::nothing && turn.put_right != nullptr && may_begin_anew();
  if (!current_ || !(form || need || busy)) return false;
  if (turn.has(Intent::emergency) || turn.cues.self_harm() || turn.has(Intent::spanish) ||
      turn.has(Intent::human))
    return false;
  const bool asks_anew =
      turn.put_right != nullptr && std::ranges::any_of(turn.put_right->meant.intents, is_task);
  if (turn.cues.never_mind() && !asks_anew) return false;
  const bool other_card = form && puts_member_id_right(turn);
  if (form && !other_card && answers_identity(turn)) return false;
  if (need && requests_.answers_need(current(), turn.meant)) return false;
  if (!other_card && !(form && puts_birth_date_right(turn)) && !puts_value_right(turn)) {
    if (need || !puts_request_right(turn)) return false;
    awaiting_ = Awaiting::nothing;
  } else if (!form) {
    awaiting_ = Awaiting::nothing;
  }
  patience_ = silences_passed_ = not_understood_ = 0;
  if (busy) drop_running();
  reply_.note("corrected", std::string(line_of(current_ ? current_->tool : agenda_.front().tool)));
  say(Line::corrected, SayKind::acknowledgement);
  if (awaiting_ != Awaiting::nothing) ask_again();
  return true;
}

// While a tool only reads, what it was asked can be asked anew.
bool Dialogue::Manager::may_begin_anew() const {
  const auto* spec = current_ ? tools_.find(current_->tool) : nullptr;
  return !running_.empty() && spec != nullptr && spec->access == tools::Access::read &&
         std::ranges::all_of(running_, [](const auto& one) { return one.second == Purpose::request; });
}

void Dialogue::Manager::drop_running() {
  for (const auto& [id, purpose] : running_) reply_.drop(id);
  running_.clear();
}

// "Actually, make that the twenty second", of what was just answered.
bool Dialogue::Manager::puts_answered_right(const Turn& turn) {
  const auto* right = turn.put_right;
  if (right == nullptr || right->words.faint || turn.takes_leave() || turn.cues.only_declines()) return false;
  if (surely_asks(turn) || turn.has(Intent::affirm)) return false;
  if (!refers_back(right->meant, right->words.rest)) return false;
  reply_.note("corrected", std::string(line_of(topic_.tool)));
  not_understood_ = 0;
  awaiting_ = Awaiting::nothing;
  return true;
}

}  // namespace attendant::brain
