#include "brain/rescued_brain.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "brain/rescue_shadow.hpp"
#include "understanding/emergency.hpp"

namespace attendant::brain {
namespace {

using conversation::CallTool;
using conversation::Note;
using conversation::Say;
using Acts = std::vector<conversation::Act>;

constexpr std::string_view kPersonAnyTime = "Or say: a person, and I'll connect you.";

enum class Engine { model, rescue };

class RescuedSession final : public BrainSession {
 public:
  RescuedSession(std::unique_ptr<RescuableSession> model, Brain& rescue, const CallSetting& call,
                 const tools::Catalogue& catalogue)
      : model_(std::move(model)), shadow_(rescue, call, catalogue) {}

  void take(conversation::BrainInput input, Tell tell) override {
    std::visit([&](auto& value) { take_one(std::move(value), std::move(tell)); }, input);
  }

 private:
  struct RunningTool {
    Engine engine = Engine::model;
    std::uint32_t id = 0;  // as its engine knows it
    std::string name;
  };

  void take_one(conversation::Started started, Tell tell) {
    shadow_.start(started);
    ask_model(started, std::move(tell));
  }

  void take_one(conversation::Heard heard, Tell tell) {
    if (understanding::is_emergency(heard.text)) {
      model_->witness(conversation::BrainInput(heard));
      shadow_.hear(heard, identity_);
      return rescue("danger", {}, std::move(tell));
    }
    shadow_.hear(heard, identity_);
    ask_model(heard, std::move(tell));
  }

  void take_one(conversation::Keyed keyed, Tell tell) {
    shadow_.hear(keyed, identity_);
    ask_model(keyed, std::move(tell));
  }

  // Whoever asked the question asks it again.
  void take_one(conversation::Silence silence, Tell tell) {
    if (engine_ == Engine::model) return ask_model(silence, std::move(tell));
    shadow_.take(silence, as_rescue(std::move(tell)));
  }

  void take_one(conversation::ToolDone done, Tell tell) {
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

  void take_one(conversation::TransferDone done, Tell tell) {
    if (engine_ == Engine::model) return ask_model(std::move(done), std::move(tell));
    shadow_.take(std::move(done), as_rescue(std::move(tell)));
  }

  void take_one(conversation::Interrupted interrupted, Tell tell) {
    shadow_.take(interrupted, [](const Acts&, bool) {});
    model_->take(interrupted, as_model(std::move(tell)), [](const GivenUp&) {});
  }

  void ask_model(conversation::BrainInput input, Tell tell) {
    const auto told = std::make_shared<Tell>(std::move(tell));
    model_->take(
        std::move(input),
        [this, told](Acts acts, bool more) { tell_of(Engine::model, std::move(acts), more, *told); },
        [this, told](GivenUp given_up) { rescue(given_up.why, std::move(given_up.notes), *told); });
  }

  Tell as_model(Tell tell) {
    return [this, tell = std::move(tell)](Acts acts, bool more) {
      tell_of(Engine::model, std::move(acts), more, tell);
    };
  }
  Tell as_rescue(Tell tell) {
    return [this, tell = std::move(tell)](Acts acts, bool more) {
      model_->witness(acts);
      tell_of(Engine::rescue, std::move(acts), more, tell);
    };
  }

  void rescue(const std::string& why, Acts notes, Tell tell) {
    const bool asked_before = engine_ == Engine::rescue;
    shadow_.take_over(identity_,
                      [this, why, asked_before, notes = std::move(notes), tell = std::move(tell)](Acts acts) {
                        // A yes answers only a read-back of its own.
                        if (!asked_before)
                          for (auto& act : acts)
                            if (auto* call = std::get_if<CallTool>(&act)) call->confirmed = false;
                        offer_person_if_lost(acts);
                        model_->witness(acts);
                        auto all = notes;
                        // Without a reason: the turn was the engine's from the beginning.
                        if (!why.empty()) all.emplace_back(Note{"brain", "rescued: " + why});
                        std::ranges::move(acts, std::back_inserter(all));
                        tell_of(Engine::rescue, std::move(all), false, tell);
                      });
  }

  // Where neither understood, a person is offered before the question.
  static void offer_person_if_lost(Acts& acts) {
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

  void tell_of(Engine engine, Acts acts, bool more, const Tell& tell) {
    if (!acts.empty()) engine_ = engine;
    for (auto& act : acts) {
      auto* call = std::get_if<CallTool>(&act);
      if (call == nullptr) continue;
      const auto id = ++last_tool_;
      running_[id] = {.engine = engine, .id = call->id, .name = call->name};
      call->id = id;
    }
    tell(std::move(acts), more);
  }

  std::unique_ptr<RescuableSession> model_;
  RescueShadow shadow_;
  Engine engine_ = Engine::model;  // who has spoken last
  conversation::Identity identity_;
  std::map<std::uint32_t, RunningTool> running_;
  std::uint32_t last_tool_ = 0;
};

}  // namespace

std::unique_ptr<BrainSession> RescuedBrain::open(const CallSetting& call) {
  return std::make_unique<RescuedSession>(model_.open(call), rescue_, call, catalogue_);
}

std::string RescuedBrain::version() const { return model_.version() + ", rescued by " + rescue_.version(); }

}  // namespace attendant::brain
