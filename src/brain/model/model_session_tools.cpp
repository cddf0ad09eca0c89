#include <algorithm>
#include <utility>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "agents/template.hpp"
#include "base/text.hpp"
#include "brain/model/model_prompt.hpp"
#include "brain/model/model_session.hpp"
#include "brain/tool_view.hpp"

namespace attendant::brain {

using conversation::CallTool;
using conversation::Say;
using conversation::SayKind;

namespace {

std::string text_of(const boost::json::object& arguments, std::string_view name) {
  const auto* value = arguments.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string error_result(std::string_view why) {
  return boost::json::serialize(boost::json::object{{"outcome", "error"}, {"error", why}});
}

bool proves_identity(const tools::ToolSpec& spec) { return spec.name.starts_with("verify_"); }

const tools::Argument* argument_of(const tools::ToolSpec& spec, std::string_view name) {
  const auto at = std::ranges::find(spec.arguments, name, &tools::Argument::name);
  return at == spec.arguments.end() ? nullptr : &*at;
}

// Models write numbers as text.
void mend_integers(const tools::ToolSpec& spec, boost::json::object& arguments) {
  for (auto& [name, value] : arguments) {
    const auto* argument = argument_of(spec, std::string_view(name));
    if (argument == nullptr || argument->type != tools::ArgumentType::integer || !value.is_string()) continue;
    if (const auto number = parse_integer(std::string_view(value.get_string()))) value = *number;
  }
}

}  // namespace

// What a model may call, with what, is decided here and by the tool runtime; `confirmed` is never the
// model's.
Result<CallTool> ModelSession::prepare(const ToolCall& call) {
  const auto& definitions = setup_->tools;
  const auto* spec = catalogue_.find(call.name);
  if (spec == nullptr ||
      std::ranges::find(definitions, call.name, &ToolDefinition::name) == definitions.end())
    return fail(ErrorCode::not_found, "there is no such tool");
  TRY_ASSIGN(auto arguments, read_arguments(call));
  const auto filled = placeholders_.fill_arguments(arguments);
  if (!filled) return fail(ErrorCode::invalid, "an argument holds a token that stands for nothing");
  arguments = filled->get_object();
  mend_integers(*spec, arguments);
  if (argument_of(*spec, "said") != nullptr) arguments["said"] = caller_.last();
  TRY(tools::validate(*spec, arguments));
  if (proves_identity(*spec)) {
    if (const auto argument = caller_.unsaid(arguments))
      return fail(ErrorCode::refused, fmt::format("the caller has not said {}: ask for it", *argument));
  }
  return CallTool{.id = ++last_tool_,
                  .name = spec->name,
                  .arguments = std::move(arguments),
                  .filler = filler_of(*spec),
                  // A verification counts its failures.
                  .may_run_ahead =
                      spec->access == tools::Access::read && spec->on_interrupt == tools::OnInterrupt::cancel,
                  .cancel_on_interrupt = tools::cancelled_on_interrupt(*spec, use_of(spec->name))};
}

// What the agent's file says of the tool; null: nothing.
const agents::ToolUse* ModelSession::use_of(std::string_view tool) const {
  const auto* agent = setups_->team == nullptr ? nullptr : setups_->team->find(options().agent);
  return agent == nullptr ? nullptr : agent->tool(tool);
}

std::string ModelSession::filler_of(const tools::ToolSpec& spec) const {
  const auto* use = use_of(spec.name);
  return use == nullptr || use->say_while_running.empty() ? spec.filler : use->say_while_running;
}

std::string ModelSession::announcement(const agents::HandOver& target) const {
  const auto* other = setups_->team == nullptr ? nullptr : setups_->team->find(target.to);
  return agents::fill(target.say,
                      {{std::string(agents::kCompany), options().company},
                       {std::string(agents::kAgent), other == nullptr ? target.to : other->spoken_name()},
                       {std::string(agents::kHours), options().office_hours}});
}

std::optional<ModelSession::Acts> ModelSession::act_on_call(const ToolCall& call) {
  const auto arguments = read_arguments(call).value_or(boost::json::object{});
  Acts acts;
  if (call.name == kTransferTool) {
    if (!office_open_) return std::nullopt;
    auto summary = placeholders_.fill(text_of(arguments, "summary")).value_or("");
    if (summary.empty()) summary = identity_.known() ? "Verified member." : "Caller not verified.";
    if (!told_)
      acts.emplace_back(Say{.text = "I'm connecting you to a person now. Please stay on the line."});
    acts.emplace_back(conversation::Note{"outcome", "transferred"});
    acts.emplace_back(
        conversation::Transfer{.target = options().person_target, .summary = std::move(summary)});
  } else if (call.name.starts_with(kHandOverTool)) {
    const auto target = std::ranges::find(options().hand_overs, call.name.substr(kHandOverTool.size()),
                                          &agents::HandOver::to);
    if (target == options().hand_overs.end()) return std::nullopt;
    auto summary =
        target->carry.summary ? placeholders_.fill(text_of(arguments, "summary")).value_or("") : "";
    const auto next = setups_->agents.find(target->to);
    const bool announced = target->style == agents::HandOverStyle::announced;
    if (announced && !target->say.empty()) acts.emplace_back(Say{.text = announcement(*target)});
    if (target->to_person) {
      acts.emplace_back(conversation::Transfer{.target = target->to, .summary = std::move(summary)});
    } else {
      acts.emplace_back(conversation::HandOver{.to = target->to, .summary = std::move(summary)});
      if (announced && next != setups_->agents.end() && !next->second.options.greeting.empty())
        acts.emplace_back(Say{.text = next->second.options.greeting, .kind = SayKind::greeting});
    }
  } else if (call.name == kEndTool) {
    if (!told_) acts.emplace_back(Say{.text = "Thank you for calling. Goodbye.", .kind = SayKind::goodbye});
    acts.emplace_back(conversation::EndCall{"goodbye"});
  } else {
    return std::nullopt;
  }
  return acts;
}

void ModelSession::start_tools(std::vector<ToolCall> calls) {
  history_.calls(calls);
  Acts acts;
  for (const auto& call : calls) {
    if (calls.size() == 1) {
      if (auto own = act_on_call(call)) {
        history_.result(call.id, R"({"outcome":"ok"})");
        if (!call.name.starts_with(kHandOverTool)) return end(*std::move(own));
        // The other agent's turn follows at once: the caller repeats nothing.
        const auto* before = setup_;
        witness(*own);
        if (setup_ == before) return end(*std::move(own));
        more(*std::move(own));
        return ask();
      }
    }
    if (call.name == kTransferTool && !office_open_) {
      history_.result(call.id, error_result("nobody is there now (" + options().office_hours +
                                            "): offer a call back with schedule_callback"));
      continue;
    }
    auto prepared = prepare(call);
    if (!prepared) {
      note("tool",
           fmt::format("{} not called: {}", call.name.substr(0, 40), to_string(prepared.error().code)));
      history_.result(call.id, error_result(prepared.error().message));
      continue;
    }
    running_[prepared->id] = {.call_id = call.id,
                              .tool = prepared->name,
                              .arguments = prepared->arguments,
                              .shown_arguments = call.arguments};
    acts.emplace_back(*std::move(prepared));
  }
  if (acts.empty()) {
    if (++wrong_arguments_ > 1) return give_up("tools called wrongly twice");
    return ask();
  }
  ++generation_;
  end(std::move(acts));
}

// The caller said yes: what was read back is done, and the model words what came of it.
void ModelSession::carry_out(ReadBack read_back) {
  const auto* spec = catalogue_.find(read_back.tool);
  const auto id = ++last_tool_;
  const auto call_id = fmt::format("confirmed_{}", id);
  history_.calls({{.id = call_id, .name = read_back.tool, .arguments = read_back.shown_arguments}});
  running_[id] = {.call_id = call_id,
                  .tool = read_back.tool,
                  .arguments = read_back.arguments,
                  .shown_arguments = read_back.shown_arguments};
  end({CallTool{.id = id,
                .name = std::move(read_back.tool),
                .arguments = std::move(read_back.arguments),
                .confirmed = true,
                .filler = spec == nullptr ? std::string() : filler_of(*spec)}});
}

// Another person is on the line: what was said with the one before is no longer theirs to hear.
void ModelSession::know_identity(const conversation::Identity& identity) {
  const bool another =
      (identity_.known() || identity_.provider_office) &&
      (identity.member_id != identity_.member_id || identity.provider_office != identity_.provider_office);
  identity_ = identity;
  if (!another) return;
  note("guard", "another person was identified");
  placeholders_ = {};
  history_ = ModelHistory();
  history_.caller("[another person was identified]");
}

void ModelSession::finish_tool(const conversation::ToolDone& done) {
  know_identity(done.identity);
  const auto found = running_.find(done.id);
  auto running = std::move(found->second);
  running_.erase(found);
  const auto& answer = done.answer;
  const auto* spec = catalogue_.find(running.tool);
  const bool wrote = spec != nullptr && (spec->access == tools::Access::write || proves_identity(*spec));
  need_ = answer.need;
  auto view = view_of(answer, options().data_to_model, options().guard.screen_injection, placeholders_);
  // What an outsider wrote into it grounds nothing either.
  grounds_.add_answer(running.tool, wrote, view.clean, identity_);
  for (const auto& what : view.found)
    note("guard", fmt::format("{} in the answer of {}", what, running.tool));
  history_.result(running.call_id, std::move(view.text));
  if (answer.outcome == Outcome::ok && !answer.say.empty()) note("outcome", "answered");
  if (answer.need == "confirm" && answer.outcome == Outcome::need) {
    to_read_back_.push_back({.tool = std::move(running.tool),
                             .arguments = std::move(running.arguments),
                             .shown_arguments = std::move(running.shown_arguments),
                             .text = join(view.clean.say, " ")});
  } else {
    for (auto& sentence : view.clean.say)
      if (!sentence.contains("[removed]")) unsaid_.push_back(std::move(sentence));
  }
  after_tools();
}

void ModelSession::after_tools() {
  if (!running_.empty()) return end({});
  if (to_read_back_.empty()) {
    if (options().data_to_model == agents::DataToModel::nothing && !unsaid_.empty()) return tell_unsaid();
    return ask();
  }
  // One change at a time: its words are the tool's, and the next turn of the caller answers them.
  auto read_back = std::move(to_read_back_.front());
  to_read_back_.clear();
  if (!read_back.text.ends_with('?')) read_back.text += " Is that right?";
  read_back_ = read_back;
  unsaid_.clear();
  say_and_listen({std::move(read_back.text)});
}

}  // namespace attendant::brain
