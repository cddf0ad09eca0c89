// Whether somebody is covered, who is on the plan, and a new card.
#include <fmt/format.h>

#include "insurance/benefit_tools.hpp"
#include "insurance/phrasing.hpp"

namespace attendant::insurance {
namespace {

Step members_of_plan(const Question& question) {
  const Member* asker = question.file.member(question.asker.member_id);
  if (asker == nullptr || asker->relationship == "child") {
    return refused("Only the policyholder or the spouse can ask who is on the plan.");
  }
  std::vector<std::string> names{"you"};
  boost::json::array facts{asker->given_name};
  for (const Member& member : question.file.members) {
    if (member.member_id == asker->member_id) continue;
    names.push_back(member.given_name);
    facts.push_back(boost::json::value(member.given_name));
  }
  if (names.size() == 1)
    return answered({"You are the only one on your plan."}, {{"members", std::move(facts)}});
  return answered({fmt::format("On your plan are {}.", list_words(names))}, {{"members", std::move(facts)}});
}

}  // namespace

Step eligibility(const Question& question) {
  if (text_argument(question, "topic") == "members") return members_of_plan(question);
  const Coverage* coverage = question.file.coverage_of(question.asker.subject_id);
  if (coverage == nullptr) return not_found("I don't find coverage for that record.");
  const std::string owner = start_sentence(whose(question));
  boost::json::object facts{{"status", coverage->status},
                            {"effective_date", to_iso(coverage->effective_date)}};
  if (coverage->paid_through) facts["paid_through"] = to_iso(*coverage->paid_through);
  if (coverage->termination_date) {
    facts["termination_date"] = to_iso(*coverage->termination_date);
    const bool over = *coverage->termination_date < question.today;
    std::string ends = fmt::format("{} coverage {} on {}", owner, over ? "ended" : "ends",
                                   to_iso(*coverage->termination_date));
    const std::string& reason = coverage->termination_reason;
    if (!reason.empty()) ends += (reason.ends_with(" ended") ? ", because " : ", because of ") + reason;
    return answered({ends + ".", "I can still help with claims for care before that date."},
                    std::move(facts));
  }
  if (coverage->status == "grace" && coverage->grace_period) {
    facts["grace_end"] = to_iso(coverage->grace_period->end);
    const std::string unpaid = month_name(coverage->grace_period->start);
    return answered({fmt::format("{} still covered, in a grace period until {}.",
                                 question.asker.about_self() ? "You are" : who(question) + " is",
                                 to_iso(coverage->grace_period->end)),
                     fmt::format("Coverage can end if the {} premium is not paid by then.", unpaid)},
                    std::move(facts));
  }
  return answered({fmt::format("{} coverage is active, since {}.", owner, to_iso(coverage->effective_date))},
                  std::move(facts));
}

Step id_card(const Question& question) {
  const Coverage* coverage = question.file.coverage_of(question.asker.subject_id);
  const Member* subject = question.file.member(question.asker.subject_id);
  if (coverage == nullptr || subject == nullptr) return not_found("I don't find coverage for that record.");
  if (coverage->termination_date && *coverage->termination_date < question.today) {
    return answered({fmt::format("{} coverage ended on {}, so I can't send a new card.",
                                 start_sentence(whose(question)), to_iso(*coverage->termination_date))},
                    {{"status", "terminated"}});
  }
  if (!question.asker.about_self() && subject->confidential_communications) {
    return refused("A card for that person can be ordered only by the person.");
  }
  const std::string place = fmt::format("{} in {}", subject->address.line, subject->address.city);
  return proposes(SendCard{},
                  fmt::format("I'll mail {} new card to {}. Is that right?", whose(question), place),
                  {fmt::format("{} new card is on its way to {}.", start_sentence(whose(question)), place)},
                  {{"reference", kReference}});
}

}  // namespace attendant::insurance
