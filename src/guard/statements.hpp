// What a sentence says of the state of things ("was denied", "isn't covered", "in network") and of what was
// done ("I've updated your address"). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attendant::guard {

enum class State {
  denied,
  approved,
  paid,
  pending,
  processed,
  covered,
  in_network,
  active,
  ended,
  overdue,
  received,
  returned,
  eligible,
  met,
  needs_authorization,
};

struct StateSaid {
  State state = State::denied;
  bool negated = false;

  bool operator==(const StateSaid&) const = default;
};

enum class Mood {
  states,             // tells it as it is
  open,               // asks it, or says that it will be looked up: "let me see whether it was paid?"
  takes_for_granted,  // "let me look up why it was denied"
};

struct StateMention {
  StateSaid said;
  Mood mood = Mood::states;
};
std::vector<StateMention> states_in(std::string_view sentence);

// Whether the first being so tells the second: what was denied was not approved.
bool implies(const StateSaid& known, const StateSaid& said);

// Who is named as the one of whom something is said: "for Jefferson", "Alvin's claim"; in lower case.
std::vector<std::string> persons_in(std::string_view sentence);

enum class Deed { changed, sent, opened, stopped, arranged, recorded, verified, settled };

struct DeedMention {
  Deed deed = Deed::changed;
  std::string_view verb;  // of a fixed list
  bool ours = false;      // "I've sent it"; else "it was sent"
};
// Deeds that are told as done. Denied ones ("nothing was changed") are none.
std::vector<DeedMention> deeds_in(std::string_view sentence);

// The deeds that a tool does when it writes, told by its name; all but `settled` when the name tells nothing.
std::vector<Deed> deeds_of_tool(std::string_view name);

}  // namespace attendant::guard
