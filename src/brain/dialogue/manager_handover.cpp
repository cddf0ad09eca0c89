#include <utility>

#include "base/text.hpp"
#include "brain/dialogue/manager.hpp"

namespace attendant::brain {

using conversation::Asked;
using conversation::SayKind;
using understanding::Intent;

std::string Dialogue::Manager::summary(std::string_view why) const {
  std::string text = form_.party() == Party::provider_office ? "Provider's office"
                     : identity_.known()                     ? "Verified member"
                                                             : "Caller not identified";
  if (!asked_about_.empty()) text += "; asked about " + replace_all(join(asked_about_, ", "), "_", " ");
  text += "; ";
  text += why;
  text += ".";
  return text;
}

void Dialogue::Manager::hand_over(std::string_view why) {
  auto report = summary(why);
  agenda_.clear();
  running_.clear();
  current_.reset();
  if (!office_open_) return offer_callback(Line::closed_callback);
  if (transfer_failed_) return offer_callback(Line::not_reached_callback);
  reply_.note("outcome", "transferred");
  reply_.say(words(Line::transferring), SayKind::answer);
  transfer(options_.person_target, std::move(report));
}

void Dialogue::Manager::transfer(std::string target, std::string report) {
  awaiting_ = Awaiting::nothing;
  handing_over_ = {.target = target, .summary = report};
  reply_.transfer(std::move(target), std::move(report));
}

// Who speaks over the announcement has put the hand-over off: it goes on, unless they want something else.
bool Dialogue::Manager::hear_handing_over(const Turn& turn) {
  const bool other = surely_asks(turn) || turn.has(Intent::deny) || turn.cues.never_mind();
  if (!handing_over_) return false;
  if (!other) {
    reply_.transfer(handing_over_->target, handing_over_->summary);
    return true;
  }
  handing_over_.reset();
  awaiting_ = Awaiting::open;
  if (turn.has_task()) return false;
  ask(Awaiting::open, Line::what_more, Asked::open);
  return true;
}

void Dialogue::Manager::offer_callback(Line line) {
  Request request;
  request.intent = Intent::human;
  request.tool = "schedule_callback";
  request.need = "phone";
  request.asked = 1;
  request.arguments["topic"] = asked_about_.empty() ? "general" : replace_all(asked_about_.back(), "_", " ");
  current_ = std::move(request);
  not_understood_ = 0;
  ask(Awaiting::need, words(line, 0, {{"hours", options_.office_hours}}), {Asked::ask_phone, 10, false});
}

void Dialogue::Manager::finish_transfer(const conversation::TransferDone& done) {
  if (done.reached) return end("transferred");
  handing_over_.reset();
  reply_.note("outcome", "not_reached");
  transfer_failed_ = true;
  reply_.note("transfer", done.reason.empty() ? "not reached" : done.reason);
  offer_callback(Line::not_reached_callback);
}

void Dialogue::Manager::emergency(const Turn& turn) {
  const bool crisis = turn.cues.self_harm();
  reply_.note("intent", crisis ? "self_harm" : "emergency");
  agenda_.clear();
  current_.reset();
  running_.clear();
  not_understood_ = 0;
  reply_.say(words(crisis ? Line::crisis : Line::emergency), SayKind::answer, false);
  if (!options_.emergency_target.empty()) {
    reply_.say(words(Line::emergency_transfer), SayKind::notice, false);
    return transfer(options_.emergency_target,
                    summary(crisis ? "speaks of hurting themselves" : "speaks of an emergency"));
  }
  if (crisis && office_open_) return ask(Awaiting::offer_person, Line::after_crisis, Asked::confirm);
  ask(Awaiting::open, Line::after_emergency, Asked::open);
}

void Dialogue::Manager::change_language(const Turn& turn) {
  const auto language = turn.meant.slots.language.value_or("spanish");
  reply_.note("intent", "spanish");
  reply_.note("language", language);
  struct Known {
    std::string_view language;
    Line line;
  };
  static constexpr Known kKnown[] = {{"spanish", Line::spanish},       {"french", Line::french},
                                     {"german", Line::german},         {"italian", Line::italian},
                                     {"portuguese", Line::portuguese}, {"polish", Line::polish}};
  auto line = Line::other_language;
  for (const auto& known : kKnown)
    if (known.language == language) line = known.line;

  auto report = summary("wants to speak " + language);
  agenda_.clear();
  running_.clear();
  current_.reset();
  if (office_open_ && !transfer_failed_) {
    reply_.say(words(line), SayKind::notice);
    return transfer(options_.person_target, std::move(report));
  }
  reply_.say(words(language == "spanish" ? Line::spanish_callback : Line::other_language_callback),
             SayKind::notice);
  asked_about_.push_back("speaks " + language);
  offer_callback(Line::language_callback);
}

}  // namespace attendant::brain
