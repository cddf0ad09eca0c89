// The asker's account: open bills and payments. Pure.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "insurance/tool.hpp"

namespace attendant::insurance {

// The step that ends a question about an account that is not the asker's, if it is not.
std::optional<Step> not_your_account(const Question& question);

std::vector<const Invoice*> open_invoices(const Question& question);  // with a balance, earliest due first

// The payment for an invoice that is on its way, or null.
const Payment* pending_payment(const Question& question, const Invoice& invoice);
// The newest payment for an invoice that came back, or null.
const Payment* returned_payment(const Question& question, const Invoice& invoice);

// What a bill comes to; what is left of it, too, when a part is paid.
std::string amount_words(const Invoice& invoice);

// The invoice that a caller means (arguments invoice_id, amount, service_date, provider) among candidates, or
// the step that asks which one.
std::variant<const Invoice*, Step> find_invoice(const Question& question,
                                                const std::vector<const Invoice*>& candidates);

}  // namespace attendant::insurance
