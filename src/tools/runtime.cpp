#include "tools/runtime.hpp"

#include <algorithm>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "guard/injection_screen.hpp"
#include "tools/subject.hpp"
#include "tools/template.hpp"

namespace attendant::tools {
namespace {

using conversation::AuthLevel;
using conversation::Identity;
using insurance::FamilyFile;
using insurance::Step;

ToolAnswer answer_of(Outcome outcome, std::string say) {
  ToolAnswer answer;
  answer.outcome = outcome;
  if (!say.empty()) answer.say.push_back(std::move(say));
  return answer;
}

ToolAnswer failed(const std::string& why) {
  ToolAnswer answer = answer_of(Outcome::failed, "I can't look that up right now.");
  answer.facts["error"] = why;
  return answer;
}

ToolAnswer needs_level(AuthLevel level) {
  ToolAnswer answer = answer_of(Outcome::needs_identity, "");
  answer.need = level == AuthLevel::member_zip ? "member_zip" : "member";
  return answer;
}

std::string_view identity_name(const Identity& identity) {
  if (identity.provider_office) return "provider_office";
  if (!identity.representative.empty()) return "representative";
  switch (identity.level) {
    case AuthLevel::none:
      return "none";
    case AuthLevel::member:
      return "member";
    case AuthLevel::member_zip:
      return "member_zip";
  }
  return "";
}

// Whether the caller's own words can tell one claim or bill from another.
bool words_tell_apart(const ToolSpec& spec) {
  return std::ranges::any_of(spec.arguments, [](const Argument& argument) {
    return argument.name == "claim_id" || argument.name == "invoice_id";
  });
}

// The same call, tool, person and arguments in whatever order: the same write. Asking in other words for the
// same, as for a card, asks for no second one.
std::string idempotency_key(const CallId& call, const ToolSpec& spec, const Identity& identity,
                            const boost::json::object& arguments) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : arguments) {
    if (name == "relation" || name == "person") continue;  // the subject says whose
    if (name == "said" && !words_tell_apart(spec)) continue;
    parts.push_back(std::string(name) + "=" + boost::json::serialize(value));
  }
  std::ranges::sort(parts);
  std::string key = call.value() + "|" + spec.name + "|" + identity.member_id + "|" + identity.subject_id;
  for (const std::string& part : parts) key += "|" + part;
  return key;
}

bool verifies(const ToolSpec& spec) { return spec.name.starts_with("verify_"); }

bool in_scope(const FamilyFile& file, const Identity& identity, const ToolSpec& spec, Date today) {
  if (identity.representative.empty() || spec.scope.empty()) return true;
  const auto* member = file.member(identity.member_id);
  if (member == nullptr) return false;
  return std::ranges::any_of(member->representatives, [&](const insurance::Representative& representative) {
    return representative.name == identity.representative && representative.expiry_date >= today &&
           std::ranges::find(representative.scope, spec.scope) != representative.scope.end();
  });
}

// Whose record a write changes: contact details and the account are the asker's, the rest is about the
// subject.
const std::string& changed_member(const insurance::Change& change, const Identity& identity) {
  const bool of_asker = std::holds_alternative<insurance::SetPhone>(change) ||
                        std::holds_alternative<insurance::SetEmail>(change) ||
                        std::holds_alternative<insurance::SetAddress>(change) ||
                        std::holds_alternative<insurance::SetAutopay>(change);
  return of_asker ? identity.member_id : identity.subject_id;
}

ToolAnswer ask_to_confirm(const Step& step) {
  ToolAnswer answer = answer_of(Outcome::need, step.read_back);
  answer.need = "confirm";
  answer.facts = step.answer.facts;
  answer.facts.erase("reference");
  return answer;
}

// What outsiders wrote gives nobody orders, and the journal shows that it wanted to. Nothing but orders is no
// answer.
ToolAnswer data_only(ToolAnswer answer, const std::string& tool) {
  const bool said = !answer.say.empty();
  std::vector<std::string> found;
  answer = guard::screen(std::move(answer), found);
  if (found.empty()) return answer;
  const bool emptied = said && answer.say.empty();
  if (emptied) answer = failed(tool + " answered with orders");
  answer.facts["removed_by_guard"] = boost::json::array(found.begin(), found.end());
  return answer;
}

// The read-back of an outside tool; what was not said stays away with its braces.
std::string read_back(const ToolSpec& spec, const boost::json::object& arguments) {
  const auto sentence = fill(spec.read_back, [&](std::string_view name) -> std::optional<std::string> {
    const auto* value = arguments.if_contains(name);
    return value == nullptr ? std::string() : as_text(*value).value_or("");
  });
  return sentence.value_or(spec.read_back);
}

}  // namespace

struct ToolRuntime::Run {
  const CallContext& context;
  Identity& identity;
  const Tools& tools;
  const ToolSpec& spec;
  boost::json::object arguments;
  bool confirmed;
  Instant deadline;
  std::stop_token stop;

  insurance::Access access() const {
    return {context.call.value(),
            std::string(identity_name(identity)),
            identity.member_id,
            identity.subject_id,
            spec.name,
            context.now};
  }
};

ToolRuntime::ToolRuntime(Catalogue catalogue, insurance::RecordStore& store, LockOutPolicy lock_out,
                         std::shared_ptr<const Clock> clock, OutsideTools outside)
    : store_(store),
      lock_out_(lock_out),
      clock_(std::move(clock)),
      first_(std::make_shared<const Tools>(Tools{std::move(catalogue), std::move(outside)})),
      now_(first_) {}

OutsideTool* ToolRuntime::Tools::find_outside(std::string_view name) const {
  const auto found = outside.find(name);
  return found == outside.end() ? nullptr : found->second.get();
}

void ToolRuntime::use(Catalogue catalogue, OutsideTools outside) {
  auto tools = std::make_shared<const Tools>(Tools{std::move(catalogue), std::move(outside)});
  const std::lock_guard lock(mutex_);
  now_ = std::move(tools);
}

std::shared_ptr<const ToolRuntime::Tools> ToolRuntime::tools_now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

std::shared_ptr<const Catalogue> ToolRuntime::catalogue_now() const {
  auto tools = tools_now();
  return {tools, &tools->catalogue};
}

bool ToolRuntime::waits_for_others(std::string_view name) const {
  const auto tools = tools_now();
  const auto* tool = tools->find_outside(name);
  return tool != nullptr && tool->waits_for_others();
}

ToolAnswer ToolRuntime::run(const CallContext& context, Identity& identity, std::string_view name,
                            const boost::json::object& arguments, bool confirmed,
                            std::stop_token stop) const {
  const auto tools = tools_now();
  const ToolSpec* spec = tools->catalogue.find(name);
  if (spec == nullptr) return failed(fmt::format("no tool is called {}", name.substr(0, 40)));
  if (auto fits = validate(*spec, arguments); !fits) return failed(fits.error().message);
  Run run{context,        identity, *tools, *spec, arguments, confirmed, clock_->now() + spec->timeout,
          std::move(stop)};
  auto answer = carry_out(run);
  if (run.stop.stop_requested() && spec->on_interrupt == OnInterrupt::cancel)
    return answer_of(Outcome::cancelled, "");
  if (!answer) return failed(answer.error().message);
  return *std::move(answer);
}

// Who is named only in the caller's own words is named as if the brain had said so.
bool ToolRuntime::name_relative(Run& run, const FamilyFile& file) {
  const auto& arguments = run.spec.arguments;
  const auto* said = run.arguments.if_contains("said");
  const bool named = names_somebody(run.arguments) && !names_self(run.arguments);
  // An outside tool may have an argument of that name that is no text.
  if (said == nullptr || !said->is_string() || named || !run.identity.representative.empty()) return false;
  if (std::ranges::find(arguments, "person", &Argument::name) == arguments.end()) return false;
  const auto name = named_relative(file, run.identity.member_id, std::string_view(said->as_string()));
  if (name.empty()) return false;
  run.arguments.erase("relation");
  run.arguments["person"] = name;
  return true;
}

Result<ToolAnswer> ToolRuntime::carry_out(Run& run) const {
  Identity& identity = run.identity;
  if (verifies(run.spec)) {
    if (identity.level < run.spec.level) return needs_level(run.spec.level);
    const VerifyRequest request{run.spec.name, run.arguments, run.context.source_number, run.context.today,
                                run.access()};
    return verify(request, store_, lock_out_, identity);
  }

  const bool for_office = run.spec.name == "provider_claim_status";
  if (for_office && !identity.provider_office) return needs_level(AuthLevel::member);
  if (identity.provider_office && !for_office && run.spec.level != AuthLevel::none) {
    return answer_of(Outcome::refused,
                     "I can tell you only where that claim stands. A person can help with the rest.");
  }

  const bool about_somebody_else = names_somebody(run.arguments) && !names_self(run.arguments);
  const AuthLevel level =
      about_somebody_else ? std::max(run.spec.level, AuthLevel::member_zip) : run.spec.level;
  if (identity.level < level) return needs_level(identity.known() ? level : AuthLevel::member);

  const std::string& key_member = for_office ? identity.subject_id : identity.member_id;
  FamilyFile file;
  const bool about_member =
      run.spec.level != AuthLevel::none || for_office || run.tools.find_outside(run.spec.name) != nullptr;
  if (!key_member.empty() && about_member) {
    TRY_ASSIGN(std::optional<FamilyFile> found, store_.family_of(key_member, run.access()));
    if (!found) return fail(ErrorCode::not_found, "the member is gone");
    file = *std::move(found);
    if (name_relative(run, file) && identity.level < AuthLevel::member_zip)
      return needs_level(AuthLevel::member_zip);
  }
  return finish(run, file);
}

Result<ToolAnswer> ToolRuntime::finish(Run& run, const FamilyFile& file) const {
  Identity& identity = run.identity;
  if (names_somebody(run.arguments)) {
    if (!identity.representative.empty() && !names_self(run.arguments)) {
      return answer_of(Outcome::refused, "I can talk with you only about the person you represent.");
    }
    auto subject = find_subject(file, identity.member_id, run.arguments);
    if (auto* answer = std::get_if<ToolAnswer>(&subject)) return std::move(*answer);
    identity.subject_id = std::get<std::string>(subject);
  }
  if (run.spec.name == "select_subject") {
    const auto* subject = file.member(identity.subject_id);
    ToolAnswer answer = answer_of(Outcome::ok, "");
    if (subject != nullptr) {
      answer.facts = {{"given_name", subject->given_name}, {"relationship", subject->relationship}};
    }
    return answer;
  }
  if (!in_scope(file, identity, run.spec, run.context.today)) {
    return answer_of(Outcome::refused, "Your authorization on file does not cover that.");
  }

  if (auto* tool = run.tools.find_outside(run.spec.name)) return run_outside(run, file, *tool);

  boost::json::object arguments = run.arguments;
  if (run.spec.name == "provider_claim_status") {
    const auto* asked = arguments.if_contains("claim_id");
    if (asked != nullptr && asked->as_string() != identity.provider_claim_id) {
      return answer_of(Outcome::refused,
                       "I can tell you only where that one claim stands. A person can help with others.");
    }
    arguments["claim_id"] = identity.provider_claim_id;
  }
  const insurance::Asker asker{identity.member_id, identity.subject_id,
                               identity.level == AuthLevel::member_zip, identity.representative};
  const auto directory = store_.directory();
  const insurance::Tool tool = insurance::find_tool(run.spec.name);
  CHECK(tool != nullptr);
  Step step = tool({file, *directory, asker, arguments, run.context.today});
  CHECK(!step.change || run.spec.access == Access::write);
  if (clock_->now() > run.deadline) return fail(ErrorCode::timed_out, run.spec.name + " took too long");
  if (run.spec.access == Access::read) return std::move(step.answer);
  return write_once(run, std::move(step));
}

// Once a call, in whatever words it is asked for again: whoever did not hear that it was done is told so.
Result<ToolAnswer> ToolRuntime::write_once(const Run& run, Step step) const {
  std::string key = idempotency_key(run.context.call, run.spec, run.identity, run.arguments);
  if (!step.change) {
    // The record may say by now that there is nothing to do any more; the same request has the same answer.
    TRY_ASSIGN(std::optional<ToolAnswer> before, store_.written(key));
    return before ? *std::move(before) : std::move(step.answer);
  }
  const std::string member_id = changed_member(*step.change, run.identity);
  TRY_ASSIGN(std::optional<ToolAnswer> before,
             store_.made_in_call(run.context.call.value(), member_id, *step.change));
  if (before) return *std::move(before);
  if (run.spec.confirmation && !run.confirmed) return ask_to_confirm(step);
  // Set, set otherwise, and set back: the third is no repetition of the first.
  if (insurance::sets_value(*step.change))
    key += fmt::format("|{}", run.context.now.time_since_epoch().count());
  return store_.write({std::move(key), *std::move(step.change), member_id, std::move(step.answer)},
                      run.access());
}

// A write is confirmed in the words of its spec, and its answer is kept under its key like that of our own.
Result<ToolAnswer> ToolRuntime::run_outside(Run& run, const FamilyFile& file, OutsideTool& tool) const {
  const Identity& identity = run.identity;
  const bool writes = run.spec.access == Access::write;
  std::string key = idempotency_key(run.context.call, run.spec, identity, run.arguments);
  if (writes) {
    TRY_ASSIGN(std::optional<ToolAnswer> before, store_.written(key));
    if (before) return *std::move(before);
  }
  if (writes && run.spec.confirmation && !run.confirmed) {
    ToolAnswer question = answer_of(Outcome::need, read_back(run.spec, run.arguments));
    question.need = "confirm";
    return question;
  }
  KnownCaller caller{
      run.context.call.value(), identity.member_id, identity.subscriber_id, identity.subject_id, {}};
  const auto* coverage = file.coverage_of(identity.subject_id);
  if (coverage != nullptr && coverage->status != "terminated") caller.plan_id = coverage->plan_id;
  // A write that began is finished, whoever stopped waiting for it.
  const auto stop = run.spec.on_interrupt == OnInterrupt::cancel ? run.stop : std::stop_token();
  TRY_ASSIGN(ToolAnswer answer,
             tool.call({run.spec, run.arguments, caller, writes ? key : std::string(), run.deadline, stop}));
  answer = data_only(std::move(answer), run.spec.name);
  if (answer.outcome == Outcome::needs_identity)
    return answer.need == "member_zip" ? needs_level(AuthLevel::member_zip) : needs_level(AuthLevel::member);
  if (!writes || answer.outcome != Outcome::ok) return answer;
  insurance::DoneOutside done{run.spec.name, boost::json::serialize(run.arguments)};
  return store_.write({std::move(key), std::move(done), identity.subject_id, std::move(answer)},
                      run.access());
}

}  // namespace attendant::tools
