// What the plan covers and what it costs the member.
#include "insurance/benefit_tools.hpp"

#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "insurance/contains.hpp"
#include "insurance/phrasing.hpp"
#include "insurance/plan_view.hpp"
#include "insurance/services.hpp"
#include "insurance/visibility.hpp"

namespace attendant::insurance {
namespace {

Step ask_service(const std::vector<std::string>& types) {
  if (types.empty()) return needs("service", "Which service do you mean?");
  std::vector<Choice> options;
  std::vector<std::string> names;
  for (const std::string& type : types) {
    options.push_back({type, service_type_words(type)});
    names.push_back(options.back().say);
  }
  return needs("service", fmt::format("Is it {}?", join(names, ", or ")), std::move(options));
}

// A service that no benefit lists: say so, and name the exclusion where it is one.
Step unlisted(const Question& question, const Plan& plan) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kWords = {{
      {"acupuncture", "acupuncture"},
      {"hearing", "hearing aids"},
      {"cosmetic", "cosmetic"},
      {"botox", "cosmetic"},
      {"weight", "weight-loss"},
      {"weight-loss", "weight-loss"},
      {"travel", "travel"},
      {"custodial", "custodial"},
      {"nursing", "custodial"},
      {"facelift", "cosmetic"},
  }};
  for (const auto& [word, exclusion] : kWords) {
    if (!said_any(question, {word})) continue;
    for (const std::string& text : plan.exclusions) {
      const std::string lower = mid_sentence(text);
      if (lower.find(exclusion) == std::string::npos) continue;
      return answered({fmt::format("The plan does not cover {}.", lower)},
                      {{"covered", false}, {"service_type", "other"}, {"exclusion", text}});
    }
  }
  return not_found(
      "I don't find that service in the list of your benefits, so I can't say whether it is covered.");
}

std::string share_words(const Share& share) {
  if (share.copay == 0 && share.coinsurance_pct == 0) return "nothing";
  if (share.coinsurance_pct == 0) return fmt::format("a {} copay", money(share.copay));
  if (share.copay == 0) return fmt::format("{}% of the allowed amount", share.coinsurance_pct);
  return fmt::format("a {} copay and {}% of the rest", money(share.copay), share.coinsurance_pct);
}

boost::json::object share_facts(const Benefit& benefit) {
  const Share& share = benefit.in_network;
  return {{"service_type", benefit.service_type},
          {"covered", share.covered},
          {"copay_cents", share.copay},
          {"coinsurance_pct", share.coinsurance_pct},
          {"deductible_applies", share.deductible_applies},
          {"prior_auth_required", benefit.prior_auth_required},
          {"referral_required", benefit.referral_required}};
}

// What one service costs: the deductible first, then the plan's share.
std::vector<std::string> cost_sentences(const Question& question, const PlanView& view,
                                        const Benefit& benefit, boost::json::object& facts) {
  const Share& share = benefit.in_network;
  const std::string service = service_type_words(benefit.service_type);
  const bool figures = view.accumulator != nullptr && !family_figures_only(question);
  if (figures && benefit.counts_toward_out_of_pocket_max && out_of_pocket_left(*view.accumulator) == 0) {
    return {fmt::format(
        "{} costs nothing in network, because the out-of-pocket maximum for this year is reached.",
        start_sentence(service))};
  }
  if (!share.deductible_applies) {
    return {fmt::format("{} costs {} in network.", start_sentence(service), share_words(share))};
  }
  if (!figures) {
    return {fmt::format("{} costs {} in network, after the deductible.", start_sentence(service),
                        share_words(share))};
  }
  const Cents left = deductible_left(*view.accumulator);
  facts["deductible_remaining_cents"] = left;
  if (left == 0) {
    return {fmt::format("The deductible is met, so {} costs {} in network.", service, share_words(share))};
  }
  const std::string rest = share.coinsurance_pct == 0 && share.copay == 0 ? "nothing more"
                           : share.copay == 0
                               ? fmt::format("{}% of the rest of the allowed amount", share.coinsurance_pct)
                               : share_words(share);
  return {fmt::format("First the {} that is left of {} deductible, and then {}, for {} in network.",
                      money(left), whose(question), rest, service)};
}

// An approval that reaches into the next plan year meets a new deductible there.
void warn_of_new_year(const Question& question, const Benefit& benefit, std::vector<std::string>& say) {
  if (!benefit.in_network.deductible_applies) return;
  const auto next_year = question.today.year() + std::chrono::years(1);
  for (const PriorAuth* auth : visible_prior_auths(question)) {
    if (auth->service_type == benefit.service_type && auth->status == "approved" && auth->valid_to &&
        auth->valid_to->year() >= next_year) {
      say.push_back(fmt::format("On or after {}, a new deductible starts.", to_iso(Date(next_year / 1 / 1))));
      return;
    }
  }
}

bool asks_for_eyewear(const Question& question) {
  return said_any(question, {"glasses", "eyeglasses", "contacts", "contact", "lenses", "bifocals", "frames"});
}

}  // namespace

Step benefit_coverage(const Question& question) {
  auto found = plan_in_force(question);
  if (auto* step = std::get_if<Step>(&found)) return std::move(*step);
  const PlanView& view = std::get<PlanView>(found);
  const std::vector<std::string> types = service_types(question);
  if (types.empty()) return ask_service({});
  if (types.front() == "other") return unlisted(question, *view.plan);
  if (types.front() == "vision" && asks_for_eyewear(question)) {
    return answered(
        {"The plan covers one routine eye exam a year, and it lists no glasses or contact lenses."},
        {{"service_type", "vision"}, {"covered", false}});
  }
  std::vector<std::string> say;
  boost::json::object facts;
  for (const std::string& type : types) {
    const Benefit* benefit = view.benefit(type);
    if (benefit == nullptr) return unlisted(question, *view.plan);
    if (facts.empty()) facts = share_facts(*benefit);
    say.push_back(fmt::format("{}, {} is {}covered in network.", benefit->in_network.covered ? "Yes" : "No",
                              service_type_words(type), benefit->in_network.covered ? "" : "not "));
  }
  if (types.size() > 1) {
    std::vector<std::string> names;
    for (const std::string& type : types) names.push_back(service_type_words(type));
    say = {fmt::format("Yes, {} are covered in network.", list_words(names))};
    const std::string drug = text_argument(question, "drug");
    if (!drug.empty()) {
      say = {"The plan covers generic, preferred brand, and specialty drugs.",
             fmt::format("I don't have the list of drugs, so the pharmacy or a person can tell you about {}.",
                         drug)};
    }
  }
  const Benefit& first = *view.benefit(types.front());
  if (types.size() == 1 && first.prior_auth_required) say.push_back("It needs prior authorization first.");
  if (types.size() == 1 && first.referral_required)
    say.push_back("It needs a referral from the primary care doctor.");
  if (types.size() == 1 && first.visit_limit) {
    say.push_back(fmt::format("The limit is {} {} a year.", *first.visit_limit,
                              *first.visit_limit == 1 ? "visit" : "visits"));
  }
  return answered(std::move(say), std::move(facts));
}

Step benefit_cost(const Question& question) {
  auto found = plan_in_force(question);
  if (auto* step = std::get_if<Step>(&found)) return std::move(*step);
  const PlanView& view = std::get<PlanView>(found);
  const std::vector<std::string> types = service_types(question);
  if (types.empty()) return ask_service({});
  if (types.front() == "other") return unlisted(question, *view.plan);
  if (types.front() == "vision" && asks_for_eyewear(question)) return benefit_coverage(question);
  // Dental and maternity are answered with both halves; imaging and drugs differ too much to guess.
  const bool both =
      text_argument(question, "service") == "dental" || text_argument(question, "service") == "maternity";
  if (types.size() > 1 && !both) return ask_service(types);
  std::vector<std::string> say;
  boost::json::object facts;
  bool exact = true;
  for (const std::string& type : types) {
    const Benefit* benefit = view.benefit(type);
    if (benefit == nullptr) return unlisted(question, *view.plan);
    if (facts.empty()) facts = share_facts(*benefit);
    for (std::string& sentence : cost_sentences(question, view, *benefit, facts))
      say.push_back(std::move(sentence));
    exact = exact && benefit->in_network.coinsurance_pct == 0 && !benefit->in_network.deductible_applies;
  }
  if (!exact)
    say.push_back("The exact allowed amount is not known before the claim, so I can't promise a price.");
  if (types.size() == 1) warn_of_new_year(question, *view.benefit(types.front()), say);
  return answered(std::move(say), std::move(facts));
}

Step benefit_visits(const Question& question) {
  auto found = plan_in_force(question);
  if (auto* step = std::get_if<Step>(&found)) return std::move(*step);
  const PlanView& view = std::get<PlanView>(found);
  const std::vector<std::string> types = service_types(question);
  if (types.empty()) return ask_service({});
  if (types.front() == "other") return unlisted(question, *view.plan);
  const std::string& type = types.front();
  if (view.accumulator) {
    for (const VisitCount& visits : view.accumulator->visits) {
      if (visits.service_type != type) continue;
      const auto next_year = Date((question.today.year() + std::chrono::years(1)) / 1 / 1);
      return answered(
          {fmt::format("{} {} {} left this year for {}.", start_sentence(who(question)),
                       question.asker.about_self() ? "have" : "has",
                       visits.remaining == 1 ? "1 visit" : fmt::format("{} visits", visits.remaining),
                       service_type_words(type)),
           fmt::format("{} of {} are used, and the count starts again on {}.", visits.used, visits.limit,
                       to_iso(next_year))},
          {{"service_type", type},
           {"limit", visits.limit},
           {"used", visits.used},
           {"remaining", visits.remaining}});
    }
  }
  const Benefit* benefit = view.benefit(type);
  if (benefit == nullptr) return unlisted(question, *view.plan);
  if (benefit->visit_limit) {
    return answered({fmt::format("The limit for {} is {} visits a year.", service_type_words(type),
                                 *benefit->visit_limit)},
                    {{"service_type", type}, {"limit", *benefit->visit_limit}});
  }
  return answered({fmt::format("There is no visit limit for {}.", service_type_words(type))},
                  {{"service_type", type}, {"limit", nullptr}});
}

}  // namespace attendant::insurance
