#include "insurance/find_claim.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "insurance/contains.hpp"
#include "insurance/phrasing.hpp"
#include "insurance/services.hpp"
#include "insurance/visibility.hpp"

namespace attendant::insurance {
namespace {

using Claims = std::vector<const Claim*>;

template <class Keep>
Claims kept(const Claims& claims, const Keep& keep) {
  Claims result;
  std::ranges::copy_if(claims, std::back_inserter(result), [&](const Claim* claim) { return keep(*claim); });
  return result;
}

// Narrows where something is left, and leaves the list as it is where nothing would be: for hints, not for
// conditions.
template <class Keep>
Claims narrowed(const Claims& claims, const Keep& keep) {
  Claims result = kept(claims, keep);
  return result.empty() ? claims : result;
}

bool has_type(const Claim& claim, const std::vector<std::string>& types) {
  return std::ranges::any_of(claim.lines,
                             [&](const ClaimLine& line) { return contains(types, line.service_type); });
}

bool has_amount(const Amounts& amounts, Cents amount) {
  return amount_fits(amount, amounts.billed) || amount_fits(amount, amounts.allowed) ||
         amount_fits(amount, amounts.plan_paid) || amount_fits(amount, amounts.patient_due) ||
         amount_fits(amount, amounts.copay);
}

bool has_amount(const Claim& claim, Cents amount) {
  return has_amount(claim.totals, amount) || std::ranges::any_of(claim.lines, [&](const ClaimLine& line) {
           return has_amount(line.amounts, amount);
         });
}

// How many of the caller's words are words of the services: "mri", "lower", "back".
std::size_t words_in_common(const Claim& claim, const std::vector<std::string>& said) {
  std::vector<std::string> described;
  for (const ClaimLine& line : claim.lines) {
    for (std::string& word : words_of(line.description)) described.push_back(std::move(word));
  }
  return static_cast<std::size_t>(std::ranges::count_if(said, [&](const std::string& word) {
    static const std::vector<std::string_view> kEmpty = {"of",    "a",    "the",  "with", "for", "on", "and",
                                                         "visit", "care", "days", "to",   "in",  "or"};
    return !contains(kEmpty, word) && contains(described, word);
  }));
}

Claims best_described(const Question& question, const Claims& claims) {
  std::vector<std::string> said =
      words_of(text_argument(question, "said") + " " + text_argument(question, "drug"));
  std::ranges::replace_if(
      said, [](const std::string& word) { return word == "xray" || word == "xrays"; }, "x-ray");
  std::size_t best = 0;
  for (const Claim* claim : claims) best = std::max(best, words_in_common(*claim, said));
  if (best == 0) return claims;
  return kept(claims, [&](const Claim& claim) { return words_in_common(claim, said) == best; });
}

Claims dated(const Question& question, const Claims& claims) {
  const std::string said = text_argument(question, "service_date");
  if (!said.empty()) {
    Claims found = kept(claims, [&](const Claim& claim) {
      return date_fits(said, claim.service_from) || date_fits(said, claim.service_to);
    });
    // A date without a year means the last time that day or month came by, when there is something then.
    if (said.starts_with("--")) {
      found = narrowed(
          found, [&](const Claim& claim) { return days_between(claim.service_from, question.today) <= 366; });
    }
    return found;
  }
  const auto range = days_of_phrase(text_argument(question, "date_phrase"), question.today);
  if (!range) return claims;
  return kept(claims, [&](const Claim& claim) {
    return claim.service_from <= range->to && claim.service_to >= range->from;
  });
}

Claims with_status(const Question& question, const Claims& claims) {
  const std::string status = text_argument(question, "status");
  if (status.empty()) return claims;
  return narrowed(claims, [&](const Claim& claim) {
    if (status == "denied") return claim.status == "denied" || claim.status == "appealed";
    if (status == "paid") return claim.status == "paid" || claim.status == "overturned";
    return claim.status == "pending" || claim.status == "received" || claim.status == "needs_info";
  });
}

Choice choice(const Claim& claim, bool same_day) {
  std::string name = same_day ? fmt::format("the {} that {}", service_words(claim), status_words(claim))
                              : fmt::format("the {} on {}", service_words(claim), to_iso(claim.service_from));
  return {claim.claim_id, std::move(name)};
}

// Visit after visit of the same kind is no list of duplicates: each has a day of its own.
bool is_series(const Claims& claims) {
  for (std::size_t i = 1; i < claims.size(); ++i) {
    if (service_words(*claims[i]) != service_words(*claims.front())) return false;
    if (claims[i]->service_from == claims[i - 1]->service_from) return false;
  }
  return claims.size() > 2;
}

std::string which_intro(const Claims& claims, bool same_day, bool all_named) {
  if (same_day)
    return fmt::format("There are {} claims on {}: ", claims.size(), to_iso(claims.front()->service_from));
  if (is_series(claims)) {
    return fmt::format("I see {} claims, each for a {} on its own day. The latest are ", claims.size(),
                       service_words(*claims.front()));
  }
  return fmt::format("I see {} claims. {} ", claims.size(), all_named ? "They are" : "The latest are");
}

Step ask_which(const Question& question, const Claims& claims) {
  constexpr std::size_t kSpoken = 4;
  const bool same_day = claims.size() > 1 && std::ranges::all_of(claims, [&](const Claim* claim) {
                          return claim->service_from == claims.front()->service_from;
                        });
  const std::size_t shown = claims.size() <= kSpoken ? claims.size() : kSpoken - 1;
  std::vector<Choice> options;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < shown; ++i) {
    options.push_back(choice(*claims[i], same_day));
    names.push_back(is_series(claims) ? to_iso(claims[i]->service_from) : options.back().say);
  }
  if (claims.size() == 1) {
    return needs("claim", fmt::format("I don't find exactly that one. Do you mean {}?", names[0]),
                 std::move(options));
  }
  // Said to whomever it could help, with or without more behind it: it tells nothing.
  const bool more = zip_may_show_more(question);
  Step step =
      needs("claim",
            fmt::format("{}{}.{} Which one do you mean?",
                        which_intro(claims, same_day, shown == claims.size()), list_words(names),
                        more ? " If it is none of these, I can look further with your ZIP code." : ""),
            std::move(options));
  if (more) step.answer.facts["more_with_zip"] = true;
  return step;
}

Step none(const Question& question) {
  if (zip_may_show_more(question)) return needs_zip();
  if (!question.asker.about_self()) {
    return not_found(
        fmt::format("I have no claim like that for {} that I can share with you.", who(question)));
  }
  const std::string claim_id = text_argument(question, "claim_id");
  return not_found(claim_id.empty() ? "I don't find a claim like that on your record."
                                    : fmt::format("I don't find claim {} on your record.", claim_id));
}

bool anything_said(const Question& question) {
  for (const char* name : {"service_date", "date_phrase", "service", "service_type", "provider", "drug"}) {
    if (!text_argument(question, name).empty()) return true;
  }
  return integer_argument(question, "amount").has_value();
}

// A whole date ("2026-09-03", "--09-03") is all that was said of the claim.
bool names_only_a_day(const Question& question) {
  const std::string date = text_argument(question, "service_date");
  if (date.size() != (date.starts_with("--") ? 7U : 10U)) return false;
  for (const char* name : {"service", "service_type", "provider", "drug"}) {
    if (!text_argument(question, name).empty()) return false;
  }
  return !integer_argument(question, "amount");
}

}  // namespace

std::variant<const Claim*, Step> find_claim(const Question& question, const Likely& likely) {
  const Claims all = visible_claims(question);
  if (const std::string id = text_argument(question, "claim_id"); !id.empty()) {
    // A partial id ("CLM0817") is one that the caller read the end of.
    const std::string_view digits = std::string_view(id).substr(id.starts_with("CLM") ? 3 : 0);
    const Claims found =
        kept(all, [&](const Claim& claim) { return digits.size() >= 3 && claim.claim_id.ends_with(digits); });
    if (found.size() == 1) return found.front();
    return found.empty() ? none(question) : ask_which(question, found);
  }

  Claims found = dated(question, all);
  if (const std::vector<std::string> types = service_types(question); !types.empty()) {
    found = kept(found, [&](const Claim& claim) { return has_type(claim, types); });
  }
  Claims exact = found;
  if (const std::string heard = text_argument(question, "provider"); !heard.empty()) {
    exact = kept(exact, [&](const Claim& claim) {
      return name_fit(heard, provider_words(question, claim.provider_id)) >= 0.5;
    });
  }
  if (const auto amount = integer_argument(question, "amount")) {
    exact = kept(exact, [&](const Claim& claim) { return has_amount(claim, *amount); });
  }
  const bool particular = anything_said(question);
  if (exact.empty()) {
    // A name or a sum is easily misheard: offer what the rest of the description fits.
    const bool rest_was_said = found.size() < all.size();
    return found.empty() || !rest_was_said ? none(question) : ask_which(question, found);
  }
  exact = best_described(question, exact);
  const bool one_day = !text_argument(question, "service_date").empty();
  // On a day with several claims even "the one that was denied" may be meant for another: it is asked for.
  const bool only_day = likely && names_only_a_day(question);
  if (!only_day) exact = with_status(question, exact);
  if (likely && !(particular && one_day)) exact = narrowed(exact, likely);
  if (exact.size() == 1) return exact.front();
  return ask_which(question, exact);
}

}  // namespace attendant::insurance
