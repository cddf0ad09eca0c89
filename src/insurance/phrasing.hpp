// How the rules put things into words: short US English for the ear, fact first, one fact a sentence. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "insurance/tool.hpp"

namespace attendant::insurance {

std::string money(Cents amount);                 // "$1,638.15", "-$20.00"
std::string phone_words(std::string_view e164);  // "+16305550120" -> "630-555-0120"
std::string list_words(const std::vector<std::string>& items,
                       std::string_view last = "and");  // "a, b, and c"
std::string mid_sentence(std::string_view title);       // "Chest X-ray" -> "chest X-ray", "MRI ..." stays
std::string start_sentence(std::string text);           // first letter upper case
std::string month_name(Date date);                      // "October"

// Whose records are meant, in words: "your" / "you" for the asker, "Alvin's" / "Alvin" for somebody else.
std::string whose(const Question& question);
std::string who(const Question& question);

// "chest X-ray", "emergency room visit and wrist X-ray", "dental exam and 3 other services".
std::string service_words(const Claim& claim);
// "your chest X-ray on 2026-09-03"
std::string claim_words(const Question& question, const Claim& claim);
// "was denied", "was paid", "is in review", ...: tells claims of the same day apart.
std::string status_words(const Claim& claim);
std::string provider_words(const Question& question,
                           std::string_view provider_id);  // the name, or "the provider"

// ---- answers
// -----------------------------------------------------------------------------------------------------
Step answered(std::vector<std::string> say, boost::json::object facts = {});
Step not_found(std::string say);
Step refused(std::string say);
Step needs(std::string need, std::string question, std::vector<Choice> options = {});
Step needs_zip();  // the caller must give the ZIP code first
Step failed(std::string say);
// A write: `question` reads it back, `say` is the answer once it is written.
Step proposes(Change change, std::string question, std::vector<std::string> say,
              boost::json::object facts = {});

// An argument, or empty.
std::string text_argument(const Question& question, std::string_view name);
std::optional<std::int64_t> integer_argument(const Question& question, std::string_view name);

}  // namespace attendant::insurance
