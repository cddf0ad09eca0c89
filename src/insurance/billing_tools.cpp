// What is owed, when, and why it changed.
#include "insurance/billing_tools.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "insurance/account_view.hpp"
#include "insurance/phrasing.hpp"
#include "insurance/visibility.hpp"

namespace attendant::insurance {
namespace {

boost::json::object invoice_facts(const Invoice& invoice) {
  return {{"invoice_id", invoice.invoice_id},     {"type", invoice.type},
          {"amount_cents", invoice.amount},       {"balance_cents", invoice.balance},
          {"due_date", to_iso(invoice.due_date)}, {"status", invoice.status}};
}

std::string bill_words(const Question& question, const Invoice& invoice) {
  return fmt::format("{} for {}", money(invoice.balance), invoice_words(question, invoice));
}

Step nothing_open(const Question& question) {
  if (auto step = not_your_account(question)) return std::move(*step);
  const Coverage* coverage = question.file.coverage_of(question.asker.member_id);
  std::vector<std::string> say{"You owe nothing right now."};
  if (coverage && coverage->billing == "employer") {
    say.push_back("Your premium is paid through your employer.");
  }
  return answered(std::move(say), {{"total_cents", 0}});
}

// "Thanh moved from age band 45-49 to 50-54" -> the member's own words for it.
std::string age_band_sentence(const Question& question, const ChangeReason& reason, Date due) {
  const Member* member = nullptr;
  for (const Member& candidate : question.file.members) {
    if (reason.text.starts_with(candidate.given_name + " ")) member = &candidate;
  }
  const auto words = split_words(reason.text);
  std::string band = words.empty() ? std::string() : std::string(words.back());
  if (const auto dash = band.find('-'); dash != std::string::npos) {
    band = band.ends_with("-199") ? band.substr(0, dash) + " and over"
                                  : band.substr(0, dash) + " to " + band.substr(dash + 1);
  }
  if (member == nullptr) return reason.text + ".";
  const int age = age_on(member->date_of_birth, due);
  const Date birthday = member->date_of_birth + std::chrono::years(age);
  const std::string name = member->member_id == question.asker.member_id ? "You" : member->given_name;
  return fmt::format("{} turned {} on {}, so the age band {} applies.", name, age, to_iso(birthday), band);
}

}  // namespace

Step billing_balance(const Question& question) {
  const std::vector<const Invoice*> open = open_invoices(question);
  if (integer_argument(question, "amount")) {
    auto found = find_invoice(question, visible_invoices(question));
    if (auto* step = std::get_if<Step>(&found)) return std::move(*step);
    const Invoice& invoice = *std::get<const Invoice*>(found);
    std::string state =
        invoice.balance == 0 ? "It is paid." : fmt::format("{} is still open.", money(invoice.balance));
    return answered(
        {fmt::format("That is {}, due {}.", invoice_words(question, invoice), to_iso(invoice.due_date)),
         std::move(state)},
        invoice_facts(invoice));
  }
  if (open.empty()) return nothing_open(question);
  Cents total = 0;
  boost::json::array rows;
  std::vector<std::string> names;
  for (const Invoice* invoice : open) {
    total += invoice->balance;
    rows.push_back(invoice_facts(*invoice));
    names.push_back(bill_words(question, *invoice));
  }
  std::vector<std::string> say;
  if (open.size() == 1) {
    const Invoice& only = *open.front();
    say.push_back(fmt::format("You owe {}, due {}.", names.front(), to_iso(only.due_date)));
    if (const Payment* pending = pending_payment(question, only)) {
      say.push_back(fmt::format("A payment of {} was started on {} and is pending.", money(pending->amount),
                                to_iso(pending->initiated_date)));
    }
  } else {
    constexpr std::size_t kSpoken = 3;
    if (names.size() > kSpoken) {
      const std::size_t more = names.size() - kSpoken;
      names.resize(kSpoken);
      names.push_back(fmt::format("{} smaller or later bills", more));
    }
    say.push_back(fmt::format("You owe {} in all.", money(total)));
    say.push_back(fmt::format("That is {}.", list_words(names)));
  }
  return answered(std::move(say), {{"total_cents", total}, {"invoices", std::move(rows)}});
}

Step billing_due(const Question& question) {
  const std::vector<const Invoice*> open = open_invoices(question);
  if (open.empty()) {
    Step step = nothing_open(question);
    const auto& autopay = question.file.autopay;
    if (owns_account(question) && autopay && autopay->next_draft_date && autopay->next_draft_amount) {
      step.answer.say.push_back(fmt::format("Autopay takes {} on {}.", money(*autopay->next_draft_amount),
                                            to_iso(*autopay->next_draft_date)));
    }
    return step;
  }
  const Invoice& first = *open.front();
  boost::json::object facts = invoice_facts(first);
  const std::string bill = start_sentence(invoice_words(question, first));
  if (const Payment* pending = pending_payment(question, first)) {
    return answered({fmt::format("{}, {}, is due {}.", bill, money(first.balance), to_iso(first.due_date)),
                     fmt::format("The payment was started on {} and is pending, so there is nothing to do.",
                                 to_iso(pending->initiated_date))},
                    std::move(facts));
  }
  std::vector<std::string> say;
  const bool late = first.due_date < question.today;
  say.push_back(fmt::format("{}, {}, {} due {}.", bill, money(first.balance), late ? "was" : "is",
                            to_iso(first.due_date)));
  if (const Payment* returned = returned_payment(question, first); returned && late) {
    say.push_back(fmt::format("The payment of {} came back: {}.", to_iso(returned->initiated_date),
                              returned->return_reason));
  }
  const Coverage* coverage = question.file.coverage_of(question.asker.member_id);
  if (first.type == "premium" && coverage && coverage->grace_period) {
    facts["grace_end"] = to_iso(coverage->grace_period->end);
    say.push_back(fmt::format("You are still covered during the grace period, until {}.",
                              to_iso(coverage->grace_period->end)));
  } else if (late) {
    say.push_back("It is overdue.");
  }
  if (open.size() > 1) {
    const Invoice& next = *open[1];
    say.push_back(fmt::format("{} more, for {}, is due {}.", money(next.balance),
                              invoice_words(question, next), to_iso(next.due_date)));
  }
  return answered(std::move(say), std::move(facts));
}

Step billing_change(const Question& question) {
  if (auto step = not_your_account(question)) return std::move(*step);
  std::vector<const Invoice*> premiums = visible_invoices(question);
  std::erase_if(premiums, [](const Invoice* invoice) { return invoice->type != "premium"; });
  if (premiums.empty()) {
    const Coverage* coverage = question.file.coverage_of(question.asker.member_id);
    return not_found(
        coverage && coverage->billing == "employer"
            ? "Your premium is set and paid through your employer, so the employer can explain a change."
            : "I don't find a premium bill on your account.");
  }
  std::vector<const Invoice*> changed = premiums;
  std::erase_if(changed, [](const Invoice* invoice) { return invoice->change.value_or(0) == 0; });
  if (changed.empty()) {
    return answered(
        {fmt::format("Your premium has not changed: it is {} a month.", money(premiums.front()->amount))},
        {{"change_cents", 0}});
  }
  const Invoice* chosen = changed.front();  // the newest
  if (!text_argument(question, "service_date").empty() || integer_argument(question, "amount")) {
    auto found = find_invoice(question, changed);
    if (auto* invoice = std::get_if<const Invoice*>(&found)) chosen = *invoice;
  }
  const Cents change = chosen->change.value_or(0);
  std::vector<std::string> say{fmt::format("Your premium {} by {}, to {} a month, from {}.",
                                           change > 0 ? "went up" : "went down", money(std::abs(change)),
                                           money(chosen->amount), to_iso(chosen->due_date))};
  boost::json::array reasons;
  for (const ChangeReason& reason : chosen->change_reasons) {
    reasons.push_back({{"code", reason.code}, {"text", reason.text}, {"amount_cents", reason.amount}});
    say.push_back(reason.code == "age_band" ? age_band_sentence(question, reason, chosen->due_date)
                                            : reason.text + ".");
  }
  boost::json::object facts = invoice_facts(*chosen);
  facts["change_cents"] = change;
  if (chosen->previous_amount) facts["previous_amount_cents"] = *chosen->previous_amount;
  facts["reasons"] = std::move(reasons);
  return answered(std::move(say), std::move(facts));
}

Step billing_dispute(const Question& question) {
  auto found = find_invoice(question, visible_invoices(question));
  if (auto* step = std::get_if<Step>(&found)) return std::move(*step);
  const Invoice& invoice = *std::get<const Invoice*>(found);
  if (invoice.dispute && invoice.dispute->status == "open") {
    return answered(
        {fmt::format("A dispute of that bill is already open, number {}.", invoice.dispute->case_id),
         fmt::format("A decision is due by {}.", to_iso(invoice.dispute->resolution_due))},
        {{"invoice_id", invoice.invoice_id}, {"case_id", invoice.dispute->case_id}});
  }
  std::string reason = text_argument(question, "reason");
  if (reason.empty()) reason = "the member says the charge is wrong";
  constexpr int kResolutionDays = 45;
  const Date due = add_days(question.today, kResolutionDays);
  const std::string bill = fmt::format("{} for {}", amount_words(invoice), invoice_words(question, invoice));
  return proposes(
      OpenDispute{invoice.invoice_id, reason, question.today, due},
      fmt::format("I'll open a dispute of {}, due {}. Is that right?", bill, to_iso(invoice.due_date)),
      {fmt::format("The dispute is open, number {}.", kReference),
       fmt::format("A decision is due by {}.", to_iso(due))},
      {{"invoice_id", invoice.invoice_id}, {"reference", kReference}});
}

}  // namespace attendant::insurance
