// Why a claim was denied, what it means for the member's money, and appeals.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "insurance/claim_tools.hpp"
#include "insurance/find_claim.hpp"
#include "insurance/phrasing.hpp"
#include "insurance/visibility.hpp"

namespace attendant::insurance {
namespace {

bool was_denied(const Claim& claim) {
  if (claim.denial.has_value()) return true;
  for (const ClaimLine& line : claim.lines) {
    if (line.status == "denied") return true;
  }
  return false;
}

bool denied_now(const Claim& claim) { return claim.status == "denied" || claim.status == "appealed"; }

// Only a claim that is denied, without an appeal of its own, and before the deadline can be appealed.
bool can_appeal(const Claim& claim, Date today) {
  return claim.status == "denied" && claim.denial && today <= claim.denial->appeal_deadline;
}

boost::json::object denial_facts(const Claim& claim, Date today) {
  boost::json::object facts{{"claim_id", claim.claim_id}, {"status", claim.status}};
  if (claim.totals.patient_due) facts["patient_due_cents"] = *claim.totals.patient_due;
  if (claim.denial) {
    facts["carc"] = claim.denial->carc;
    facts["group"] = claim.denial->group;
    facts["appeal_deadline"] = to_iso(claim.denial->appeal_deadline);
    facts["appeal_open"] = can_appeal(claim, today);
    if (!claim.denial->duplicate_of.empty()) facts["duplicate_of"] = claim.denial->duplicate_of;
  }
  return facts;
}

// Why, as the end of "was denied because ...", by claim adjustment reason code (X12 CARC); our own words.
std::string reason(const Question& question, const Claim& claim, const Denial& denial) {
  struct Row {
    std::string_view carc, because;
  };
  static constexpr std::array<Row, 15> kReasons = {{
      {"16", "it came without documents that are needed to decide it"},
      {"22", "other insurance may have to pay first"},
      {"29", "the provider sent it after the filing deadline of 180 days"},
      {"31", "the member details on it did not match our records"},
      {"50", "the records did not show that the service met the medical necessity rules"},
      {"96", "this kind of charge is excluded in the plan"},
      {"97", "it is included in the payment for another service on the same day"},
      {"119", "all visits that the plan covers this year were used"},
      {"140", "the member ID and the name on it belong to different people"},
      {"197", "no prior authorization was on file"},
      {"198", "the approval on file covered fewer units or days than were billed"},
      {"204", "the plan does not cover this service"},
      {"242", "the provider is not in the network"},
      {"288", "no referral from the primary care doctor was on file"},
      {"18", "it is a copy of a claim that was already processed"},
  }};
  const Coverage* coverage = question.file.coverage_of(claim.member_id);
  if (denial.carc == "27" && coverage && coverage->termination_date) {
    return fmt::format("{} coverage ended on {}", whose(question), to_iso(*coverage->termination_date));
  }
  if (denial.carc == "26" && coverage) {
    return fmt::format("{} coverage began only on {}", whose(question), to_iso(coverage->effective_date));
  }
  const auto row = std::ranges::find(kReasons, std::string_view(denial.carc), &Row::carc);
  return row == kReasons.end() ? "of this: " + denial.title : std::string(row->because);
}

// What to do now, with the deadline as a date; an appeal that came too late is not offered.
std::string next_step(const Question& question, const Claim& claim, const Denial& denial) {
  const std::string deadline = to_iso(denial.appeal_deadline);
  const bool open = can_appeal(claim, question.today);
  if (!open && denial.next_step.find("appeal") != std::string::npos) {
    return fmt::format("The deadline to appeal was {}.", deadline);
  }
  if (denial.carc == "197") {
    return fmt::format(
        "The provider or the ordering doctor can request a retroactive authorization, or you can appeal "
        "until {}.",
        deadline);
  }
  if (denial.carc == "27") {
    return fmt::format("Send the claim to the new plan, or appeal by {} if the end date is wrong.", deadline);
  }
  return replace_all(denial.next_step, "before the deadline", "by " + deadline);
}

std::string owes(const Question& question, const Claim& claim, const Denial& denial) {
  const Cents due = claim.totals.patient_due.value_or(0);
  const std::string subject =
      start_sentence(question.asker.about_self() ? "you owe" : who(question) + " owes");
  const Claim* original = visible_claim(question, denial.duplicate_of);
  if (!denial.duplicate_of.empty() && original && original->totals.patient_due) {
    return fmt::format("{} $0.00 for the copy, and {} for the original.", subject,
                       money(*original->totals.patient_due));
  }
  if (due == 0) return fmt::format("{} $0.00 for it.", subject);
  if (denial.carc == "27")
    return fmt::format("{} the full {}, unless another plan covers it.", subject, money(due));
  return fmt::format("{} {} for it.", subject, money(due));
}

// A claim that was paid with a line left out.
Step partly_denied(const Question& question, const Claim& claim) {
  for (const ClaimLine& line : claim.lines) {
    if (line.status != "denied") continue;
    return answered(
        {fmt::format("The {} on {} was left out, because it is included in the payment for another service "
                     "on the same day.",
                     mid_sentence(line.description), to_iso(line.service_date)),
         "The provider may not bill for it separately.",
         fmt::format("The rest of the claim {}.", status_words(claim))},
        denial_facts(claim, question.today));
  }
  return answered({fmt::format("{} was not denied. It {}.", start_sentence(claim_words(question, claim)),
                               status_words(claim))},
                  denial_facts(claim, question.today));
}

}  // namespace

Step claim_denial(const Question& question) {
  auto found = find_claim(question, was_denied);
  if (auto* step = std::get_if<Step>(&found)) return std::move(*step);
  const Claim& claim = *std::get<const Claim*>(found);
  if (!claim.denial) return partly_denied(question, claim);
  const Denial& denial = *claim.denial;
  boost::json::object facts = denial_facts(claim, question.today);
  const std::string name = start_sentence(claim_words(question, claim));
  if (claim.status == "overturned") {
    return answered({fmt::format("{} was denied at first, and then paid on appeal.", name)},
                    std::move(facts));
  }
  std::vector<std::string> say{
      fmt::format("{} was denied because {}.", name, reason(question, claim, denial)),
      owes(question, claim, denial)};
  if (claim.status == "appealed" && claim.appeal) {
    say.push_back(
        fmt::format("An appeal is open; a decision is due by {}.", to_iso(claim.appeal->decision_due)));
  } else if (denial.carc != "18") {
    say.push_back(next_step(question, claim, denial));
  }
  return answered(std::move(say), std::move(facts));
}

Step claim_appeal(const Question& question) {
  auto found = find_claim(question, denied_now);
  if (auto* step = std::get_if<Step>(&found)) return std::move(*step);
  const Claim& claim = *std::get<const Claim*>(found);
  boost::json::object facts = denial_facts(claim, question.today);
  const std::string name = claim_words(question, claim);
  if (claim.status == "appealed" && claim.appeal) {
    return answered({fmt::format("An appeal for {} is already open, filed on {}.", name,
                                 to_iso(claim.appeal->filed_date)),
                     fmt::format("A decision is due by {}.", to_iso(claim.appeal->decision_due))},
                    std::move(facts));
  }
  if (claim.status != "denied" || !claim.denial) {
    return answered({fmt::format("There is nothing to appeal: {} {}.", name, status_words(claim))},
                    std::move(facts));
  }
  const std::string deadline = to_iso(claim.denial->appeal_deadline);
  if (!can_appeal(claim, question.today)) {
    return answered(
        {fmt::format("The deadline to appeal {} was {}, so it can no longer be appealed.", name, deadline)},
        std::move(facts));
  }
  std::vector<std::string> say{fmt::format("You can appeal {} until {}.", name, deadline)};
  if (claim.denial->carc == "197") {
    say.push_back("The provider or the ordering doctor can also request a retroactive authorization.");
  } else if (claim.denial->carc == "27") {
    say.push_back("If another plan covers you now, send the claim there; appeal if the end date is wrong.");
  } else {
    say.push_back(claim.denial->next_step);
  }
  say.push_back("I can open the appeal for you now.");
  return answered(std::move(say), std::move(facts));
}

Step start_appeal(const Question& question) {
  auto found = find_claim(question, denied_now);
  if (auto* step = std::get_if<Step>(&found)) return std::move(*step);
  const Claim& claim = *std::get<const Claim*>(found);
  if (!can_appeal(claim, question.today)) return claim_appeal(question);
  constexpr int kDecisionDays = 60;
  const Date due = add_days(question.today, kDecisionDays);
  return proposes(
      StartAppeal{claim.claim_id, question.today, due},
      fmt::format("I'll open an appeal for {}. Is that right?", claim_words(question, claim)),
      {fmt::format("The appeal for {} is open, number {}.", claim_words(question, claim), kReference),
       fmt::format("A decision is due by {}.", to_iso(due))},
      {{"claim_id", claim.claim_id}, {"reference", kReference}, {"decision_due", to_iso(due)}});
}

}  // namespace attendant::insurance
