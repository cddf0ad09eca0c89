// How well utterances are understood: the figures of `attendant understand --evaluate`. Any thread.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "understanding/understander.hpp"
#include "understanding/utterance_json.hpp"

namespace attendant::understanding {

struct Share {
  int right = 0, all = 0;
  double percent() const { return all == 0 ? 100.0 : 100.0 * right / all; }
};

struct Figures {
  Share first_intent;  // the first intent, of the preferred or another right list
  Share whole_list;
  Share ids, dates, amounts, zips,
      phones;  // exact, where wanted or given: a value that was not said counts as wrong
  Share other_slots;
  std::vector<double> cpu_ms;         // of each utterance, sorted
  std::vector<std::string> mistakes;  // one line each
};

Figures evaluate(const Understander& understander, std::span<const LabelledUtterance> utterances, Date today);
void add(Figures& sum, const Figures& more);
std::string to_text(const Figures& figures);
std::string to_json_line(const Figures& figures);

}  // namespace attendant::understanding
