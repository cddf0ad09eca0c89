// Makes the completeness head from whole utterances and their beginnings, and says what it is worth: how long
// finished callers wait, and how often callers who pause are cut off. Any thread; takes seconds.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "conversation/turn_end.hpp"
#include "understanding/completeness.hpp"
#include "understanding/heard_ending.hpp"
#include "understanding/utterance_json.hpp"

namespace attendant::understanding {

// Each utterance is one example that is whole; its beginnings, at word boundaries spread over it, are
// together one that is not.
Completeness train_completeness(std::span<const LabelledUtterance> utterances);

// The same with weights of endings, learned from those for which neither numbers nor the last word decide.
// The words of each author's endings are judged by a head that was trained without that author.
Completeness train_completeness(std::span<const LabelledUtterance> utterances,
                                std::span<const HeardEnding> endings);

// One utterance: the silence that ends it, and the silence at which each of its beginnings would be taken for
// all of it.
struct TurnTrial {
  conversation::Asked asked = conversation::Asked::open;
  std::chrono::milliseconds whole{0};
  std::vector<std::chrono::milliseconds> broken_off;  // at word boundaries
};
std::vector<TurnTrial> try_turns(const Completeness& head, std::span<const LabelledUtterance> utterances,
                                 const conversation::TurnEndPolicy& policy);
// The same of what was heard; the beginnings are those that are in `endings`.
std::vector<TurnTrial> try_turns(const Completeness& head, std::span<const HeardEnding> endings,
                                 const conversation::TurnEndPolicy& policy);

struct TurnFigures {
  std::size_t turns = 0;
  std::chrono::milliseconds p50{0}, p95{0};  // silence until a finished turn is taken
  // Share of turns that are cut off when half of them have one pause of 0.3 to 1.2 s at a random word
  // boundary: the expected value over all boundaries and lengths.
  double cut_off = 0;
};
TurnFigures figures(std::span<const TurnTrial> trials);

}  // namespace attendant::understanding
