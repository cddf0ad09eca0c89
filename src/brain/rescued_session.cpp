#include "brain/rescued_session.hpp"

#include <algorithm>
#include <iterator>
#include <variant>

#include "brain/told_already.hpp"
#include "understanding/emergency.hpp"

namespace attendant::brain {

using conversation::CallTool;
using conversation::Note;
using conversation::Say;

namespace {

constexpr std::string_view kPersonAnyTime = "Or say: a person, and I'll connect you.";
constexpr std::string_view kTrouble = "I'm having trouble understanding, and I don't want to keep you.";
constexpr std::string_view kPersonKey = "0";

// Where neither understood, a person is offered before the question.
void offer_person_if_lost(std::vector<conversation::Act>& acts) {
  const bool lost = std::ranges::any_of(acts, [](const conversation::Act& act) {
    const auto* note = std::get_if<Note>(&act);
    return note != nullptr && note->key == "not_understood";
  });
  const auto question = std::ranges::find_if(acts, [](const conversation::Act& act) {
    const auto* say = std::get_if<Say>(&act);
    return say != nullptr && say->kind == conversation::SayKind::question;
  });
  if (lost && question != acts.end())
    acts.insert(question + 1,
                Say{.text = std::string(kPersonAnyTime), .kind = conversation::SayKind::question});
}

}  // namespace

RescuedSession::RescuedSession(std::unique_ptr<RescuableSession> model, Brain& rescue,
                               const CallSetting& call, const tools::Catalogue& catalogue)
    : model_(std::move(model)), shadow_(rescue, call, catalogue), team_(call.team) {
  if (team_ != nullptr) agent_ = team_->answering().id;
}

void RescuedSession::take(conversation::BrainInput input, Tell tell) {
  forget_guess();
  std::visit([&](auto& value) { take_one(std::move(value), std::move(tell)); }, input);
}

void RescuedSession::take_one(conversation::Started started, Tell tell) {
  shadow_.start(started);
  ask_model(started, std::move(tell));
}

void RescuedSession::take_one(conversation::Heard heard, Tell tell) {
  if (understanding::is_emergency(heard.text)) {
    model_->witness(conversation::BrainInput(heard));
    shadow_.hear(heard, identity_);
    return rescue({.why = "danger", .notes = {}, .said = {}}, std::move(tell));
  }
  shadow_.hear(heard, identity_);
  turn_ = ModelTurn{};
  ask_model(heard, std::move(tell));
}

void RescuedSession::take_one(conversation::Keyed keyed, Tell tell) {
  shadow_.hear(keyed, identity_);
  turn_ = ModelTurn{};
  ask_model(keyed, std::move(tell));
}

// Whoever asked the question asks it again.
void RescuedSession::take_one(conversation::Silence silence, Tell tell) {
  if (engine_ == Engine::model) return ask_model(silence, std::move(tell));
  shadow_.take(silence, as_rescue(std::move(tell)));
}

void RescuedSession::take_one(conversation::ToolDone done, Tell tell) {
  identity_ = done.identity;
  const auto found = running_.find(done.id);
  if (found == running_.end()) return tell({}, false);
  const auto tool = found->second;
  running_.erase(found);
  done.id = tool.id;
  if (tool.engine == Engine::rescue) {
    model_->witness(conversation::BrainInput(done));
    return shadow_.take(std::move(done), as_rescue(std::move(tell)));
  }
  if (done.answer.outcome != Outcome::cancelled) shadow_.model_tool(tool.name, done.answer);
  ask_model(std::move(done), std::move(tell));
}

void RescuedSession::take_one(conversation::TransferDone done, Tell tell) {
  if (engine_ == Engine::model) return ask_model(std::move(done), std::move(tell));
  shadow_.take(std::move(done), as_rescue(std::move(tell)));
}

void RescuedSession::take_one(conversation::Interrupted interrupted, Tell tell) {
  turn_.reset();
  shadow_.take(interrupted, [](const Acts&, bool) {});
  model_->take(interrupted, as_model(std::move(tell)), [](const GivenUp&) {});
}

void RescuedSession::ask_model(conversation::BrainInput input, Tell tell) {
  const auto told = std::make_shared<Tell>(std::move(tell));
  model_->take(
      std::move(input), [this, told](Acts acts, bool more) { tell_of_turn(std::move(acts), more, *told); },
      [this, told](GivenUp given_up) { rescue(std::move(given_up), *told); });
}

BrainSession::Tell RescuedSession::as_model(Tell tell) {
  return [this, tell = std::move(tell)](Acts acts, bool more) {
    tell_of(Engine::model, std::move(acts), more, tell);
  };
}

BrainSession::Tell RescuedSession::as_rescue(Tell tell) {
  return [this, tell = std::move(tell)](Acts acts, bool more) {
    model_->witness(acts);
    tell_of(Engine::rescue, std::move(acts), more, tell);
  };
}

void RescuedSession::ModelTurn::add(const Acts& acts) {
  for (const auto& act : acts) {
    const auto* say = std::get_if<Say>(&act);
    if (say != nullptr)
      asks = say->text.ends_with('?');
    else if (!std::holds_alternative<Note>(act) && !std::holds_alternative<conversation::Listen>(act))
      does_something = true;
  }
}

void RescuedSession::tell_of_turn(Acts acts, bool more, const Tell& tell) {
  if (is_fruitless(acts, more)) return call_a_person(std::move(acts), tell);
  tell_of(Engine::model, std::move(acts), more, tell);
}

// Whether with these acts the model ends one turn too many of those that neither brain understands: it asks
// back, and the engine beside makes nothing of the caller either.
bool RescuedSession::is_fruitless(const Acts& acts, bool more) {
  if (!turn_) return false;
  turn_->add(acts);
  if (more) return false;
  const bool lost = turn_->asks && !turn_->does_something && shadow_.is_lost();
  turn_.reset();
  lost_turns_ = lost ? lost_turns_ + 1 : 0;
  return lost_turns_ >= limits().no_match;
}

// As if the caller had pressed the key for one: the engine beside knows the hours and the way.
void RescuedSession::call_a_person(Acts acts, const Tell& tell) {
  lost_turns_ = 0;
  std::erase_if(acts, [](const auto& act) { return std::holds_alternative<conversation::Listen>(act); });
  acts.emplace_back(Say{.text = std::string(kTrouble)});
  tell_of(Engine::model, std::move(acts), true, tell);
  shadow_.hear(conversation::Keyed{.digits = std::string(kPersonKey)}, identity_);
  rescue({.why = "not understood", .notes = {}, .said = {}}, tell);
}

const agents::Limits& RescuedSession::limits() const {
  static const agents::Limits kDefaults;
  const auto* agent = team_ == nullptr ? nullptr : team_->find(agent_);
  return agent == nullptr ? kDefaults : agent->limits;
}

void RescuedSession::rescue(GivenUp given_up, Tell tell) {
  turn_.reset();
  const bool asked_before = engine_ == Engine::rescue;
  shadow_.take_over(identity_,
                    [this, asked_before, given_up = std::move(given_up), tell = std::move(tell)](Acts acts) {
                      // A yes answers only a read-back of its own.
                      if (!asked_before)
                        for (auto& act : acts)
                          if (auto* call = std::get_if<CallTool>(&act)) call->confirmed = false;
                      acts = rest_of_answer(std::move(acts), given_up.said);
                      offer_person_if_lost(acts);
                      model_->witness(acts);
                      auto all = given_up.notes;
                      // Without a reason: the turn was the engine's from the beginning.
                      if (!given_up.why.empty()) all.emplace_back(Note{"brain", "rescued: " + given_up.why});
                      std::ranges::move(acts, std::back_inserter(all));
                      tell_of(Engine::rescue, std::move(all), false, tell);
                    });
}

void RescuedSession::tell_of(Engine engine, Acts acts, bool more, const Tell& tell) {
  if (!acts.empty()) engine_ = engine;
  for (auto& act : acts) {
    if (const auto* over = std::get_if<conversation::HandOver>(&act)) agent_ = over->to;
    if (auto* drop = std::get_if<conversation::DropTool>(&act)) drop->id = id_of(engine, drop->id);
    auto* call = std::get_if<CallTool>(&act);
    if (call == nullptr) continue;
    const auto id = ++last_tool_;
    running_[id] = {.engine = engine, .id = call->id, .name = call->name};
    call->id = id;
  }
  tell(std::move(acts), more);
}

// As the core knows the tool of an engine; 0: it has answered.
std::uint32_t RescuedSession::id_of(Engine engine, std::uint32_t id) const {
  const auto found = std::ranges::find_if(
      running_, [&](const auto& entry) { return entry.second.engine == engine && entry.second.id == id; });
  return found == running_.end() ? 0 : found->first;
}

}  // namespace attendant::brain
