#include <algorithm>
#include <utility>

#include "brain/dialogue/manager.hpp"

namespace attendant::brain {

using conversation::Asked;
using conversation::SayKind;
using understanding::Intent;

namespace {
constexpr int kPatience = 2;  // long silences let pass after "hold on"
constexpr float kLouder = 0.4F;
constexpr float kLoudest = 2.0F;
constexpr float kSlower = 0.15F;
constexpr float kSlowest = 0.7F;
constexpr float kFastest = 1.3F;
constexpr float kQuietest = 0.6F;
}  // namespace

void Dialogue::Manager::keyed(const conversation::Keyed& keyed) {
  std::string figures;
  std::ranges::copy_if(keyed.digits, std::back_inserter(figures),
                       [](char c) { return c >= '0' && c <= '9'; });
  patience_ = silences_passed_ = 0;
  if (awaiting_ == Awaiting::nothing) return;
  if (figures == "0") {
    reply_.note("intent", "human");
    return hand_over("asked for a person");
  }
  if (figures.empty()) return reply_.say_again();  // '#' or '*' alone

  understanding::Understanding key_press;
  key_press.confidence = 1.0F;
  if (figures == "1") key_press.intents = {Intent::affirm};
  if (figures == "2") key_press.intents = {Intent::deny};
  const Turn turn{key_press, "", 1.0F, Cues(""), nullptr};
  switch (awaiting_) {
    case Awaiting::open:
    case Awaiting::anything_else:
      not_understood_ = 0;
      if (figures == "1") return ask(Awaiting::open, Line::menu_claims, Asked::open);
      if (figures == "2") return ask(Awaiting::open, Line::menu_benefits, Asked::open);
      if (figures == "3") return ask(Awaiting::open, Line::menu_billing, Asked::open);
      if (form_.take_keys(figures, IdentityForm::Slot::member_id) == IdentityForm::Taken::filled)
        return ask(Awaiting::open, Line::open_identified, Asked::open);
      return ask(Awaiting::open, Line::open_keypad, Asked::open);
    case Awaiting::identity:
      switch (form_.take_keys(figures, form_slot_)) {
        case IdentityForm::Taken::filled:
          return continue_identity();
        default:
          if (figures.size() < static_cast<std::size_t>(std::max(reply_.listen().digits, 0)) &&
              slot_asked_ < 3) {
            ++slot_asked_;
            return ask(Awaiting::identity,
                       words(Line::digits_missing, 0, {{"count", std::to_string(reply_.listen().digits)}}),
                       reply_.listen());
          }
          return ask_slot(form_slot_);
      }
    case Awaiting::need:
      if (requests_.answer_by_keys(current(), figures)) {
        awaiting_ = Awaiting::nothing;
        return proceed();
      }
      return not_understood();
    case Awaiting::doubt:
      if (key_press.intents.empty()) return not_understood();
      hear_identity(turn);
      return proceed();
    case Awaiting::confirmation:
      if (key_press.intents.empty()) return not_understood();
      hear_confirmation(turn);
      return proceed();
    case Awaiting::guess:
      if (key_press.intents.empty()) return not_understood();
      hear_guess(turn);
      return proceed();
    case Awaiting::offer_person:
    case Awaiting::offer_appeal:
      if (put_off_ && key_press.intents.empty()) {
        resume_put_off();
        return this->keyed(keyed);
      }
      if (key_press.intents.empty()) return not_understood();
      hear_offer(turn);
      return proceed();
    case Awaiting::change:
      return not_understood();
    case Awaiting::nothing:
      return;
  }
}

void Dialogue::Manager::silence(const conversation::Silence& silence) {
  if (awaiting_ == Awaiting::nothing) return;
  if (patience_ > 0) {
    --patience_;
    silences_passed_ = silence.times;
    say(Line::still_here);
    return reply_.listen_again(options_.patience);
  }
  const int times = silence.times - silences_passed_;
  const int offer_at = desks_.limits().no_input;  // a person is offered; the next silence ends the call
  if (times > offer_at) {
    reply_.note("outcome", "no_input");
    reply_.say(words(Line::goodbye_silence), SayKind::goodbye);
    return end("no_input");
  }
  if (times == offer_at) {
    if (awaiting_ != Awaiting::offer_person) put_off_ = {awaiting_, reply_.question(), reply_.listen()};
    return ask(Awaiting::offer_person, Line::person_for_silence, Asked::confirm);
  }
  reply_.say(words(times == 1 ? Line::cannot_hear : Line::cannot_hear_keypad));
  ask_again();
}

void Dialogue::Manager::again(const Turn& turn) {
  if (const auto pace = turn.cues.pace()) {
    auto line = Line::louder;
    switch (*pace) {
      case Pace::louder:
        level_ = std::min(level_ + kLouder, kLoudest);
        break;
      case Pace::slower:
        rate_ = std::max(rate_ - kSlower, kSlowest);
        line = Line::slower;
        break;
      case Pace::faster:
        rate_ = std::min(rate_ + kSlower, kFastest);
        line = Line::faster;
        break;
      case Pace::quieter:
        level_ = std::max(level_ - kLouder / 2, kQuietest);
        line = Line::quieter;
        break;
    }
    set_voice();
    reply_.say(words(line));
  }
  reply_.say_again();
}

void Dialogue::Manager::wait() {
  patience_ = kPatience;
  say(Line::hold_on, SayKind::acknowledgement);
  reply_.listen_again(options_.patience);
}

void Dialogue::Manager::not_understood() {
  ++not_understood_;
  reply_.note("not_understood", std::string(conversation::to_string(asked())));
  const int most = desks_.limits().no_match;  // at an open question once more, with the keys
  const bool open = awaiting_ == Awaiting::open || awaiting_ == Awaiting::anything_else;
  if (not_understood_ > most || (not_understood_ == most && !open)) {
    not_understood_ = 0;
    say(Line::cannot_understand);
    return hand_over("was not understood");
  }
  switch (awaiting_) {
    case Awaiting::open:
    case Awaiting::anything_else: {
      const auto line = not_understood_ == 1   ? Line::open_again
                        : not_understood_ == 2 ? Line::open_examples
                                               : Line::open_keypad;
      return ask(Awaiting::open, words(line), {Asked::open, 0, false});
    }
    case Awaiting::need: {
      const bool phone = current().need == "phone";
      if (phone) return ask(Awaiting::need, words(Line::ask_phone_again), reply_.listen());
      reply_.say(words(Line::choose_again));
      if (not_understood_ >= 2 && !current().options.empty()) {
        for (const auto& option : current().options) reply_.say(option.say + ".");
        return ask(Awaiting::need, words(Line::choose_keypad), {Asked::ask_claim, 1, false});
      }
      return ask_again();
    }
    case Awaiting::doubt:
    case Awaiting::confirmation:
    case Awaiting::guess:
    case Awaiting::offer_person:
    case Awaiting::offer_appeal:
      reply_.say(words(not_understood_ == 1 ? Line::confirm_again : Line::confirm_keypad));
      return ask_again();
    case Awaiting::identity:
      return ask_slot(form_slot_);
    case Awaiting::change:
    case Awaiting::nothing:
      return ask_again();
  }
}

}  // namespace attendant::brain
