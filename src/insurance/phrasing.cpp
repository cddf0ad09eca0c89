#include "insurance/phrasing.hpp"

#include <cctype>

#include <fmt/format.h>

namespace attendant::insurance {

std::string money(Cents amount) {
  const bool negative = amount < 0;
  const auto cents = static_cast<std::uint64_t>(negative ? -amount : amount);
  std::string dollars = std::to_string(cents / 100);
  for (auto at = static_cast<std::ptrdiff_t>(dollars.size()) - 3; at > 0; at -= 3) {
    dollars.insert(static_cast<std::size_t>(at), ",");
  }
  return fmt::format("{}${}.{:02}", negative ? "-" : "", dollars, cents % 100);
}

std::string phone_words(std::string_view e164) {
  if (e164.size() != 12 || !e164.starts_with("+1")) return std::string(e164);
  return fmt::format("{}-{}-{}", e164.substr(2, 3), e164.substr(5, 3), e164.substr(8));
}

std::string list_words(const std::vector<std::string>& items, std::string_view last) {
  std::string words;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) words += items.size() > 2 ? ", " : " ";
    if (i > 0 && i + 1 == items.size()) words += fmt::format("{} ", last);
    words += items[i];
  }
  return words;
}

std::string mid_sentence(std::string_view title) {
  std::string text(title);
  const auto letter = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  if (std::isupper(static_cast<int>(letter(0))) && std::islower(static_cast<int>(letter(1)))) {
    text[0] = static_cast<char>(std::tolower(static_cast<int>(letter(0))));
  }
  return text;
}

std::string start_sentence(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string month_name(Date date) {
  static constexpr const char* kMonths[] = {"January",   "February", "March",    "April",
                                            "May",       "June",     "July",     "August",
                                            "September", "October",  "November", "December"};
  return kMonths[static_cast<unsigned>(date.month()) - 1];
}

std::string who(const Question& question) {
  if (question.asker.about_self()) return "you";
  const Member* subject = question.file.member(question.asker.subject_id);
  return subject ? subject->given_name : "the member";
}

std::string whose(const Question& question) {
  return question.asker.about_self() ? "your" : who(question) + "'s";
}

// "Lisinopril 10 mg, 30 tablets": the amount in the box is not needed to know which one is meant.
static std::string without_quantity(std::string text) {
  for (auto comma = text.find(", "); comma != std::string::npos; comma = text.find(", ", comma + 1)) {
    const char next = comma + 2 < text.size() ? text[comma + 2] : ' ';
    if (std::isdigit(static_cast<unsigned char>(next))) return text.substr(0, comma);
  }
  return text;
}

std::string service_words(const Claim& claim) {
  std::vector<std::string> services;
  for (const ClaimLine& line : claim.lines) {
    services.push_back(without_quantity(mid_sentence(line.description)));
  }
  if (services.empty()) return "claim";
  if (services.size() <= 2) return list_words(services);
  return fmt::format("{} and {} other services", services.front(), services.size() - 1);
}

std::string claim_words(const Question& question, const Claim& claim) {
  return fmt::format("{} {} on {}", whose(question), service_words(claim), to_iso(claim.service_from));
}

std::string status_words(const Claim& claim) {
  if (claim.status == "received") return "was received";
  if (claim.status == "pending") return "is in review";
  if (claim.status == "needs_info") return "is waiting for information";
  if (claim.status == "approved") return "was approved";
  if (claim.status == "denied") return "was denied";
  if (claim.status == "appealed") return "was denied and is under appeal";
  return "was paid";  // paid, overturned
}

std::string provider_words(const Question& question, std::string_view provider_id) {
  const Provider* provider = question.directory.provider(provider_id);
  return provider ? provider->name : "the provider";
}

Step answered(std::vector<std::string> say, boost::json::object facts) {
  Step step;
  step.answer.outcome = Outcome::ok;
  step.answer.say = std::move(say);
  step.answer.facts = std::move(facts);
  return step;
}

static Step one_sentence(Outcome outcome, std::string say) {
  Step step;
  step.answer.outcome = outcome;
  step.answer.say.push_back(std::move(say));
  return step;
}
Step not_found(std::string say) { return one_sentence(Outcome::not_found, std::move(say)); }
Step refused(std::string say) { return one_sentence(Outcome::refused, std::move(say)); }
Step failed(std::string say) { return one_sentence(Outcome::failed, std::move(say)); }

Step needs(std::string need, std::string question, std::vector<Choice> options) {
  Step step = one_sentence(Outcome::need, std::move(question));
  step.answer.need = std::move(need);
  step.answer.options = std::move(options);
  return step;
}

Step needs_zip() {
  Step step;
  step.answer.outcome = Outcome::needs_identity;
  step.answer.need = "member_zip";
  return step;
}

Step proposes(Change change, std::string question, std::vector<std::string> say, boost::json::object facts) {
  Step step = answered(std::move(say), std::move(facts));
  step.change = std::move(change);
  step.read_back = std::move(question);
  return step;
}

std::string text_argument(const Question& question, std::string_view name) {
  const auto* value = question.arguments.if_contains(name);
  const auto* text = value ? value->if_string() : nullptr;
  return text ? std::string(text->data(), text->size()) : std::string();
}

std::optional<std::int64_t> integer_argument(const Question& question, std::string_view name) {
  const auto* value = question.arguments.if_contains(name);
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  return value->get_int64();
}

}  // namespace attendant::insurance
