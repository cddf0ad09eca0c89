// Doctors and facilities: by name (is this one in network?) or by service and place. The directory is
// nobody's private data.
#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/format.h>

#include "base/text.hpp"
#include "insurance/benefit_tools.hpp"
#include "insurance/contains.hpp"
#include "insurance/find_claim.hpp"
#include "insurance/phrasing.hpp"
#include "insurance/plan_view.hpp"
#include "insurance/services.hpp"

namespace attendant::insurance {
namespace {

// Words that name a specialty more exactly than the service does.
struct SpecialtyWord {
  std::string_view word, specialty;
};
constexpr std::array<SpecialtyWord, 24> kSpecialtyWords = {{
    {"pediatrician", "Pediatrics"},
    {"kids", "Pediatrics"},
    {"dermatologist", "Dermatology"},
    {"skin", "Dermatology"},
    {"cardiologist", "Cardiology"},
    {"heart", "Cardiology"},
    {"orthopedist", "Orthopedics"},
    {"orthopedic", "Orthopedics"},
    {"allergist", "Allergy and asthma"},
    {"allergy", "Allergy and asthma"},
    {"asthma", "Allergy and asthma"},
    {"gynecologist", "Obstetrics and gynecology"},
    {"obstetrician", "Obstetrics and gynecology"},
    {"ob", "Obstetrics and gynecology"},
    {"gastroenterologist", "Gastroenterology"},
    {"stomach", "Gastroenterology"},
    {"dialysis", "Nephrology and dialysis"},
    {"kidney", "Nephrology and dialysis"},
    {"hospital", "Hospital"},
    {"pharmacy", "Pharmacy"},
    {"drugstore", "Pharmacy"},
    {"dentist", "Dentistry"},
    {"rehab", "Substance use treatment"},
    {"optometrist", "Optometry"},
}};

std::vector<std::string> wanted_specialties(const Question& question) {
  for (const std::string& word : words_of(text_argument(question, "said"))) {
    const auto found = std::ranges::find(kSpecialtyWords, std::string_view(word), &SpecialtyWord::word);
    if (found != kSpecialtyWords.end()) return {std::string(found->specialty)};
  }
  std::vector<std::string> wanted;
  for (const std::string& type : service_types(question)) {
    for (std::string& specialty : specialties(type)) wanted.push_back(std::move(specialty));
  }
  // "A family doctor" is not a children's doctor unless one is asked for.
  if (text_argument(question, "service") == "primary_care") wanted = {"Primary care"};
  return wanted;
}

bool in_network(const Provider& provider, std::string_view plan_id) {
  const auto status = provider.network_status.find(plan_id);
  return status != provider.network_status.end() && status->second == "in";
}

// Nearness by postal area only: the same ZIP, then the same area of it. We have no map.
int zip_distance(std::string_view a, std::string_view b) {
  return std::abs(std::atoi(a.data()) - std::atoi(b.data()));
}

boost::json::object provider_facts(const Provider& provider, std::string_view plan_id) {
  return {{"provider_id", provider.provider_id},
          {"name", provider.name},
          {"specialty", provider.specialty},
          {"city", provider.address.city},
          {"zip", provider.address.zip},
          {"phone", provider.phone},
          {"network", in_network(provider, plan_id) ? "in" : "out"},
          {"accepting_new_patients", provider.accepting_new_patients}};
}

Step by_name(const Question& question, const PlanView& view, const std::string& heard) {
  const Provider* best = nullptr;
  double best_fit = 0.5;
  for (const Provider& provider : question.directory.providers) {
    const double fit = name_fit(heard, provider.name);
    if (fit > best_fit) {
      best = &provider;
      best_fit = fit;
    }
  }
  if (best == nullptr) {
    return not_found(fmt::format("I don't find {} in the directory of your plan.", heard));
  }
  const bool in = in_network(*best, view.plan->plan_id);
  return answered({fmt::format("{}, {} in {} is {} for your plan.", in ? "Yes" : "No", best->name,
                               best->address.city, in ? "in network" : "not in network"),
                   fmt::format("{} {} new patients.", best->name,
                               best->accepting_new_patients ? "takes" : "does not take")},
                  {{"providers", boost::json::array{provider_facts(*best, view.plan->plan_id)}}});
}

}  // namespace

Step provider_search(const Question& question) {
  auto found = plan_in_force(question);
  if (auto* step = std::get_if<Step>(&found)) return std::move(*step);
  const PlanView& view = std::get<PlanView>(found);
  if (const std::string heard = text_argument(question, "provider"); !heard.empty()) {
    return by_name(question, view, heard);
  }
  const std::vector<std::string> wanted = wanted_specialties(question);
  if (wanted.empty()) return needs("service", "What kind of doctor or facility are you looking for?");
  std::string zip = text_argument(question, "zip");
  const Member* subject = question.file.member(question.asker.subject_id);
  if (zip.empty() && subject != nullptr) zip = subject->address.zip;
  std::vector<const Provider*> fitting;
  for (const Provider& provider : question.directory.providers) {
    if (contains(wanted, provider.specialty) && in_network(provider, view.plan->plan_id) &&
        provider.accepting_new_patients) {
      fitting.push_back(&provider);
    }
  }
  std::ranges::sort(fitting, {}, [&](const Provider* provider) {
    return std::pair(zip_distance(provider->address.zip, zip), std::string_view(provider->provider_id));
  });
  if (fitting.empty()) {
    return not_found("I find none in your plan's network that takes new patients.");
  }
  constexpr std::size_t kSpoken = 2;
  if (fitting.size() > kSpoken) fitting.resize(kSpoken);
  std::vector<std::string> say;
  boost::json::array rows;
  for (const Provider* provider : fitting) {
    say.push_back(fmt::format("{}, {}, in {}, phone {}.", provider->name, mid_sentence(provider->specialty),
                              provider->address.city, phone_words(provider->phone)));
    rows.push_back(provider_facts(*provider, view.plan->plan_id));
  }
  say.push_back(fitting.size() == 1 ? "It is in network and takes new patients."
                                    : "Both are in network and take new patients.");
  return answered(std::move(say), {{"providers", std::move(rows)}});
}

}  // namespace attendant::insurance
