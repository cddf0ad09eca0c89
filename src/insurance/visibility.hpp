// Who may hear of which record. Every tool takes its claims, authorizations and invoices from here, never
// from the file. Rules: a claim of a sensitive category is told to the patient only, and only after the ZIP
// code; to anybody else it does not exist, not even as a number. The account belongs to the subscriber;
// others hear of their own bills only.
#pragma once

#include <vector>

#include "insurance/tool.hpp"

namespace attendant::insurance {

// Claims of the subject that the asker may hear of, newest first.
std::vector<const Claim*> visible_claims(const Question& question);

// One of them by its id, or null.
const Claim* visible_claim(const Question& question, std::string_view claim_id);

// Whether the asker could hear of more claims of the subject after giving the ZIP code.
bool zip_may_show_more(const Question& question);

// Whether somebody asks whose own figures (deductible, maximum) would tell of claims that the asker may not
// hear of: only family figures are told then. True for every adult that is not the asker, so that it tells
// nothing by itself.
bool family_figures_only(const Question& question);

// Prior authorizations of the subject without those of hidden claims.
std::vector<const PriorAuth*> visible_prior_auths(const Question& question);

// Invoices of the asker's account, newest due date first.
std::vector<const Invoice*> visible_invoices(const Question& question);
bool owns_account(const Question& question);

// What an invoice is for, without telling of a hidden claim: "the premium for October", "the emergency room
// visit on ...".
std::string invoice_words(const Question& question, const Invoice& invoice);

}  // namespace attendant::insurance
