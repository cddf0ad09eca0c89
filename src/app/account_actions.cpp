#include "app/account_actions.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "brain/dialogue/dialogue_brain.hpp"
#include "lab/text_call.hpp"
#include "records/sqlite_store.hpp"
#include "tools/runtime.hpp"
#include "understanding/mask.hpp"

namespace attendant::app {
namespace {

using conversation::Asked;
using understanding::Intent;
using understanding::LabelledUtterance;

// A caller of the demo records with several claims of one day.
constexpr std::string_view kMember = "NW75856658";
constexpr std::string_view kSaysMemberId = "N W seven five eight five six six five eight";
constexpr std::string_view kSaysBirthDate = "February tenth nineteen sixty eight";
constexpr std::string_view kSaysZip = "six two two three six";
constexpr int kMostAnswers = 5;

enum class Caller { unknown, identified_before, identified_after };
constexpr std::array kCallers = {Caller::unknown, Caller::identified_before, Caller::identified_after};

std::string_view name_of(Caller caller) {
  constexpr std::array<std::string_view, 3> kNames = {"not identified", "identified before",
                                                      "identified afterwards"};
  return kNames[static_cast<std::size_t>(caller)];
}

// What records a tool reads, or an intent asks for.
enum class Records { none, claims, services, totals, coverage, bills, payments };

Records records_of(std::string_view name) {
  if (name.starts_with("claim_") || name == "eob_copy" || name == "start_appeal") return Records::claims;
  if (name == "benefit_deductible" || name == "benefit_oop_max") return Records::totals;
  if (name.starts_with("benefit_") || name == "prior_auth") return Records::services;
  if (name == "eligibility") return Records::coverage;
  if (name == "billing_due" || name == "billing_balance" || name == "billing_change" ||
      name == "billing_dispute" || name == "payment_plan")
    return Records::bills;
  if (name == "payment_status" || name.ends_with("autopay")) return Records::payments;
  return Records::none;
}

// What was said before the row, so that the agent has just asked what the row answers.
struct LeadIn {
  std::string_view request;  // empty: the row is the first sentence
  bool office_open = true;
  Records reads = Records::none;  // what the request reads once the caller is identified
};

LeadIn lead_in(Asked asked, Caller caller) {
  if (caller == Caller::identified_after) return {.request = {}};
  const bool known = caller == Caller::identified_before;
  switch (asked) {
    case Asked::ask_member_id:
    case Asked::ask_dob:
      return {.request = "how much of my deductible is left", .reads = Records::totals};
    case Asked::ask_zip:
    case Asked::confirm:
      if (!known) return {.request = "I need to speak to a representative", .office_open = false};
      return {.request = "I lost my card, I need a new one"};
    case Asked::ask_claim:
      return {.request = known ? "I have a question about a claim from September third, was it paid" : ""};
    case Asked::ask_service:
      return {.request = known ? "what would I pay for imaging" : ""};
    case Asked::ask_phone:
      return {.request = "I need to speak to a representative", .office_open = false};
    case Asked::open:
    case Asked::anything_else:
      return {.request = known ? "how much of my deductible is left" : ""};
  }
  return {};
}

bool labelled(const LabelledUtterance& row, auto fits) {
  return std::ranges::any_of(row.intents, fits) ||
         std::ranges::any_of(row.also, [&](const auto& list) { return std::ranges::any_of(list, fits); });
}

bool labelled_as(const LabelledUtterance& row, Intent intent) {
  return labelled(row, [intent](Intent one) { return one == intent; });
}

struct Ran {
  conversation::RunTool call;
  ToolAnswer answer;
  conversation::Identity identity;  // after it
};

// One row said in one call.
class Trial {
 public:
  Trial(const tools::ToolRuntime& tools, brain::DialogueBrain& brain, const tools::CallContext& context,
        bool office_open)
      : tools_(tools),
        context_(context),
        call_(
            brain.open({context.call, context.today}),
            [this](conversation::Identity& identity, const conversation::RunTool& run) {
              auto answer = tools_.run(context_, identity, run.name, run.arguments, run.confirmed);
              ran_.push_back({run, answer, identity});
              return answer;
            },
            [](std::string_view text, Asked asked) { return understanding::mask(text, asked); },
            {.caller_number = context.source_number, .office_open = office_open, .policy = {}}) {}

  void play(const LabelledUtterance& row, Caller caller, std::string_view request) {
    call_.start();
    if (!request.empty()) {
      says(request);
      const auto wanted = row.said.asked;
      for (int i = 0; i < kMostAnswers && asked() != conversation::to_string(wanted); ++i) {
        if (caller == Caller::unknown && wanted == Asked::ask_dob && asked() == "ask_member_id")
          says(kSaysMemberId);
        else if (caller == Caller::unknown && wanted == Asked::confirm && asked() == "ask_phone")
          says("six three oh, five five five, oh one two five");
        else if (caller == Caller::unknown || !identify())
          break;
      }
    }
    before_ = ran_.size();
    says(row.said.text);
    answered_ = ran_.size();
    if (caller == Caller::unknown) return;
    for (int i = 0; i < kMostAnswers && identify(); ++i) continue;
  }

  // Tools run before the row was said, and until it was answered; what follows belongs to the request before
  // it.
  std::size_t before() const { return before_; }
  std::size_t answered() const { return answered_; }
  const std::vector<Ran>& ran() const { return ran_; }

 private:
  void says(std::string_view text) {
    if (call_.ended()) return;
    call_.says(text);
    call_.settle();
  }

  // Answers what proves who is calling; false when something else was asked.
  bool identify() {
    if (call_.ended()) return false;
    if (asked() == "ask_member_id")
      says(kSaysMemberId);
    else if (asked() == "ask_dob")
      says(kSaysBirthDate);
    else if (asked() == "ask_zip")
      says(kSaysZip);
    else
      return false;
    return true;
  }

  std::string_view asked() const {
    std::string_view last;
    for (const auto& happening : call_.happenings()) {
      if (happening.kind == lab::Happening::Kind::asked) last = happening.text;
    }
    return last;
  }

  const tools::ToolRuntime& tools_;
  tools::CallContext context_;
  std::vector<Ran> ran_;
  std::size_t before_ = 0, answered_ = 0;
  lab::TextCall call_;
};

std::string text_of(const boost::json::object& facts, std::string_view key) {
  const auto* value = facts.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

// The tool that waited for the caller's answer when the row was said: its answer belongs to it.
std::string_view pending_tool(const Trial& trial) {
  return trial.before() == 0 ? std::string_view()
                             : std::string_view(trial.ran()[trial.before() - 1].call.name);
}

std::optional<std::string> wrong_write(const Ran& ran, const LabelledUtterance& row,
                                       const tools::ToolSpec& spec, std::string_view pending) {
  if (!spec.confirmation)
    return labelled_as(row, Intent::complaint) ? std::nullopt : std::optional("written, not asked for");
  if (!ran.call.confirmed) return "written without a yes to its read-back";
  if (!labelled_as(row, Intent::affirm) || pending != ran.call.name)
    return "written, though the row says no yes to it";
  return std::nullopt;
}

std::optional<std::string> wrong_read(const Ran& ran, const LabelledUtterance& row, Caller caller,
                                      std::string_view pending) {
  const Records read = records_of(ran.call.name);
  if (read == Records::none) return std::nullopt;
  if (caller == Caller::unknown || !ran.identity.known()) return "read, though nobody is identified";
  if (ran.identity.member_id != kMember) return "read for another member than the one identified";
  const bool answers =
      labelled(row, [](Intent intent) { return intent == Intent::provide_info || intent == Intent::affirm; });
  const bool wanted =
      labelled(row, [read](Intent intent) { return records_of(to_string(intent)) == read; }) ||
      (answers && records_of(pending) == read);
  if (!wanted) return "reads records of a kind that the row does not ask for";
  if (read != Records::claims) return std::nullopt;
  const auto& slots = row.slots;
  if (slots.claim_id && slots.claim_id->size() == kMember.size() &&
      text_of(ran.answer.facts, "claim_id") != *slots.claim_id)
    return "reads another claim than the one named";
  const auto day = text_of(ran.answer.facts, "service_date");
  if (slots.service_date && slots.service_date->front() != '-' && !day.empty() &&
      !day.starts_with(*slots.service_date))
    return "reads a claim of another date than the one named";
  if (slots.relation && ran.identity.subject_id == kMember)
    return "reads the caller's claim, not the relative's";
  return std::nullopt;
}

void judge(AccountActions& out, const Trial& trial, const LabelledUtterance& row, Caller caller,
           Records requested, const tools::Catalogue& catalogue, bool& row_is_wrong) {
  const std::string_view pending = pending_tool(trial);
  for (std::size_t i = trial.before(); i < trial.ran().size(); ++i) {
    const Ran& ran = trial.ran()[i];
    const auto* spec = catalogue.find(ran.call.name);
    if (spec == nullptr || ran.answer.outcome != Outcome::ok || ran.call.name.starts_with("verify_"))
      continue;
    ++out.tools_run;
    // Once identified, the caller gets what was asked for before the row.
    if (i >= trial.answered() && requested != Records::none && records_of(ran.call.name) == requested)
      continue;
    const auto wrong = spec->access == tools::Access::write ? wrong_write(ran, row, *spec, pending)
                                                            : wrong_read(ran, row, caller, pending);
    if (!wrong) continue;
    row_is_wrong = true;
    out.wrong.push_back(fmt::format("{} [{}, {}] {}\n    {}: {}", row.said.id,
                                    conversation::to_string(row.said.asked), name_of(caller), row.said.text,
                                    ran.call.name, *wrong));
  }
}

}  // namespace

Result<AccountActions> check_account_actions(
    const std::shared_ptr<const understanding::Understander>& understander,
    std::span<const LabelledUtterance> utterances, const std::filesystem::path& records, Date today) {
  TRY_ASSIGN(const auto store, records::SqliteStore::open({.path = ":memory:", .data = records.string()}));
  const tools::ToolRuntime tools(tools::insurance_catalogue(), *store);
  brain::DialogueBrain brain({}, tools.catalogue(), understander, brain::run_in_place());
  AccountActions out;
  WallTime now{std::chrono::sys_days(today)};
  for (const LabelledUtterance& row : utterances) {
    ++out.rows;
    bool row_is_wrong = false;
    for (const Caller caller : kCallers) {
      // Said as the first sentence by two of the callers only where the row is no answer.
      if (caller == Caller::identified_after && row.said.asked != Asked::open) continue;
      ++out.calls;
      now += std::chrono::hours(1);  // no lock-out lasts from one call to the next
      const tools::CallContext context{.call = CallId(fmt::format("c-{}", out.calls)),
                                       .source_number = fmt::format("+1555{:07}", out.calls),
                                       .today = today,
                                       .now = now};
      const auto [request, office_open, reads] = lead_in(row.said.asked, caller);
      Trial trial(tools, brain, context, office_open);
      trial.play(row, caller, request);
      judge(out, trial, row, caller, reads, tools.catalogue(), row_is_wrong);
    }
    out.wrong_rows += row_is_wrong ? 1 : 0;
  }
  return out;
}

void add(AccountActions& sum, const AccountActions& more) {
  sum.rows += more.rows;
  sum.calls += more.calls;
  sum.tools_run += more.tools_run;
  sum.wrong_rows += more.wrong_rows;
  sum.wrong.insert(sum.wrong.end(), more.wrong.begin(), more.wrong.end());
}

std::string to_text(const AccountActions& actions) {
  return fmt::format("wrong account actions {:>5} of {} rows ({} calls, {} tools run)\n", actions.wrong_rows,
                     actions.rows, actions.calls, actions.tools_run);
}

}  // namespace attendant::app
