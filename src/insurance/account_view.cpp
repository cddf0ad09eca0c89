#include "insurance/account_view.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "insurance/find_claim.hpp"
#include "insurance/phrasing.hpp"
#include "insurance/visibility.hpp"

namespace attendant::insurance {

std::optional<Step> not_your_account(const Question& question) {
  if (owns_account(question)) return std::nullopt;
  return refused("The account belongs to the policyholder, so I can talk about it only with them.");
}

std::vector<const Invoice*> open_invoices(const Question& question) {
  std::vector<const Invoice*> open;
  for (const Invoice* invoice : visible_invoices(question)) {
    if (invoice->balance > 0) open.push_back(invoice);
  }
  std::ranges::sort(open, {}, [](const Invoice* invoice) {
    return std::pair(std::chrono::sys_days(invoice->due_date), std::string_view(invoice->invoice_id));
  });
  return open;
}

const Payment* pending_payment(const Question& question, const Invoice& invoice) {
  for (const Payment& payment : question.file.payments) {
    if (payment.invoice_id == invoice.invoice_id && payment.status == "pending") return &payment;
  }
  return nullptr;
}

const Payment* returned_payment(const Question& question, const Invoice& invoice) {
  for (const Payment& payment : question.file.payments) {
    if (payment.invoice_id == invoice.invoice_id && payment.status == "returned") return &payment;
  }
  return nullptr;
}

std::string amount_words(const Invoice& invoice) {
  if (invoice.balance == 0 || invoice.balance == invoice.amount) return money(invoice.amount);
  return fmt::format("{} left of {}", money(invoice.balance), money(invoice.amount));
}

std::variant<const Invoice*, Step> find_invoice(const Question& question,
                                                const std::vector<const Invoice*>& candidates) {
  std::vector<const Invoice*> found = candidates;
  const auto keep = [&](auto&& fits) { std::erase_if(found, [&](const Invoice* i) { return !fits(*i); }); };
  if (const std::string id = text_argument(question, "invoice_id"); !id.empty()) {
    keep([&](const Invoice& invoice) { return invoice.invoice_id == id; });
  }
  if (const auto amount = integer_argument(question, "amount")) {
    keep([&](const Invoice& invoice) {
      return amount_fits(*amount, invoice.amount) || amount_fits(*amount, invoice.balance) ||
             amount_fits(*amount, invoice.change) ||
             std::ranges::any_of(invoice.lines,
                                 [&](const InvoiceLine& line) { return amount_fits(*amount, line.amount); });
    });
  }
  if (const std::string said = text_argument(question, "service_date"); !said.empty()) {
    keep([&](const Invoice& invoice) {
      const Claim* claim =
          invoice.lines.empty() ? nullptr : visible_claim(question, invoice.lines.front().claim_id);
      return date_fits(said, invoice.due_date) || (claim && date_fits(said, claim->service_from));
    });
  }
  if (const std::string heard = text_argument(question, "provider"); !heard.empty()) {
    keep([&](const Invoice& invoice) {
      return name_fit(heard, provider_words(question, invoice.payee_provider_id)) >= 0.5;
    });
  }
  if (found.empty()) return not_found("I don't find a bill like that on your account.");
  if (found.size() == 1) return found.front();
  constexpr std::size_t kSpoken = 3;
  if (found.size() > kSpoken) found.resize(kSpoken);
  std::vector<Choice> options;
  std::vector<std::string> names;
  for (const Invoice* invoice : found) {
    options.push_back(
        {invoice->invoice_id, fmt::format("{} for {}, due {}", amount_words(*invoice),
                                          invoice_words(question, *invoice), to_iso(invoice->due_date))});
    names.push_back(options.back().say);
  }
  return needs("invoice", fmt::format("Which bill do you mean: {}?", list_words(names, "or")),
               std::move(options));
}

}  // namespace attendant::insurance
