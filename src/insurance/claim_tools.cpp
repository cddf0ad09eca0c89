#include "insurance/claim_tools.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "insurance/find_claim.hpp"
#include "insurance/phrasing.hpp"
#include "insurance/services.hpp"
#include "insurance/visibility.hpp"

namespace attendant::insurance {
namespace {

boost::json::object claim_facts(const Question& question, const Claim& claim) {
  boost::json::object facts{{"claim_id", claim.claim_id},
                            {"status", claim.status},
                            {"service", service_words(claim)},
                            {"service_date", to_iso(claim.service_from)},
                            {"provider", provider_words(question, claim.provider_id)},
                            {"billed_cents", claim.totals.billed}};
  const auto put = [&](std::string_view key, const std::optional<Cents>& amount) {
    if (amount) facts[key] = *amount;
  };
  put("allowed_cents", claim.totals.allowed);
  put("plan_paid_cents", claim.totals.plan_paid);
  put("patient_due_cents", claim.totals.patient_due);
  put("deductible_cents", claim.totals.deductible);
  put("copay_cents", claim.totals.copay);
  put("coinsurance_cents", claim.totals.coinsurance);
  return facts;
}

std::string paid_sentence(const Question& question, const Claim& claim) {
  const Cents paid = claim.totals.plan_paid.value_or(0);
  if (paid == 0) return "The plan's part was $0.00, because the whole allowed amount is the member's share.";
  if (!claim.payment) return fmt::format("The plan's part is {}.", money(paid));
  const std::string payee =
      claim.payment->payee == "member" ? "you" : provider_words(question, claim.provider_id);
  return fmt::format("The plan paid {} to {} on {}.", money(paid), payee, to_iso(claim.payment->date));
}

// Where the claim stands, the fact first.
std::vector<std::string> status_sentences(const Question& question, const Claim& claim) {
  const std::string name = start_sentence(claim_words(question, claim));
  if (claim.status == "received") {
    return {
        fmt::format("{} was received on {} and is not processed yet.", name, to_iso(claim.received_date))};
  }
  if (claim.status == "pending") {
    return {fmt::format("{} is in review.", name),
            fmt::format("It was received on {}.", to_iso(claim.received_date))};
  }
  if (claim.status == "needs_info" && claim.info_request) {
    return {fmt::format("{} is on hold until the plan has {}.", name, claim.info_request->what),
            fmt::format("It is due by {}.", to_iso(claim.info_request->due_date))};
  }
  if (claim.status == "approved") {
    return {fmt::format("{} was approved, and the payment is not sent yet.", name),
            paid_sentence(question, claim)};
  }
  if (claim.status == "denied" && claim.denial) {
    return {fmt::format("{} was denied on {}: {}.", name, to_iso(claim.denial->denied_date),
                        claim.denial->title)};
  }
  if (claim.status == "appealed" && claim.appeal) {
    return {
        fmt::format("{} was denied, and the appeal of {} is open.", name, to_iso(claim.appeal->filed_date)),
        fmt::format("A decision is due by {}.", to_iso(claim.appeal->decision_due))};
  }
  if (claim.status == "overturned") {
    return {fmt::format("{} was paid on appeal.", name), paid_sentence(question, claim)};
  }
  return {fmt::format("{} was {}.", name, claim.status == "paid" ? "processed and paid" : claim.status),
          paid_sentence(question, claim)};
}

// "Why are there so many equal claims": those that are most of all like others.
Likely equal_claims(const Question& question) {
  if (!said_any(question, {"many", "equal", "same", "identical", "alike"})) return {};
  std::map<std::string, int> count;
  for (const Claim* claim : visible_claims(question)) ++count[service_words(*claim)];
  const auto most = std::ranges::max_element(count, {}, [](const auto& entry) { return entry.second; });
  if (most == count.end() || most->second < 2) return {};
  return [service = most->first](const Claim& claim) { return service_words(claim) == service; };
}

// "Do I need to pay twice": of a claim that came in twice.
Likely copies(const Question& question) {
  if (!said_any(question, {"twice", "double"})) return {};
  return [](const Claim& claim) { return claim.denial && !claim.denial->duplicate_of.empty(); };
}

}  // namespace

Step claim_status(const Question& question) {
  auto found = find_claim(question, equal_claims(question));
  if (auto* step = std::get_if<Step>(&found)) return std::move(*step);
  const Claim& claim = *std::get<const Claim*>(found);
  return answered(status_sentences(question, claim), claim_facts(question, claim));
}

Step claim_cost(const Question& question) {
  auto found = find_claim(question, copies(question));
  if (auto* step = std::get_if<Step>(&found)) return std::move(*step);
  const Claim& claim = *std::get<const Claim*>(found);
  boost::json::object facts = claim_facts(question, claim);
  if (!claim.totals.patient_due) {
    return answered(
        {fmt::format("The amount for {} is not known until it is processed.", claim_words(question, claim))},
        std::move(facts));
  }
  const Cents due = *claim.totals.patient_due;
  const std::string subject = fmt::format("{} for {}", money(due), claim_words(question, claim));
  const bool own = question.asker.about_self();
  std::vector<std::string> say{own ? fmt::format("You owe {}.", subject)
                                   : fmt::format("The amount owed is {}.", subject)};
  if (due == 0 && claim.denial && claim.denial->group == "CO" && claim.status != "overturned") {
    say.push_back(fmt::format("The denial is the responsibility of {}, so it may not bill {} for it.",
                              provider_words(question, claim.provider_id), own ? "you" : "the member"));
    if (!claim.denial->duplicate_of.empty()) {
      const Claim* original = visible_claim(question, claim.denial->duplicate_of);
      if (original && original->totals.patient_due) {
        say.back() = fmt::format("It is a copy. For the original, {}, the amount owed is {}.",
                                 original->claim_id, money(*original->totals.patient_due));
      }
    }
    return answered(std::move(say), std::move(facts));
  }
  std::vector<std::string> parts;
  const auto part = [&](const std::optional<Cents>& amount, std::string_view name) {
    if (amount && *amount > 0) parts.push_back(fmt::format("{} is {}", money(*amount), name));
  };
  part(claim.totals.copay, "the copay");
  part(claim.totals.deductible, "for the deductible");
  part(claim.totals.coinsurance, "coinsurance");
  part(claim.totals.not_covered_patient, "not covered by the plan");
  if (parts.size() > 1) say.push_back(fmt::format("Of that, {}.", list_words(parts)));
  if (parts.size() == 1) {
    say.push_back(fmt::format("All of it {}.", parts.front().substr(parts.front().find(" is ") + 1)));
  }
  say.push_back(fmt::format("The plan paid {}.", money(claim.totals.plan_paid.value_or(0))));
  return answered(std::move(say), std::move(facts));
}

Step claim_documents(const Question& question) {
  auto found = find_claim(question, [](const Claim& claim) { return claim.status == "needs_info"; });
  if (auto* step = std::get_if<Step>(&found)) return std::move(*step);
  const Claim& claim = *std::get<const Claim*>(found);
  boost::json::object facts = claim_facts(question, claim);
  if (!claim.info_request || claim.status != "needs_info") {
    return answered({fmt::format("Nothing is missing for {}.", claim_words(question, claim)),
                     fmt::format("It {}.", status_words(claim))},
                    std::move(facts));
  }
  const InfoRequest& request = *claim.info_request;
  facts["what"] = request.what;
  facts["requested_from"] = request.requested_from;
  facts["due_date"] = to_iso(request.due_date);
  const bool from_member = request.requested_from == "member";
  return answered(
      {fmt::format("The plan still needs {} for {}.", request.what, claim_words(question, claim)),
       from_member
           ? fmt::format("You can send it by {}.", request.how)
           : fmt::format("{} sends it through the provider portal, so there is nothing for you to send.",
                         start_sentence(provider_words(question, claim.provider_id))),
       fmt::format("It is due by {}.", to_iso(request.due_date))},
      std::move(facts));
}

Step eob_copy(const Question& question) {
  auto found = find_claim(question);
  if (auto* step = std::get_if<Step>(&found)) return std::move(*step);
  const Claim& claim = *std::get<const Claim*>(found);
  const Eob* eob = nullptr;
  for (const Eob& candidate : question.file.eobs) {
    if (candidate.claim_id == claim.claim_id) eob = &candidate;
  }
  if (eob == nullptr) {
    return not_found(
        fmt::format("There is no explanation of benefits for {} yet, because it is not processed.",
                    claim_words(question, claim)));
  }
  const Member* patient = question.file.member(claim.member_id);
  if (!question.asker.about_self() && patient && patient->confidential_communications) {
    return refused("Copies of that record go only to the person it is about.");
  }
  const Member* addressee = question.file.member(eob->addressed_to);
  const std::string way = eob->channel == "mail"         ? "by mail"
                          : eob->channel == "email_link" ? "by email, as a link"
                                                         : "to the member portal";
  const bool to_asker = eob->addressed_to == question.asker.member_id;
  const std::string to = to_asker || !addressee ? std::string() : " to " + addressee->given_name;
  boost::json::object facts{
      {"claim_id", claim.claim_id}, {"channel", eob->channel}, {"reference", kReference}};
  return proposes(ResendEob{eob->eob_id},
                  fmt::format("I'll send the explanation of benefits for {} again{}, {}. Is that right?",
                              claim_words(question, claim), to, way),
                  {fmt::format("The copy is on its way {}{}.", way, to)}, std::move(facts));
}

Step provider_claim_status(const Question& question) {
  const Claim* claim = question.file.claim(text_argument(question, "claim_id"));
  if (claim == nullptr) return not_found("I can only help with the claim that you named.");
  const std::string id = claim->claim_id;
  boost::json::object facts{{"claim_id", id}, {"status", claim->status}};
  std::vector<std::string> say;
  if (claim->status == "denied" && claim->denial) {
    say = {fmt::format("Claim {} was denied on {}: {}.", id, to_iso(claim->denial->denied_date),
                       claim->denial->title)};
  } else if (claim->payment) {
    say = {fmt::format("Claim {} was paid on {}.", id, to_iso(claim->payment->date)),
           fmt::format("The plan paid {}.", money(claim->payment->amount))};
  } else if (claim->status == "paid" || claim->status == "overturned" || claim->status == "approved") {
    say = {fmt::format("Claim {} was processed on {}.", id,
                       to_iso(claim->processed_date.value_or(claim->received_date)))};
  } else {
    say = {fmt::format("Claim {} {}.", id, status_words(*claim))};
  }
  return answered(std::move(say), std::move(facts));
}

}  // namespace attendant::insurance
