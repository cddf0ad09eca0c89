#include <utility>

#include "base/text.hpp"
#include "brain/dialogue/manager.hpp"

namespace attendant::brain {

using conversation::Asked;
using conversation::SayKind;
using understanding::Intent;

std::string Dialogue::Manager::words(Line line, unsigned variant, Fill fill) const {
  return desks_.words(line, fill).value_or(wording(line, variant, fill));
}

void Dialogue::Manager::set_voice() {
  const auto voice = desks_.voice();
  reply_.speech({.rate = rate_ * voice.rate, .level = level_ * voice.level, .voice = voice.name});
}

void Dialogue::Manager::begin_at_desk() {
  if (const auto* agent = desks_.active()) {
    reply_.note("agent", agent->id);
    if (agent->voice != agents::Voice{}) set_voice();
  }
  const auto own = desks_.greeting();
  reply_.say(own.empty() ? greeting_of(options_) : own, SayKind::greeting);
}

// What the caller wants goes along, so that nothing need be said twice: the other answers in this same turn.
bool Dialogue::Manager::reach_desk(const std::string& tool) {
  const auto way = desks_.way_to(tool);
  if (!way) return false;
  go_to_desk(*way, "wants " + replace_all(understanding::to_string(current().intent), "_", " "));
  return true;
}

void Dialogue::Manager::go_to_desk(std::span<const agents::HandOver* const> way, std::string_view why) {
  if (way.empty()) return;
  const bool tells = way.back()->carry.summary;
  const auto before = desks_.voice();
  auto arrival = desks_.go(way, name_);
  reply_.say(std::move(arrival.announcement), SayKind::acknowledgement);
  reply_.hand_over(desks_.active()->id, tells ? summary(why) : std::string());
  if (desks_.voice() != before) set_voice();
  reply_.say(std::move(arrival.greeting), SayKind::acknowledgement);
  if (!arrival.carries_slots) topic_ = {};
}

bool Dialogue::Manager::asks_for_desk(const Turn& turn) {
  constexpr std::size_t kLongestName = 5;   // words: "the billing department, please" is no question
  constexpr std::size_t kLongestWish = 10;  // what is longer tells something
  const bool office =
      form_.party() == Party::provider_office || turn.cues.provider_office();  // "from the ..."
  if (office || turn.cues.asks_for_person()) return false;
  const auto words = split_words(turn.text).size();
  const bool names_it = words <= kLongestName || turn.cues.asks_to_be_connected();
  if (words > kLongestWish || (!names_it && surely_asks(turn))) return false;
  const auto way = desks_.way_to_named(turn.text);
  if (!way) return false;
  agenda_.clear();
  current_.reset();
  not_understood_ = 0;
  go_to_desk(*way, "asked for this desk");
  ask(Awaiting::open, Line::open_question, Asked::open);
  return true;
}

}  // namespace attendant::brain
