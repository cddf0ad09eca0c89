#include "insurance/plan_view.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "insurance/phrasing.hpp"

namespace attendant::insurance {

const Benefit* PlanView::benefit(std::string_view service_type) const {
  const auto found = std::ranges::find(plan->benefits, service_type, &Benefit::service_type);
  return found == plan->benefits.end() ? nullptr : &*found;
}

std::variant<PlanView, Step> plan_in_force(const Question& question) {
  PlanView view{.coverage = question.file.coverage_of(question.asker.subject_id)};
  if (view.coverage != nullptr) view.plan = question.directory.plan(view.coverage->plan_id);
  if (view.plan == nullptr) return not_found("I don't find a plan for that record.");
  const auto& ended = view.coverage->termination_date;
  if (ended && *ended < question.today) {
    Step step = answered({fmt::format("{} coverage ended on {}, so no benefits are in force now.",
                                      start_sentence(whose(question)), to_iso(*ended)),
                          "Claims for care before that date are still paid."},
                         {{"status", "terminated"}, {"termination_date", to_iso(*ended)}});
    return step;
  }
  if (view.coverage->effective_date > question.today) {
    return answered({fmt::format("{} coverage begins on {}.", start_sentence(whose(question)),
                                 to_iso(view.coverage->effective_date))},
                    {{"effective_date", to_iso(view.coverage->effective_date)}});
  }
  const int year = static_cast<int>(question.today.year());
  for (const Accumulator& accumulator : question.file.accumulators) {
    if (accumulator.member_id == question.asker.subject_id && accumulator.plan_year == year) {
      view.accumulator = &accumulator;
    }
  }
  return view;
}

Cents deductible_left(const Accumulator& accumulator) {
  const Cents own = accumulator.individual.deductible.remaining;
  return accumulator.family ? std::min(own, accumulator.family->deductible.remaining) : own;
}

Cents out_of_pocket_left(const Accumulator& accumulator) {
  const Cents own = accumulator.individual.out_of_pocket.remaining;
  return accumulator.family ? std::min(own, accumulator.family->out_of_pocket.remaining) : own;
}

}  // namespace attendant::insurance
