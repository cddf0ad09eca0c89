// Payments, payment plans and autopay. Card and account numbers are never taken here.
#include <algorithm>

#include <fmt/format.h>

#include "insurance/account_view.hpp"
#include "insurance/billing_tools.hpp"
#include "insurance/find_claim.hpp"
#include "insurance/phrasing.hpp"
#include "insurance/services.hpp"
#include "insurance/visibility.hpp"

namespace attendant::insurance {
namespace {

std::string method_words(std::string_view method) {
  if (method == "ach") return "bank draft";
  if (method == "card") return "card";
  if (method == "check") return "check";
  return "payment at the visit";
}

// Money back: what the plan paid to the member for claims. Premium refunds are not in the records.
Step refund_status(const Question& question) {
  for (const Claim* claim : visible_claims(question)) {
    if (claim->payment && claim->payment->payee == "member") {
      return answered(
          {fmt::format("The plan paid you {} on {}, by {}, for {}.", money(claim->payment->amount),
                       to_iso(claim->payment->date), claim->payment->method == "eft" ? "transfer" : "check",
                       claim_words(question, *claim))},
          {{"claim_id", claim->claim_id}, {"amount_cents", claim->payment->amount}});
    }
  }
  return not_found("I don't find a refund on your account.");
}

std::vector<const Payment*> visible_payments(const Question& question) {
  const auto invoices = visible_invoices(question);
  std::vector<const Payment*> payments;
  for (const Payment& payment : question.file.payments) {
    if (std::ranges::any_of(invoices,
                            [&](const Invoice* i) { return i->invoice_id == payment.invoice_id; })) {
      payments.push_back(&payment);
    }
  }
  return payments;
}

const Invoice* invoice_of(const Question& question, const Payment& payment) {
  for (const Invoice* invoice : visible_invoices(question)) {
    if (invoice->invoice_id == payment.invoice_id) return invoice;
  }
  return nullptr;
}

// Equal parts on the 15th of each month, the cents that do not divide in the last one.
std::vector<Installment> installments_of(Cents total, int count, Date today) {
  constexpr auto kDay = std::chrono::day(15);
  auto month = today.year() / today.month();
  if (days_between(today, month / kDay) < 7) month += std::chrono::months(1);
  std::vector<Installment> parts;
  for (int i = 0; i < count; ++i) {
    const Cents amount = i + 1 < count ? total / count : total - total / count * (count - 1);
    parts.push_back({i + 1, (month + std::chrono::months(i)) / kDay, amount, "scheduled"});
  }
  return parts;
}

Step existing_plan(const PaymentPlan& plan) {
  boost::json::object facts{{"payment_plan_id", plan.payment_plan_id},
                            {"status", plan.status},
                            {"remaining_cents", plan.remaining}};
  std::vector<std::string> say;
  for (const Installment& part : plan.installments) {
    if (part.status != "scheduled") continue;
    say.push_back(fmt::format("There is already a payment plan: the next {} is due {}.", money(part.amount),
                              to_iso(part.due_date)));
    break;
  }
  if (say.empty()) say.push_back("There is already a payment plan for that bill.");
  say.push_back(fmt::format("{} is left to pay.", money(plan.remaining)));
  if (plan.status == "defaulted") say.push_back("Payments were missed, so a person has to set up a new one.");
  return answered(std::move(say), std::move(facts));
}

// Instead of a plan: what is due and when, and who can look at more.
Step premium_stays_whole(const Question& question) {
  Step step = billing_due(question);
  step.answer.outcome = Outcome::refused;
  step.answer.say.insert(step.answer.say.begin(), "A premium can't be split into installments.");
  step.answer.say.push_back("A person can look at what else is possible.");
  return step;
}

}  // namespace

Step payment_status(const Question& question) {
  if (said_any(question, {"refund", "refunded", "refunds"})) return refund_status(question);
  std::vector<const Payment*> found = visible_payments(question);
  if (found.empty()) return not_found("I don't find a payment on your account.");
  const auto amount = integer_argument(question, "amount");
  const std::string said = text_argument(question, "service_date");
  const auto days = days_of_phrase(text_argument(question, "date_phrase"), question.today);
  std::erase_if(found, [&](const Payment* payment) {
    // "My payment for October" was sent in September.
    const auto* invoice = invoice_of(question, *payment);
    const bool of_its_bill = invoice != nullptr && date_fits(said, invoice->due_date);
    const bool other_day = !said.empty() && !of_its_bill && !date_fits(said, payment->initiated_date) &&
                           !(payment->posted_date && date_fits(said, *payment->posted_date));
    // A check takes days to arrive, so a relative date is only the earliest day it can be.
    const bool too_early = said.empty() && days && payment->initiated_date < days->from;
    return (amount && !amount_fits(*amount, payment->amount)) || other_day || too_early;
  });
  if (found.empty()) return not_found("I don't find that payment. It has not arrived yet.");
  const Payment& payment = *found.front();
  boost::json::object facts{{"payment_id", payment.payment_id},
                            {"status", payment.status},
                            {"amount_cents", payment.amount},
                            {"confirmation_number", payment.confirmation_number}};
  const std::string what = fmt::format("of {} by {}", money(payment.amount), method_words(payment.method));
  std::vector<std::string> say;
  if (payment.status == "posted") {
    say.push_back(fmt::format("Your payment {} was posted on {}.", what,
                              to_iso(payment.posted_date.value_or(payment.initiated_date))));
  } else if (payment.status == "pending") {
    say.push_back(fmt::format("Your payment {} was started on {} and is pending.", what,
                              to_iso(payment.initiated_date)));
  } else {
    say.push_back(fmt::format("Your payment {} came back on {}: {}.", what,
                              to_iso(payment.return_date.value_or(payment.initiated_date)),
                              payment.return_reason));
    if (const Invoice* invoice = invoice_of(question, payment); invoice && invoice->balance > 0) {
      say.push_back(fmt::format("So {} is still open, {}.", invoice_words(question, *invoice),
                                money(invoice->balance)));
    }
  }
  return answered(std::move(say), std::move(facts));
}

Step payment_plan(const Question& question) {
  std::vector<const Invoice*> open = open_invoices(question);
  const bool premium_open = std::ranges::any_of(open, [](const Invoice* i) { return i->type == "premium"; });
  std::erase_if(open, [](const Invoice* invoice) { return invoice->type == "premium"; });
  if (open.empty()) {
    if (premium_open) return premium_stays_whole(question);
    return not_found("There is no open bill to split into installments.");
  }
  auto found = find_invoice(question, open);
  if (auto* step = std::get_if<Step>(&found)) return std::move(*step);
  const Invoice& invoice = *std::get<const Invoice*>(found);
  for (const PaymentPlan& plan : question.file.payment_plans) {
    if (plan.payment_plan_id == invoice.payment_plan_id) return existing_plan(plan);
  }
  if (invoice.dispute && invoice.dispute->status == "open") {
    return refused("That bill is in dispute, so it can't be put on a plan until the dispute is decided.");
  }
  const auto count = integer_argument(question, "installments");
  const std::string bill = fmt::format("{} for {}", money(invoice.balance), invoice_words(question, invoice));
  if (!count) {
    return needs("installments",
                 fmt::format("The bill is {}. In how many monthly payments, from 2 to 12?", bill));
  }
  const std::vector<Installment> parts =
      installments_of(invoice.balance, static_cast<int>(*count), question.today);
  const std::string terms = fmt::format("{} monthly payments of {}, the first on {}", parts.size(),
                                        money(parts.front().amount), to_iso(parts.front().due_date));
  return proposes(StartPaymentPlan{invoice.invoice_id, parts},
                  fmt::format("I'll set up {}, for {}. Is that right?", terms, bill),
                  {fmt::format("The plan is set up: {}.", terms), "You get it in writing."},
                  {{"invoice_id", invoice.invoice_id},
                   {"installments", *count},
                   {"amount_cents", parts.front().amount},
                   {"first_due", to_iso(parts.front().due_date)},
                   {"reference", kReference}});
}

Step autopay(const Question& question) {
  if (auto step = not_your_account(question)) return std::move(*step);
  const auto& setting = question.file.autopay;
  if (!setting)
    return answered({"There is no autopay, because your premium is paid through your employer."},
                    {{"enrolled", false}});
  boost::json::object facts{{"enrolled", setting->enrolled}, {"status", setting->status}};
  if (!setting->enrolled) return answered({"Autopay is off."}, std::move(facts));
  if (setting->status.starts_with("suspended")) {
    std::vector<std::string> say{
        "Autopay is suspended until a payment is made, because the last draft came back."};
    for (const Payment& payment : question.file.payments) {
      if (payment.status != "returned") continue;
      say.push_back(fmt::format("The draft of {} on {} was returned: {}.", money(payment.amount),
                                to_iso(payment.initiated_date), payment.return_reason));
      break;
    }
    return answered(std::move(say), std::move(facts));
  }
  std::vector<std::string> say;
  if (setting->next_draft_date) facts["next_draft_date"] = to_iso(*setting->next_draft_date);
  say.push_back(setting->next_draft_date && setting->next_draft_amount
                    ? fmt::format("Autopay is on, and the next draft of {} is on {}.",
                                  money(*setting->next_draft_amount), to_iso(*setting->next_draft_date))
                    : "Autopay is on.");
  for (const Invoice* invoice : open_invoices(question)) {
    if (const Payment* pending = pending_payment(question, *invoice)) {
      say.push_back(fmt::format("The {} payment of {} was started on {} and is pending.",
                                month_name(invoice->due_date), money(pending->amount),
                                to_iso(pending->initiated_date)));
      break;
    }
  }
  return answered(std::move(say), std::move(facts));
}

Step change_autopay(const Question& question) {
  if (auto step = not_your_account(question)) return std::move(*step);
  const auto& setting = question.file.autopay;
  if (!setting) return refused("There is no autopay, because your premium is paid through your employer.");
  const bool start = text_argument(question, "action") == "start";
  boost::json::object facts{{"enrolled", start}, {"reference", kReference}};
  if (!start) {
    if (!setting->enrolled) return answered({"Autopay is already off."}, {{"enrolled", false}});
    return proposes(SetAutopay{false}, "I'll stop autopay, so you pay each bill yourself. Is that right?",
                    {"Autopay is off now.", "A payment that is already pending still goes through."},
                    std::move(facts));
  }
  if (setting->enrolled) return autopay(question);
  if (setting->account_last4.empty()) {
    return refused(
        "Autopay needs an account number, and I never take those by voice. You can set it up in the member "
        "portal, or a person can send you the form.");
  }
  return proposes(SetAutopay{true},
                  fmt::format("I'll turn autopay on, by {} from the account ending in {}. Is that right?",
                              method_words(setting->method), setting->account_last4),
                  {"Autopay is on now."}, std::move(facts));
}

Step payment_where(const Question&) {
  return answered(
      {"You can pay in the member portal, by mail with the slip of your bill, or with a person on the phone.",
       "I never take card or account numbers on this line."});
}

}  // namespace attendant::insurance
