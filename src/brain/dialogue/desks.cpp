#include "brain/dialogue/desks.hpp"

#include <algorithm>
#include <utility>

#include "agents/template.hpp"
#include "brain/dialogue/cues.hpp"

namespace attendant::brain {
namespace {

// Pseudo-tools of requests that still need to know which tool it is.
std::string_view tool_of(std::string_view request_tool) {
  return request_tool == "update_details" ? "update_phone" : request_tool;
}

// With a blank at each end, so that phrases are found as whole words.
std::string as_words(std::string_view text) { return " " + plain(text) + " "; }

}  // namespace

Desks::Desks(agents::TeamPtr team, std::string company, std::string office_hours)
    : team_(std::move(team)), company_(std::move(company)), office_hours_(std::move(office_hours)) {
  if (team_ == nullptr) return;
  active_ = &team_->answering();
  met_.insert(active_->id);
}

const agents::Limits& Desks::limits() const {
  static const agents::Limits kDefaults;
  return active_ == nullptr ? kDefaults : active_->limits;
}

agents::Voice Desks::voice() const { return active_ == nullptr ? agents::Voice{} : active_->voice; }

std::optional<Desks::Way> Desks::way_to(std::string_view tool) const {
  tool = tool_of(tool);
  if (active_ == nullptr || active_->tool(tool) != nullptr) return Way{};
  auto way = team_->way_to_tool(*active_, tool);
  if (way.empty()) return std::nullopt;
  return way;
}

std::optional<Desks::Way> Desks::way_to_named(std::string_view text) const {
  if (active_ == nullptr) return std::nullopt;
  const auto said = as_words(text);
  for (const auto& agent : team_->agents) {
    for (const auto& hand_over : agent.hand_overs) {
      const auto named = [&](const std::string& example) { return said.contains(as_words(example)); };
      if (hand_over.to_person || !std::ranges::any_of(hand_over.examples, named)) continue;
      if (hand_over.to == active_->id) return Way{};  // they talk to it already
      if (auto way = team_->way_to_agent(*active_, hand_over.to); !way.empty()) return way;
    }
  }
  return std::nullopt;
}

Desks::Arrival Desks::go(std::span<const agents::HandOver* const> way, std::string_view caller_name) {
  Arrival arrival;
  if (way.empty()) return arrival;
  const agents::Agent* to = team_->find(way.back()->to);
  for (const auto* step : way) {
    arrival.carries_slots = arrival.carries_slots && step->carry.slots;
    if (step->style == agents::HandOverStyle::announced)
      arrival.announcement = filled(step->say, *to, caller_name);
  }
  active_ = to;
  const bool again = !met_.insert(to->id).second;
  if (const auto* speaks = language(); speaks != nullptr && !arrival.announcement.empty())
    arrival.greeting = filled(again ? speaks->return_greeting : speaks->greeting, *to, caller_name);
  return arrival;
}

std::string Desks::greeting() const {
  const auto* speaks = language();
  return speaks == nullptr ? std::string() : filled(speaks->greeting, *active_, "");
}

std::optional<std::string> Desks::words(Line line, Fill fill) const {
  const auto* speaks = language();
  const auto* own = speaks == nullptr ? nullptr : speaks->text(name_of(line));
  if (own == nullptr) return std::nullopt;
  agents::Values values;
  for (const auto& [name, value] : fill) values.emplace(name, value);
  return agents::fill(*own, values);
}

std::optional<std::string> Desks::filler_of(std::string_view tool) const {
  const auto* use = use_of(tool);
  if (use == nullptr || use->say_while_running.empty()) return std::nullopt;
  return use->say_while_running;
}

const agents::ToolUse* Desks::use_of(std::string_view tool) const {
  return active_ == nullptr ? nullptr : active_->tool(tool);
}

// This engine speaks English. An agent without it (whom it stands in for) has no words for it.
const agents::Language* Desks::language() const {
  if (active_ == nullptr) return nullptr;
  const auto found = std::ranges::find_if(active_->languages,
                                          [](const auto& one) { return one.language.starts_with("en"); });
  return found == active_->languages.end() ? nullptr : &*found;
}

std::string Desks::filled(std::string_view text, const agents::Agent& agent,
                          std::string_view caller_name) const {
  return agents::fill(text, {{std::string(agents::kCompany), company_},
                             {std::string(agents::kAgent), agent.spoken_name()},
                             {std::string(agents::kHours), office_hours_},
                             {std::string(agents::kName), std::string(caller_name)}});
}

}  // namespace attendant::brain
