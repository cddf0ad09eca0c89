// Whether a service needs prior authorization, and where a request stands.
#include <algorithm>

#include <fmt/format.h>

#include "insurance/benefit_tools.hpp"
#include "insurance/contains.hpp"
#include "insurance/find_claim.hpp"
#include "insurance/phrasing.hpp"
#include "insurance/plan_view.hpp"
#include "insurance/services.hpp"
#include "insurance/visibility.hpp"

namespace attendant::insurance {
namespace {

bool in_force(const PriorAuth& auth, Date today) {
  return auth.status == "approved" && (!auth.valid_to || *auth.valid_to >= today);
}

// The request that the caller most likely means: one in force or waiting before an old one, then the newest.
const PriorAuth* likely_request(const Question& question, const std::vector<std::string>& types) {
  const std::string heard = text_argument(question, "provider");
  const std::vector<std::string> said =
      words_of(text_argument(question, "said") + " " + text_argument(question, "drug"));
  const PriorAuth* best = nullptr;
  int best_score = -1;
  for (const PriorAuth* auth : visible_prior_auths(question)) {
    if (!types.empty() && !contains(types, auth->service_type)) continue;
    int score = in_force(*auth, question.today) || auth->status == "pending" ? 10 : 0;
    for (const std::string& word : words_of(auth->service_description)) {
      if (word.size() > 2 && contains(said, word)) score += 4;
    }
    if (!heard.empty() && (name_fit(heard, provider_words(question, auth->requesting_provider_id)) >= 0.5 ||
                           name_fit(heard, provider_words(question, auth->servicing_provider_id)) >= 0.5)) {
      score += 8;
    }
    constexpr int kStaleDays = 180;
    if (score == 0 && days_between(auth->requested_date, question.today) > kStaleDays) continue;
    const bool newer = best != nullptr && score == best_score && auth->requested_date > best->requested_date;
    if (score > best_score || newer) {
      best = auth;
      best_score = score;
    }
  }
  return best;
}

std::string units_words(const PriorAuth& auth) {
  if (!auth.units_approved) return "";
  const int left = *auth.units_approved - auth.units_used;
  if (auth.unit == "service") return *auth.units_approved == 1 ? ", for one service" : "";
  return fmt::format(", with {} of {} {}s left", left, *auth.units_approved, auth.unit);
}

Step request_status(const Question& question, const PriorAuth& auth, const Benefit* benefit) {
  boost::json::object facts{{"prior_auth_id", auth.prior_auth_id},
                            {"service", auth.service_description},
                            {"status", auth.status},
                            {"required", true}};
  if (auth.valid_to) facts["valid_to"] = to_iso(*auth.valid_to);
  const std::string name = mid_sentence(auth.service_description);
  std::vector<std::string> say;
  const bool expired =
      auth.status == "expired" || (auth.status == "approved" && !in_force(auth, question.today));
  if (expired) {
    say.push_back(fmt::format("The approval for {} expired{}.", name,
                              auth.valid_to ? " on " + to_iso(*auth.valid_to) : std::string()));
    say.push_back("The doctor can ask for a new one.");
  } else if (auth.status == "approved") {
    say.push_back(fmt::format("Approval for {} is already on file{}{}.", name,
                              auth.valid_to ? " until " + to_iso(*auth.valid_to) : std::string(),
                              units_words(auth)));
    const auto next_year = question.today.year() + std::chrono::years(1);
    if (auth.valid_to && auth.valid_to->year() >= next_year && benefit &&
        benefit->in_network.deductible_applies) {
      say.push_back(fmt::format("If it is done on or after {}, a new deductible starts.",
                                to_iso(Date(next_year / 1 / 1))));
    }
  } else if (auth.status == "pending") {
    say.push_back(fmt::format("The request for {} of {} is in review.", name, to_iso(auth.requested_date)));
    say.push_back("A decision is due within 15 days of the request.");
  } else {
    say.push_back(fmt::format("The request for {} was denied: {}.", name, auth.reason));
    say.push_back("The doctor can send more information, or a new request.");
  }
  return answered(std::move(say), std::move(facts));
}

Step rule(const PlanView& view, const std::vector<std::string>& types) {
  std::vector<std::string> needed, free;
  for (const std::string& type : types) {
    const Benefit* benefit = view.benefit(type);
    if (benefit == nullptr) continue;
    (benefit->prior_auth_required ? needed : free).push_back(service_type_words(type));
  }
  if (needed.empty() && free.empty()) {
    return not_found("I don't find that service in the list of your benefits.");
  }
  std::vector<std::string> say;
  if (!needed.empty()) {
    say.push_back(fmt::format("Yes, {} needs prior authorization.", list_words(needed, "or")));
    if (free.empty())
      say.push_back("The doctor who orders it asks the plan for it. There is no request on file yet.");
  }
  if (!free.empty()) {
    say.push_back(
        fmt::format("{}{} does not need prior authorization.", needed.empty() ? "No, " : "",
                    needed.empty() ? list_words(free, "or") : start_sentence(list_words(free, "or"))));
  }
  return answered(std::move(say), {{"required", !needed.empty()}, {"service_type", types.front()}});
}

}  // namespace

Step prior_auth(const Question& question) {
  auto found = plan_in_force(question);
  if (auto* step = std::get_if<Step>(&found)) return std::move(*step);
  const PlanView& view = std::get<PlanView>(found);
  const std::vector<std::string> types = service_types(question);
  if (const PriorAuth* auth = likely_request(question, types)) {
    return request_status(question, *auth, view.benefit(auth->service_type));
  }
  if (!types.empty()) return rule(view, types);
  if (!text_argument(question, "provider").empty() ||
      said_any(question, {"request", "sent", "status", "waiting"})) {
    return not_found("There is no request for authorization on file.");
  }
  return needs("service", "Which service is it for?");
}

}  // namespace attendant::insurance
