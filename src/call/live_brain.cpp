#include "call/live_brain.hpp"

#include <utility>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "speech/clauses.hpp"

namespace attendant::call {
namespace {

namespace json = boost::json;

constexpr std::string_view kConfirmed = "confirmed";
constexpr std::string_view kNeedsYes = "confirm";  // the need of an answer that is a read-back

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(std::string_view(value->as_string()))
                                                : std::string();
}

// What a model reads of a tool's answer: what may be said, and what is needed first.
std::string shared(const ToolAnswer& answer) {
  json::object told{{"outcome", to_string(answer.outcome)}, {"facts", answer.facts}};
  json::array say;
  for (const std::string& sentence : answer.say) say.emplace_back(sentence);
  told["say"] = std::move(say);
  if (!answer.need.empty()) told["need"] = answer.need;
  json::array options;
  for (const Choice& choice : answer.options)
    options.emplace_back(json::object{{"id", choice.id}, {"say", choice.say}});
  if (!options.empty()) told["options"] = std::move(options);
  return json::serialize(told);
}

// And where it may not see what is in the records.
std::string outcome_only(const ToolAnswer& answer) {
  json::object told{{"outcome", to_string(answer.outcome)}};
  if (!answer.need.empty()) told["need"] = answer.need;
  if (!answer.say.empty()) told["note"] = "The caller was told the answer. Do not repeat it.";
  return json::serialize(told);
}

json::object schema(std::initializer_list<std::pair<const char*, const char*>> texts) {
  json::object properties;
  json::array required;
  for (const auto& [name, description] : texts) {
    properties[name] = json::object{{"type", "string"}, {"description", description}};
    required.emplace_back(name);
  }
  return {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
}

}  // namespace

std::vector<speech::LiveTool> call_functions() {
  return {{.name = std::string(kTransferFunction),
           .description = "Puts the caller through to a person. Say that you do so, then call it.",
           .parameters = schema({{"summary", "one sentence for the person who takes over"}})},
          {.name = std::string(kEndFunction),
           .description = "Ends the call. Say goodbye, then call it.",
           .parameters = schema({{"reason", "goodbye, or why else"}})}};
}

LiveBrain::LiveBrain(runtime::Loop& loop, LiveVoice& voice, Options options, OpenRescue open_rescue)
    : loop_(loop), voice_(voice), options_(std::move(options)), open_rescue_(std::move(open_rescue)) {}

// ---- what the call tells
void LiveBrain::take(conversation::BrainInput input, Tell tell) {
  // Whoever waited for the answer before does not want it any more.
  if (auto last = std::exchange(tell_, nullptr)) last({}, false);
  late_.cancel();
  if (const auto* started = std::get_if<conversation::Started>(&input)) started_ = *started;
  if (rescue_) return ask_rescue(std::move(input), std::move(tell));
  tell_ = std::move(tell);
  input_ = std::move(input);
  if (failed_ || session_ == nullptr) return rescue();
  const conversation::BrainInput taken = *input_;
  std::visit([this](const auto& some) { on(some); }, taken);
}

void LiveBrain::on(const conversation::Started&) {
  session_->add_words(options_.greeting, true);
  act(conversation::Say{.text = options_.greeting, .kind = conversation::SayKind::greeting});
  end_turn();
}

void LiveBrain::on(const conversation::Heard& heard) {
  last_heard_ = heard;
  begin_turn();
  expect_answer();
  session_->answer();
}

void LiveBrain::on(const conversation::Keyed& keyed) {
  begin_turn();
  session_->add_words(fmt::format("[The caller keyed {}]", keyed.digits), false);
  expect_answer();
  session_->go_on();
}

void LiveBrain::on(const conversation::Silence&) {
  voice_.begin_turn();
  session_->add_words("[The caller says nothing.]", false);
  expect_answer();
  session_->go_on();
}

void LiveBrain::on(const conversation::ToolDone& done) {
  const auto at = open_tools_.find(done.id);
  if (at != open_tools_.end()) {
    if (done.answer.need == kNeedsYes) confirmable_[at->second.what] = heard_;
    session_->add_tool_answer(at->second.call_id,
                              options_.share_answers ? shared(done.answer) : outcome_only(done.answer));
    open_tools_.erase(at);
    if (!options_.share_answers)
      for (const std::string& sentence : done.answer.say) act(conversation::Say{.text = sentence});
    told_ = told_ || (!options_.share_answers && !done.answer.say.empty());
  }
  if (!open_tools_.empty()) {  // the model answers when it has them all
    if (auto tell = std::exchange(tell_, nullptr)) tell({}, false);
    return;
  }
  if (told_) return end_turn();
  expect_answer();
  session_->go_on();
}

void LiveBrain::on(const conversation::TransferDone& done) {
  if (done.reached) {
    if (auto tell = std::exchange(tell_, nullptr)) tell({}, false);
    return;
  }
  session_->add_words("[The person could not be reached. Offer that somebody calls back.]", false);
  expect_answer();
  session_->go_on();
}

void LiveBrain::on(const conversation::Interrupted&) {
  session_->cut(cut_at_.value_or(std::chrono::milliseconds(0)));
  voice_.finish();
  words_.clear();
  if (auto tell = std::exchange(tell_, nullptr)) tell({}, false);
}

// ---- what the model tells
void LiveBrain::on_event(speech::LiveEvent event) {
  std::visit([this](const auto& some) { on(some); }, event);
}

void LiveBrain::begin_turn() {
  ++heard_;
  voice_.begin_turn();
}

void LiveBrain::expect_answer() {
  voice_.begin_answer();
  cut_at_.reset();
  words_.clear();
  said_ = false;
  wants_leave_ = false;
  told_ = false;
  late_ = loop_.after(options_.first_words_within, [this] {
    on(speech::LiveFailed{{.code = ErrorCode::timed_out, .message = "the live model is late"}});
  });
}

void LiveBrain::on(const speech::LiveWords& words) {
  if (!tell_) return;
  late_.cancel();
  words_ += words.text;
  voice_.add_words(words.text);
  say_whole_clauses(false);
}

// A clause is whole when another one has begun.
void LiveBrain::say_whole_clauses(bool all) {
  const std::vector<std::string_view> clauses = speech::split_clauses(words_);
  std::size_t said = 0;
  for (std::size_t i = 0; i < clauses.size() && (all || i + 1 < clauses.size()); ++i) {
    act(conversation::Say{.text = std::string(clauses[i])});
    said = static_cast<std::size_t>(clauses[i].data() - words_.data()) + clauses[i].size();
  }
  words_.erase(0, said);
}

void LiveBrain::on(const speech::LiveToolCall& call) {
  if (!tell_) return;
  late_.cancel();
  boost::system::error_code failure;
  json::value arguments = json::parse(call.arguments, failure);
  if (failure || !arguments.is_object()) arguments = json::object();
  say_whole_clauses(true);
  if (call.name == kTransferFunction) {
    wants_leave_ = true;
    act(conversation::Transfer{.target = options_.person_target,
                               .summary = text_of(arguments.as_object(), "summary")});
  } else if (call.name == kEndFunction) {
    wants_leave_ = true;
    act(conversation::EndCall{text_of(arguments.as_object(), "reason")});
  } else {
    call_tool(call, std::move(arguments.as_object()));
  }
}

// A write needs the caller's yes to its read-back. That the model says so is not enough: the same call must
// have been read back, and the caller must have spoken since.
void LiveBrain::call_tool(const speech::LiveToolCall& call, json::object arguments) {
  const json::value* said_yes = arguments.if_contains(kConfirmed);
  const bool claims = said_yes != nullptr && *said_yes == true;
  arguments.erase(kConfirmed);
  const std::string what = call.name + json::serialize(arguments);
  const auto read_back = confirmable_.find(what);
  const bool confirmed = claims && read_back != confirmable_.end() && read_back->second < heard_;
  open_tools_[++tools_] = {.call_id = call.id, .what = what};
  act(conversation::CallTool{
      .id = tools_, .name = call.name, .arguments = std::move(arguments), .confirmed = confirmed});
}

void LiveBrain::on(const speech::LiveAnswered& answered) {
  late_.cancel();
  voice_.finish();
  if (!tell_) return;
  say_whole_clauses(true);
  const bool nothing = !said_ && open_tools_.empty() && !wants_leave_;
  if (nothing) return rescue();
  if (!answered.status && open_tools_.empty() && !wants_leave_)
    act(conversation::Note{.key = "live_model", .value = "broke off"});
  end_turn();
}

void LiveBrain::on(const speech::LiveFailed&) {
  late_.cancel();
  voice_.finish();
  failed_ = true;
  // Words of it were heard: the sentence ends as far as it came, and the next turn is the other brain's.
  if (tell_ && said_) {
    say_whole_clauses(true);
    return end_turn();
  }
  if (tell_) rescue();
}

void LiveBrain::act(conversation::Act act) {
  said_ = said_ || std::holds_alternative<conversation::Say>(act);
  if (tell_) tell_({std::move(act)}, true);
}

// The turn is the caller's, unless something is still to be done.
void LiveBrain::end_turn() {
  auto tell = std::exchange(tell_, nullptr);
  if (!tell) return;
  std::vector<conversation::Act> acts;
  if (open_tools_.empty() && !wants_leave_) acts.emplace_back(conversation::Listen{});
  tell(std::move(acts), false);
}

// ---- another brain
// The call goes on with a brain that knows nothing of it but that it began; identity and records are the
// tool runtime's.
void LiveBrain::rescue() {
  failed_ = true;
  voice_.begin_turn();  // its words are not another brain's
  rescue_ = open_rescue_();
  rescue_offset_ = tools_;
  auto tell = std::exchange(tell_, nullptr);
  const conversation::BrainInput input = *input_;
  if (!std::holds_alternative<conversation::Started>(input)) {
    tell({conversation::Note{.key = "live_model", .value = "failed"}}, true);
    rescue_->take(started_, [](const std::vector<conversation::Act>&, bool) {});  // it was greeted already
  }
  ask_rescue(input, std::move(tell));
}

void LiveBrain::say_answer(const ToolAnswer& answer, const Tell& tell) {
  std::vector<conversation::Act> acts;
  for (const std::string& sentence : answer.say) acts.emplace_back(conversation::Say{.text = sentence});
  acts.emplace_back(conversation::Listen{});
  tell(std::move(acts), false);
}

void LiveBrain::ask_rescue(conversation::BrainInput input, Tell tell) {
  if (auto* done = std::get_if<conversation::ToolDone>(&input)) {
    if (done->id <= rescue_offset_) {  // asked for by the model, before it failed
      if (!done->answer.say.empty()) return say_answer(done->answer, tell);
      input = last_heard_;  // what it was asked for is asked again
    } else {
      done->id -= rescue_offset_;
    }
  }
  rescue_->take(std::move(input), [offset = rescue_offset_, tell = std::move(tell)](
                                      std::vector<conversation::Act> acts, bool more) {
    for (conversation::Act& act : acts)
      if (auto* call = std::get_if<conversation::CallTool>(&act)) call->id += offset;
    tell(std::move(acts), more);
  });
}

}  // namespace attendant::call
