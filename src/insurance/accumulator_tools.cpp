// How much of the deductible and of the out-of-pocket maximum is used and left.
#include <fmt/format.h>

#include "insurance/benefit_tools.hpp"
#include "insurance/phrasing.hpp"
#include "insurance/plan_view.hpp"
#include "insurance/visibility.hpp"

namespace attendant::insurance {
namespace {

boost::json::object counter_facts(const Counter& counter) {
  return {
      {"limit_cents", counter.limit}, {"used_cents", counter.used}, {"remaining_cents", counter.remaining}};
}

std::string left_sentence(const Counter& counter, const std::string& owner, std::string_view name) {
  if (counter.remaining == 0)
    return fmt::format("{} {} of {} is met.", start_sentence(owner), name, money(counter.limit));
  return fmt::format("{} is left of {} {}: {} of {} is used.", money(counter.remaining), owner, name,
                     money(counter.used), money(counter.limit));
}

Step counter_answer(const Question& question, std::string_view name, Counter Counters::* which) {
  auto found = plan_in_force(question);
  if (auto* step = std::get_if<Step>(&found)) return std::move(*step);
  const PlanView& view = std::get<PlanView>(found);
  if (view.accumulator == nullptr) return not_found("I don't find this year's figures for that record.");
  const Accumulator& figures = *view.accumulator;
  const bool family_only = family_figures_only(question);
  if (family_only && !figures.family) return refused("I can share those figures only with the member.");
  boost::json::object facts{{"plan_year", figures.plan_year}};
  std::vector<std::string> say;
  if (!family_only) {
    facts["individual"] = counter_facts(figures.individual.*which);
    say.push_back(left_sentence(figures.individual.*which, whose(question), name));
  }
  if (figures.family) {
    facts["family"] = counter_facts((*figures.family).*which);
    say.push_back(left_sentence((*figures.family).*which, "the family", name));
  }
  return answered(std::move(say), std::move(facts));
}

}  // namespace

Step benefit_deductible(const Question& question) {
  return counter_answer(question, "deductible", &Counters::deductible);
}

Step benefit_oop_max(const Question& question) {
  return counter_answer(question, "out-of-pocket maximum", &Counters::out_of_pocket);
}

}  // namespace attendant::insurance
