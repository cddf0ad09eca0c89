#include <algorithm>
#include <utility>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "brain/tool_view.hpp"
#include "call/live_brain.hpp"

namespace attendant::call {

using conversation::CallTool;
using conversation::Say;
using conversation::SayKind;

namespace {

namespace json = boost::json;

constexpr std::size_t kLongestArguments = 16 * 1024;

Result<json::object> arguments_of(const speech::LiveToolCall& call) {
  boost::system::error_code failure;
  const json::value value =
      call.arguments.size() > kLongestArguments ? json::value() : json::parse(call.arguments, failure);
  if (failure || !value.is_object()) return fail(ErrorCode::invalid, "the arguments are no JSON object");
  return value.as_object();
}

std::string text_of(const speech::LiveToolCall& call, std::string_view name) {
  const auto arguments = arguments_of(call);
  const json::value* value = arguments ? arguments->if_contains(name) : nullptr;
  return value != nullptr && value->is_string() ? std::string(std::string_view(value->as_string()))
                                                : std::string();
}

std::string error_result(std::string_view why) {
  return json::serialize(json::object{{"outcome", "error"}, {"error", why}});
}

bool proves_identity(const tools::ToolSpec& spec) { return spec.name.starts_with("verify_"); }

bool takes(const tools::ToolSpec& spec, std::string_view argument) {
  return std::ranges::find(spec.arguments, argument, &tools::Argument::name) != spec.arguments.end();
}

}  // namespace

// What the model may call, with what, is decided here and by the tool runtime.
Result<CallTool> LiveBrain::prepare(const speech::LiveToolCall& call) {
  const tools::ToolSpec* spec = catalogue_.find(call.name);
  const auto& offered = agent().setting.tools;
  if (spec == nullptr || std::ranges::find(offered, call.name, &speech::LiveTool::name) == offered.end())
    return fail(ErrorCode::not_found, "there is no such tool");
  TRY_ASSIGN(auto arguments, arguments_of(call));
  if (takes(*spec, "said")) arguments["said"] = caller_.last();
  TRY(tools::validate(*spec, arguments));
  // A model proves nobody by guessing.
  if (proves_identity(*spec)) {
    if (const auto argument = caller_.unsaid(arguments))
      return fail(ErrorCode::refused, fmt::format("the caller has not said {}: ask for it", *argument));
  }
  return CallTool{.id = ++last_tool_,
                  .name = spec->name,
                  .arguments = std::move(arguments),
                  .filler = filler_of(*spec),
                  .cancel_on_interrupt = tools::cancelled_on_interrupt(*spec, agent().tool(spec->name))};
}

std::string LiveBrain::filler_of(const tools::ToolSpec& spec) const {
  const agents::ToolUse* use = agent().tool(spec.name);
  return use == nullptr || use->say_while_running.empty() ? spec.filler : use->say_while_running;
}

void LiveBrain::start_tools(std::vector<speech::LiveToolCall> calls) {
  if (calls.size() == 1 && act_on_call(calls.front())) return;
  Acts acts;
  for (const speech::LiveToolCall& call : calls) {
    auto prepared = prepare(call);
    if (!prepared) {
      note("tool",
           fmt::format("{} not called: {}", call.name.substr(0, 40), to_string(prepared.error().code)));
      session_->add_tool_answer(call.id, error_result(prepared.error().message));
      continue;
    }
    running_[prepared->id] = {.call_id = call.id, .tool = prepared->name, .arguments = prepared->arguments};
    acts.emplace_back(*std::move(prepared));
  }
  if (!acts.empty()) return end(std::move(acts));
  if (++wrong_calls_ > 1) return give_up("tools called wrongly twice");
  ask(false);
}

bool LiveBrain::act_on_call(const speech::LiveToolCall& call) {
  if (call.name == kEndFunction) {
    Acts acts;
    if (!told_) acts.emplace_back(Say{.text = "Thank you for calling. Goodbye.", .kind = SayKind::goodbye});
    acts.emplace_back(conversation::EndCall{"goodbye"});
    end(std::move(acts));
    return true;
  }
  if (call.name == kTransferFunction) {
    if (office_open_) {
      transfer(text_of(call, "summary"));
    } else {
      session_->add_tool_answer(call.id, error_result("nobody is there now: offer a call back"));
      ask(false);
    }
    return true;
  }
  return call.name.starts_with(kHandOverFunction) && hand_over(call, text_of(call, "summary"));
}

void LiveBrain::transfer(std::string summary) {
  if (summary.empty()) summary = identity_.known() ? "Verified member." : "Caller not verified.";
  Acts acts;
  if (!told_) acts.emplace_back(Say{.text = "I'm connecting you to a person now. Please stay on the line."});
  acts.emplace_back(conversation::Note{"outcome", "transferred"});
  acts.emplace_back(conversation::Transfer{.target = options_.person_target, .summary = std::move(summary)});
  end(std::move(acts));
}

// The other agent's turn follows at once: the caller repeats nothing.
bool LiveBrain::hand_over(const speech::LiveToolCall& call, std::string summary) {
  const auto target = std::ranges::find(agent().hand_overs, call.name.substr(kHandOverFunction.size()),
                                        &agents::HandOver::to);
  if (target == agent().hand_overs.end()) return false;
  const agents::HandOver over = *target;  // the agent's, who goes
  session_->add_tool_answer(call.id, R"({"outcome":"ok"})");
  if (!switch_to(over.to)) return false;
  Acts acts;
  const bool announced = over.style == agents::HandOverStyle::announced;
  if (announced && !over.say.empty()) acts.emplace_back(Say{.text = over.say});
  acts.emplace_back(
      conversation::HandOver{.to = over.to, .summary = over.carry.summary ? std::move(summary) : ""});
  if (announced && !agent().greeting.empty())
    acts.emplace_back(Say{.text = agent().greeting, .kind = SayKind::greeting});
  if (agent().live) {
    more(std::move(acts));
    ask(false);
    return true;
  }
  // The dialogue engine's turn begins with them.
  std::ranges::move(acts, std::back_inserter(notes_));
  told_ = false;
  unsaid_.clear();
  give_up({});
  return true;
}

bool LiveBrain::switch_to(const std::string& agent) {
  const auto found = options_.team->agents.find(agent);
  if (found == options_.team->agents.end()) return false;
  agent_ = &found->second;
  if (agent_->live && session_ != nullptr && !gone_) session_->set(agent_->setting);
  return true;
}

// The caller said yes: what was read back is done, and the model is told what came of it.
void LiveBrain::carry_out(brain::ReadBack read_back) {
  const tools::ToolSpec* spec = catalogue_.find(read_back.tool);
  const std::uint32_t id = ++last_tool_;
  running_[id] = {.call_id = {}, .tool = read_back.tool, .arguments = read_back.arguments};
  end({CallTool{.id = id,
                .name = std::move(read_back.tool),
                .arguments = std::move(read_back.arguments),
                .confirmed = true,
                .filler = spec == nullptr ? std::string() : filler_of(*spec)}});
}

// Another person is on the line: a change of the one before is not theirs to say yes to. What was told to
// that one grounds nothing for this one.
void LiveBrain::know_identity(const conversation::Identity& identity) {
  const bool another =
      (identity_.known() || identity_.provider_office) &&
      (identity.member_id != identity_.member_id || identity.provider_office != identity_.provider_office);
  identity_ = identity;
  if (!another) return;
  note("guard", "another person was identified");
  read_back_.reset();
  to_read_back_.clear();
  unsaid_.clear();
}

void LiveBrain::finish_tool(const conversation::ToolDone& done) {
  know_identity(done.identity);
  const auto found = running_.find(done.id);
  brain::CalledTool running = std::move(found->second);
  running_.erase(found);
  const ToolAnswer& answer = done.answer;
  const tools::ToolSpec* spec = catalogue_.find(running.tool);
  const bool wrote = spec != nullptr && (spec->access == tools::Access::write || proves_identity(*spec));
  need_ = answer.need;
  brain::ToolView view = brain::view_of(
      answer, agent().share_answers ? agents::DataToModel::everything : agents::DataToModel::nothing,
      agent().guard.screen_injection, no_tokens_);
  grounds_.add_answer(running.tool, wrote, view.clean, identity_);
  for (const std::string& what : view.found)
    note("guard", fmt::format("{} in the answer of {}", what, running.tool));
  if (session_ != nullptr && !gone_) {
    if (running.call_id.empty())
      session_->add_words(fmt::format("[The caller said yes. {}: {}]", running.tool, view.text), false);
    else
      session_->add_tool_answer(running.call_id, view.text);
  }
  if (answer.outcome == Outcome::ok && !answer.say.empty()) note("outcome", "answered");
  if (answer.need == "confirm" && answer.outcome == Outcome::need) {
    to_read_back_.push_back({.tool = std::move(running.tool),
                             .arguments = std::move(running.arguments),
                             .shown_arguments = {},
                             .text = join(view.clean.say, " ")});
  } else {
    for (std::string& sentence : view.clean.say)
      if (!sentence.contains("[removed]")) unsaid_.push_back(std::move(sentence));
  }
  after_tools();
}

void LiveBrain::after_tools() {
  if (!running_.empty()) return end({});
  if (to_read_back_.empty()) {
    if (!agent().share_answers && !unsaid_.empty()) return tell_unsaid();
    return ask(false);
  }
  // One change at a time: its words are the tool's, and the next turn of the caller answers them.
  brain::ReadBack read_back = std::move(to_read_back_.front());
  to_read_back_.clear();
  if (!read_back.text.ends_with('?')) read_back.text += " Is that right?";
  read_back_ = read_back;
  unsaid_.clear();
  say_and_listen({std::move(read_back.text)}, Source::records);
}

}  // namespace attendant::call
