#include "insurance/visibility.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "insurance/contains.hpp"
#include "insurance/phrasing.hpp"

namespace attendant::insurance {
namespace {

bool may_hear(const Question& question, const Claim& claim) {
  if (claim.sensitive_categories.empty()) return true;
  return claim.member_id == question.asker.member_id && question.asker.representative.empty() &&
         question.asker.zip_proved;
}

}  // namespace

std::vector<const Claim*> visible_claims(const Question& question) {
  std::vector<const Claim*> claims;
  for (const Claim& claim : question.file.claims) {
    if (claim.member_id == question.asker.subject_id && may_hear(question, claim)) claims.push_back(&claim);
  }
  return claims;
}

const Claim* visible_claim(const Question& question, std::string_view claim_id) {
  const Claim* claim = question.file.claim(claim_id);
  return claim != nullptr && claim->member_id == question.asker.subject_id && may_hear(question, *claim)
             ? claim
             : nullptr;
}

bool zip_may_show_more(const Question& question) {
  return question.asker.about_self() && !question.asker.zip_proved;
}

bool family_figures_only(const Question& question) {
  if (question.asker.about_self()) return false;
  const Member* subject = question.file.member(question.asker.subject_id);
  if (subject == nullptr || age_on(subject->date_of_birth, question.today) >= 18) return true;
  return std::ranges::any_of(question.file.claims, [&](const Claim& claim) {
    return claim.member_id == subject->member_id && !may_hear(question, claim);
  });
}

std::vector<const PriorAuth*> visible_prior_auths(const Question& question) {
  std::vector<const PriorAuth*> auths;
  for (const PriorAuth& auth : question.file.prior_auths) {
    const bool of_hidden_claim = std::ranges::any_of(question.file.claims, [&](const Claim& claim) {
      return claim.prior_auth_id == auth.prior_auth_id && !may_hear(question, claim);
    });
    if (auth.member_id == question.asker.subject_id && !of_hidden_claim) auths.push_back(&auth);
  }
  return auths;
}

bool owns_account(const Question& question) {
  return !question.asker.member_id.empty() && question.asker.member_id == question.file.subscriber_id;
}

std::vector<const Invoice*> visible_invoices(const Question& question) {
  std::vector<const Invoice*> invoices;
  for (const Invoice& invoice : question.file.invoices) {
    const bool own = invoice.type == "patient_balance" && invoice.member_id == question.asker.member_id;
    if (owns_account(question) || own) invoices.push_back(&invoice);
  }
  return invoices;
}

std::string invoice_words(const Question& question, const Invoice& invoice) {
  if (invoice.type == "premium") {
    return fmt::format("the {} premium", month_name(invoice.period_start.value_or(invoice.due_date)));
  }
  std::vector<std::string> services;
  for (const InvoiceLine& line : invoice.lines) {
    const Claim* claim = question.file.claim(line.claim_id);
    const bool told = claim != nullptr && may_hear(question, *claim);
    std::string service = told ? mid_sentence(line.description) : "health care service";
    if (!contains(services, service)) services.push_back(std::move(service));
  }
  if (services.size() > 2)
    return fmt::format("the {} and {} other services", services[0], services.size() - 1);
  return services.empty() ? "the bill" : "the " + list_words(services);
}

}  // namespace attendant::insurance
