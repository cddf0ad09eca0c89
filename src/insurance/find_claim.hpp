// Which claim a caller means: from a claim id or from whatever was said about it. Pure.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "insurance/tool.hpp"

namespace attendant::insurance {

// What makes a claim a likely answer to the question asked (a denied one for "why was it denied"): used only
// when the caller gave nothing that points to a particular claim.
using Likely = std::function<bool(const Claim&)>;

// The claim, or the step that finds out (which one; none; the ZIP code first).
std::variant<const Claim*, Step> find_claim(const Question& question, const Likely& likely = {});

// Whether a date as said ("2026-09-14", "2026-09", "--09", "--09-14") can be this day.
bool date_fits(std::string_view said, Date day);

// The days that a relative date means ("yesterday", "last week", "two weeks ago", "this month"); empty when
// not known.
struct DayRange {
  Date from, to;
};
std::optional<DayRange> days_of_phrase(std::string_view phrase, Date today);

// Whether a sum that was said is the recorded one: people leave the cents away, or round them.
bool amount_fits(Cents said, std::optional<Cents> recorded);

// How well a name that was heard fits a name on record: 0 (not at all) .. 1; titles and small mishearings are
// forgiven.
double name_fit(std::string_view heard, std::string_view recorded);

}  // namespace attendant::insurance
