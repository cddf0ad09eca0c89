#include <utility>

#include "base/result.hpp"
#include "base/text.hpp"
#include "brain/dialogue/choice.hpp"
#include "brain/dialogue/manager.hpp"
#include "brain/dialogue/tool_of_intent.hpp"

namespace attendant::brain {

using conversation::Asked;
using conversation::Listen;

namespace {

std::string text_fact(const ToolAnswer& answer, std::string_view name) {
  const auto* value = answer.facts.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

bool flag_fact(const ToolAnswer& answer, std::string_view name) {
  const auto* value = answer.facts.if_contains(name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

}  // namespace

Request& Dialogue::Manager::current() {
  CHECK(current_);
  return *current_;
}

const Request& Dialogue::Manager::current() const {
  CHECK(current_);
  return *current_;
}

std::uint32_t Dialogue::Manager::call_tool(const std::string& tool, boost::json::object arguments,
                                           bool confirmed) {
  Reply::ToolCall call{.tool = tool, .arguments = std::move(arguments), .confirmed = confirmed, .filler = {}};
  if (const auto* spec = tools_.find(tool); spec != nullptr) {
    call.filler = desks_.filler_of(tool).value_or(spec->filler);
    // A verification counts its failures.
    call.may_run_ahead =
        spec->access == tools::Access::read && spec->on_interrupt == tools::OnInterrupt::cancel;
    call.cancel_on_interrupt = tools::cancelled_on_interrupt(*spec, desks_.use_of(tool));
  }
  return reply_.call(std::move(call));
}

void Dialogue::Manager::run_current(bool confirmed) {
  auto& request = current();
  if (request.tool.empty()) {
    say(form_.party() == Party::provider_office ? Line::office_only_status : Line::dependant_add);
    return hand_over("needs a person");
  }
  if (!reach_desk(request.tool)) {
    current_.reset();
    say(Line::not_offered);
    return ask(Awaiting::offer_person, Line::offer_person, Asked::confirm);
  }
  if (request.tool == "provider_claim_status") {
    if (!identity_.provider_office) return begin_identity("provider");
    request.arguments["claim_id"] = identity_.provider_claim_id;
  }
  if (request.need = missing_before_call(request); !request.need.empty()) {
    request.options.clear();
    return ask_need({});
  }
  awaiting_ = Awaiting::nothing;
  running_[call_tool(request.tool, request.arguments, confirmed)] = Purpose::request;
}

void Dialogue::Manager::finish(const conversation::ToolDone& done) {
  const auto found = running_.find(done.id);
  if (found == running_.end()) return;  // of a request that was given up
  const auto purpose = found->second;
  running_.erase(found);
  identity_ = done.identity;
  // Not by us: the caller's next words say what becomes of it.
  if (done.answer.outcome == Outcome::cancelled && purpose != Purpose::given_up) return;
  switch (purpose) {
    case Purpose::verification:
      finish_verification(done.answer);
      break;
    case Purpose::request:
    case Purpose::given_up:
      if (current_) finish_request(done.answer);
      break;
    case Purpose::aside:
      for (const auto& sentence : done.answer.say) reply_.say(sentence);
      reply_.say(words(Line::sorry_complaint));
      reply_.note("complaint", text_fact(done.answer, "reference"));
      if (awaiting_ != Awaiting::nothing && running_.empty()) ask_again();
      break;
  }
  // What was talked of is over once another person's record was opened.
  if (!topic_.subject_id.empty() && topic_.subject_id != identity_.subject_id) topic_ = {};
  proceed();
}

void Dialogue::Manager::finish_request(const ToolAnswer& answer) {
  if (finish_lookup(answer)) return;
  switch (answer.outcome) {
    case Outcome::ok:
      return answered(answer);
    case Outcome::need:
      return needs(answer);
    case Outcome::needs_identity:
      if (verified_for(answer.need)) break;
      return begin_identity(answer.need);
    case Outcome::not_found:
    case Outcome::refused:
      break;
    case Outcome::cancelled:  // given up: whatever came after it goes on
      current_.reset();
      return;
    case Outcome::failed:
      current_.reset();
      reply_.note("outcome", "failed");
      reply_.say(answer.say.empty() ? words(Line::tool_failed) : join(answer.say, " "));
      return ask(Awaiting::offer_person, Line::offer_person, Asked::confirm);
  }
  // Nothing more can be said than this.
  for (const auto& sentence : answer.say) reply_.say(sentence);
  if (answer.say.empty()) say(Line::only_themselves);
  reply_.note("outcome", std::string(to_string(answer.outcome)));
  remember_topic(answer);
  const bool person_helps = current().tool == "payment_plan" && answer.outcome == Outcome::refused;
  current_.reset();
  if (person_helps && agenda_.empty() && !leaving_)
    ask(Awaiting::offer_person, Line::offer_person, Asked::confirm);
}

void Dialogue::Manager::answered(const ToolAnswer& answer) {
  for (const auto& sentence : answer.say) reply_.say(sentence);
  remember_topic(answer);
  if (current().tool == "complaint") {
    reply_.say(words(Line::sorry_complaint));
    reply_.note("complaint", text_fact(answer, "reference"));
  }
  const auto* spec = tools_.find(current().tool);
  wrote_ = spec != nullptr && spec->access == tools::Access::write;
  const bool callback = current().tool == "schedule_callback";
  const bool can_appeal = current().tool == "claim_appeal" && flag_fact(answer, "appeal_open");
  reply_.note("outcome", callback ? "callback" : "answered");
  current_.reset();
  if (can_appeal && agenda_.empty() && !leaving_)
    ask(Awaiting::offer_appeal, Line::offer_appeal, Asked::confirm);
}

void Dialogue::Manager::remember_topic(const ToolAnswer& answer) {
  if (line_of(current().tool).empty()) return;
  topic_.tool = current().tool;
  topic_.arguments = current().arguments;
  topic_intent_ = current().intent;
  topic_.subject_id = identity_.subject_id;
  topic_.of_another = identity_.subject_id != identity_.member_id;
  if (const auto claim = text_fact(answer, "claim_id"); !claim.empty()) topic_.claim_id = claim;
  boost::json::object service;
  for (const auto name : {"service", "service_type", "drug"})
    if (current().arguments.contains(name)) service[name] = current().arguments[name];
  if (const auto type = text_fact(answer, "service_type"); !type.empty()) {
    service.erase("service");
    service["service_type"] = type;
  }
  if (!service.empty()) topic_.service = std::move(service);
}

void Dialogue::Manager::needs(const ToolAnswer& answer) {
  auto& request = current();
  if (answer.need == "confirm") {
    request.need.clear();
    for (std::size_t i = 0; i + 1 < answer.say.size(); ++i) reply_.say(answer.say[i]);
    auto question = answer.say.empty() ? std::string() : answer.say.back();
    if (!question.ends_with('?')) {
      reply_.say(std::move(question));
      question = words(Line::confirm_question);
    }
    return ask(Awaiting::confirmation, std::move(question), {Asked::confirm, 0, false});
  }
  const bool same = request.need == answer.need;
  request.need = answer.need;
  request.options = answer.options;
  request.more_with_zip = flag_fact(answer, "more_with_zip");
  if (!same) request.asked = 0;
  ask_need(answer.say);
}

void Dialogue::Manager::ask_need(const std::vector<std::string>& sentences) {
  constexpr int kMostTimes = 3;
  if (++current().asked > kMostTimes) {
    say(Line::cannot_understand);
    return hand_over("could not say which");
  }
  if (sentences.empty() || !sentences.back().ends_with('?')) {
    for (const auto& sentence : sentences) reply_.say(sentence);
    return ask(Awaiting::need, words(question_for_need()), listening_for_need());
  }
  for (std::size_t i = 0; i + 1 < sentences.size(); ++i) reply_.say(sentences[i]);
  ask(Awaiting::need, sentences.back(), listening_for_need());
}

Listen Dialogue::Manager::listening_for_need() const {
  const auto& need = current().need;
  if (need == "phone") return {Asked::ask_phone, 10, false};
  if (need == "zip") return {Asked::ask_zip, 5, true};
  if (need == "service") return {Asked::ask_service, 0, false};
  if (!current().options.empty() || need == "claim" || need == "invoice") return {Asked::ask_claim, 0, false};
  return {Asked::open, 0, false};
}

Line Dialogue::Manager::question_for_need() const {
  const auto& need = current().need;
  if (need == "phone") return current().tool == "update_phone" ? Line::ask_new_phone : Line::ask_phone;
  if (need == "zip") return Line::ask_zip_plain;
  if (need == "service") return Line::ask_service;
  if (need == "installments") return Line::ask_installments;
  if (need == "address_line") return Line::ask_address_line;
  if (need == "city") return Line::ask_city;
  if (need == "email") return Line::ask_email;
  if (need == "text") return Line::ask_complaint;
  if (need == "action") return Line::ask_autopay_action;
  if (need == "detail") return Line::which_detail;
  if (need == "person") return Line::ask_person;
  return Line::ask_which;
}

}  // namespace attendant::brain
