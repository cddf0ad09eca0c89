#include "brain/model/model_session.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "brain/listening.hpp"
#include "brain/model/model_prompt.hpp"
#include "brain/no_input.hpp"
#include "brain/told_already.hpp"
#include "brain/tool_view.hpp"
#include "guard/injection_screen.hpp"

namespace attendant::brain {

using conversation::Listen;
using conversation::Say;
using conversation::SayKind;

namespace {

constexpr std::string_view kSayYesOrNo = "Please say yes or no.";
constexpr std::string_view kMore = "Is there anything else?";
constexpr std::string_view kNotReached =
    "I'm sorry, nobody could take the call just now. What else can I do for you?";

Say sentence(std::string text, SayKind kind = SayKind::answer) {
  return {.text = std::move(text), .kind = kind};
}

}  // namespace

ModelSession::ModelSession(std::shared_ptr<const ModelSetups> setups, const tools::Catalogue& catalogue,
                           ModelGateway& gateway, runtime::Loop& loop, const CallSetting& call)
    : setups_(std::move(setups)),
      setup_(&setups_->agents.at(setups_->first)),
      catalogue_(catalogue),
      gateway_(gateway),
      loop_(loop),
      call_(call),
      caller_(call.today, options().hides_caller() ? &placeholders_ : nullptr, grounds_),
      alive_(std::make_shared<ModelSession*>(this)) {
  for (const auto& [name, setup] : setups_->agents)
    for (const auto& text :
         {setup.options.company, setup.options.greeting, setup.options.office_hours, setup.options.persona})
      grounds_.add_text(text);
}

ModelSession::~ModelSession() {
  alive_.reset();
  drop_request();
  gateway_.forget(call_.call.value());
}

void ModelSession::take(conversation::BrainInput input, Tell tell, Failed failed) {
  if (const auto* done = std::get_if<conversation::ToolDone>(&input)) {
    // Cancelled: the caller says something else, and the model is asked what becomes of it when it hears
    // that.
    const auto running = running_.find(done->id);
    if (done->answer.outcome == Outcome::cancelled || running == running_.end()) {
      know_identity(done->identity);
      if (running != running_.end()) {
        history_.cancel(running->second.call_id);
        running_.erase(running);
      }
      return tell({}, false);
    }
  }
  forget_guess();
  if (!std::holds_alternative<conversation::ToolDone>(input)) guesses_ = 0;
  answer(input, std::move(tell), std::move(failed));
}

void ModelSession::answer(const conversation::BrainInput& input, Tell tell, Failed failed) {
  stop_answer();
  tell_ = std::move(tell);
  failed_ = std::move(failed);
  told_ = false;
  std::visit([this](const auto& value) { hear(value); }, input);
}

void ModelSession::hear(const conversation::Started& started) {
  office_open_ = started.office_open;
  Acts acts;
  if (!options().greeting.empty()) {
    history_.agent(options().greeting);
    acts.emplace_back(sentence(options().greeting, SayKind::greeting));
  }
  say_and_listen({options().first_question}, std::move(acts));
}

void ModelSession::hear(const conversation::Heard& heard) {
  const auto agent_heard = history_.heard_since_caller();
  auto pending = std::exchange(read_back_, std::nullopt);
  history_.caller(caller_.said(heard.text, listen_.asked, std::exchange(need_, {})));
  if (guard::gives_orders(heard.text)) note("guard", "the caller gave orders");
  begin_turn();
  const auto consent = consent_in(heard.text);
  if (!pending || consent == Consent::none || !was_heard(*pending, agent_heard)) return ask();
  if (heard.confidence >= kClearlyHeard || pending->doubted) return carry_out(*std::move(pending));
  pending->doubted = true;
  read_back_ = std::move(pending);
  say_and_listen({std::string(kSayYesOrNo), read_back_->text});
}

void ModelSession::hear(const conversation::Keyed& keyed) {
  const auto agent_heard = history_.heard_since_caller();
  auto pending = std::exchange(read_back_, std::nullopt);
  history_.caller(caller_.keyed(keyed.digits, listen_.asked));
  begin_turn();
  if (keyed.digits == "0") {
    Acts acts;
    acts.emplace_back(conversation::Note{"intent", "human"});
    if (auto transfer = act_on_call({.id = "key", .name = std::string(kTransferTool), .arguments = "{}"})) {
      std::ranges::move(*transfer, std::back_inserter(acts));
      return end(std::move(acts));
    }
  }
  if (pending && keyed.digits == "1" && was_heard(*pending, agent_heard))
    return carry_out(*std::move(pending));
  ask();
}

void ModelSession::hear(const conversation::Silence& silence) {
  if (silence.times > options().no_input) {
    history_.agent("Goodbye.");
    return end(end_in_silence());
  }
  say_and_listen(words_for_silence(
      silence.times, last_said_.ends_with('?') ? last_said_ : options().first_question, options().no_input));
}

void ModelSession::hear(const conversation::ToolDone& done) { finish_tool(done); }

void ModelSession::hear(const conversation::TransferDone& done) {
  if (done.reached) return end({});
  history_.caller("[the transfer failed]");
  note("transfer", done.reason.empty() ? "not reached" : done.reason);
  say_and_listen({std::string(kNotReached)});
}

void ModelSession::hear(const conversation::Interrupted& interrupted) {
  history_.interrupted(interrupted.heard, interrupted.whole);
  end({});
}

void ModelSession::witness(const conversation::BrainInput& input) {
  if (const auto* heard = std::get_if<conversation::Heard>(&input)) {
    read_back_.reset();
    history_.caller(caller_.said(heard->text, listen_.asked, std::exchange(need_, {})));
  } else if (const auto* done = std::get_if<conversation::ToolDone>(&input)) {
    know_identity(done->identity);
    const auto view =
        view_of(done->answer, options().data_to_model, options().guard.screen_injection, placeholders_);
    grounds_.add_answer("", false, view.clean, done->identity);
  } else if (const auto* interrupted = std::get_if<conversation::Interrupted>(&input)) {
    history_.interrupted(interrupted->heard, interrupted->whole);
  }
}

void ModelSession::witness(std::span<const conversation::Act> acts) {
  for (const auto& act : acts) {
    if (const auto* say = std::get_if<Say>(&act); say != nullptr && say->kind != SayKind::filler) {
      history_.agent(say->text);
      last_said_ = say->text;
    } else if (const auto* listen = std::get_if<Listen>(&act)) {
      listen_ = *listen;
    } else if (const auto* over = std::get_if<conversation::HandOver>(&act)) {
      switch_to(over->to);
    }
  }
}

bool ModelSession::switch_to(const std::string& agent) {
  const auto found = setups_->agents.find(agent);
  if (found == setups_->agents.end()) return false;
  setup_ = &found->second;
  return true;
}

void ModelSession::begin_turn() {
  deadline_ = loop_.clock().now() + options().turn;
  rounds_ = 0;
  wrong_arguments_ = 0;
  unsaid_.clear();
  spoken_.clear();
}

void ModelSession::stop_answer() {
  drop_request();
  failed_ = nullptr;
  if (tell_) end({});
}

void ModelSession::more(Acts acts) {
  if (!tell_) return;
  told_ = true;
  acts.insert(acts.begin(), notes_.begin(), notes_.end());
  notes_.clear();
  const auto tell = tell_;  // it may end this answer
  tell(std::move(acts), true);
}

void ModelSession::end(Acts acts) {
  drop_request();
  note_cost();
  acts.insert(acts.begin(), notes_.begin(), notes_.end());
  notes_.clear();
  failed_ = nullptr;
  if (const auto tell = std::exchange(tell_, nullptr)) tell(std::move(acts), false);
}

// Sentences of ours, and what the last of them expects.
void ModelSession::say_and_listen(std::vector<std::string> sentences, Acts before) {
  for (auto& text : sentences) {
    history_.agent(text);
    last_said_ = text;
    const auto kind = text.ends_with('?') ? SayKind::question : SayKind::answer;
    before.emplace_back(sentence(std::move(text), kind));
  }
  listen_ = listening_for_answer(last_said_);
  before.emplace_back(listen_);
  end(std::move(before));
}

// The truth is at hand when tools have answered in this turn: their own sentences.
bool ModelSession::tell_plainly(const std::string& why) {
  if (unsaid_.empty()) return false;
  std::erase_if(unsaid_, [this](const std::string& sentence) { return told_already(sentence, spoken_); });
  note("brain", "rescued by the tools' own words: " + why);
  tell_unsaid();
  return true;
}

void ModelSession::tell_unsaid() {
  auto sentences = std::exchange(unsaid_, {});
  if (sentences.empty() || !sentences.back().ends_with('?')) sentences.emplace_back(kMore);
  say_and_listen(std::move(sentences));
}

void ModelSession::give_up(std::string why) {
  drop_request();
  note_cost();
  if (tell_plainly(why)) return;
  const auto failed = std::exchange(failed_, nullptr);
  tell_ = nullptr;
  if (failed)
    failed({.why = std::move(why), .notes = std::exchange(notes_, {}), .said = std::exchange(spoken_, {})});
}

// The sum so far, whenever it has grown: the last one of a call is the call's.
void ModelSession::note_cost() {
  const auto spent = gateway_.spent(call_.call.value());
  if (spent == noted_) return;
  noted_ = spent;
  note("model_cost", to_text(spent));
}

void ModelSession::note(std::string key, std::string value) {
  notes_.emplace_back(conversation::Note{std::move(key), std::move(value)});
}

}  // namespace attendant::brain
