#include "lab/replay.hpp"

#include <deque>
#include <map>
#include <set>
#include <utility>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace attendant::lab {
namespace {

using conversation::BrainActed;
using conversation::BrainGuessed;
using conversation::Event;

std::string as_text(const Event& event) { return boost::json::serialize(conversation::to_json(event)); }

class Replay {
 public:
  Replay(brain::BrainSession* brain, const conversation::Policy& policy) : brain_(brain), policy_(policy) {}

  Replayed run(std::span<const Event> events) {
    for (const auto& event : events) {
      std::visit([&](const auto& body) { check(event, body); }, event.body);
      if (out_.difference) {
        out_.difference->event = out_.events;
        out_.difference->at = event.at;
        break;
      }
      for (const auto& effect : conversation::step(state_, event, policy_))
        std::visit([this](const auto& one) { note(one); }, effect);
      ++out_.events;
    }
    return std::move(out_);
  }

 private:
  void differ(std::string what, std::string then, std::string now) {
    out_.difference = Difference{.what = std::move(what), .then = std::move(then), .now = std::move(now)};
  }

  // ---- what the journal says happened, against what the core and the brain have asked for
  template <class Body>
  void check(const Event&, const Body&) {}

  void check(const Event& event, const BrainActed& acted) {
    if (!asked_.contains(acted.request))
      return differ(fmt::format("the brain's answer {}", acted.request), as_text(event), "was not asked for");
    ++out_.brain_answers;
    if (brain_ == nullptr) return;
    auto& answers = answers_[acted.request];
    const auto then = as_text(event);
    const auto now = answers.empty() ? std::string() : as_text({event.at, answers.front()});
    if (then != now) return differ(fmt::format("the brain's answer {}", acted.request), then, now);
    answers.pop_front();
  }
  void check(const Event& event, const BrainGuessed& guessed) {
    if (!asked_.contains(guessed.request))
      return differ(fmt::format("the brain's guess {}", guessed.request), as_text(event),
                    "was not asked for");
    ++out_.guesses;
    if (brain_ == nullptr) return;
    auto& guesses = guesses_[guessed.request];
    const auto then = as_text(event);
    const auto now = guesses.empty() ? std::string() : as_text({event.at, guesses.front()});
    if (then != now) return differ(fmt::format("the brain's guess {}", guessed.request), then, now);
    guesses.pop_front();
  }
  void check(const Event& event, const conversation::ToolAnswered& answered) {
    const auto called = tools_.find(answered.id);
    if (called == tools_.end() || called->second != answered.name)
      return differ(fmt::format("the tool call {}", answered.id), as_text(event),
                    called == tools_.end() ? "was not made" : called->second);
    ++out_.tool_calls;
  }
  void check(const Event& event, const conversation::AudioQueued& queued) { spoken(event, queued.utterance); }
  void check(const Event& event, const conversation::ClauseStarted& started) {
    spoken(event, started.utterance);
  }
  void check(const Event& event, const conversation::ClauseFinished& finished) {
    spoken(event, finished.utterance);
  }
  void check(const Event& event, const conversation::TimerFired& fired) {
    if (!timers_.contains(fired.number))
      return differ(fmt::format("the timer {}", fired.number), as_text(event), "was not started");
    ++out_.timers;
  }

  void spoken(const Event& event, UtteranceId utterance) {
    if (!sentences_.contains(utterance))
      differ(fmt::format("the sentence {}", utterance.value()), as_text(event), "was not said");
  }

  // ---- what they ask for now
  template <class Effect>
  void note(const Effect&) {}

  void note(const conversation::Think& think) {
    asked_.insert(think.request);
    if (brain_ == nullptr) return;
    brain_->take(think.input,
                 [this, request = think.request](std::vector<conversation::Act> acts, bool more) {
                   answers_[request].push_back({.request = request, .acts = std::move(acts), .more = more});
                 });
  }
  void note(const conversation::Guess& guess) {
    asked_.insert(guess.request);
    if (brain_ == nullptr) return;
    auto& told = guesses_[guess.request];
    const bool guesses = brain_->guess(
        guess.input, [&told, request = guess.request](std::vector<conversation::Act> acts, bool more) {
          told.push_back({.request = request, .acts = std::move(acts), .more = more});
        });
    if (!guesses) told.push_back({.request = guess.request, .acts = {}, .refused = true});
  }
  void note(const conversation::KeepGuess&) {
    if (brain_ != nullptr) brain_->keep_guess();
  }
  void note(const conversation::ForgetGuess&) {
    if (brain_ != nullptr) brain_->forget_guess();
  }
  void note(const conversation::RunTool& run) { tools_[run.id] = run.name; }
  void note(const conversation::StartTimer& timer) { timers_.insert(timer.number); }
  void note(const conversation::Speak& speak) {
    if (sentences_.insert(speak.utterance).second) ++out_.sentences;
  }

  brain::BrainSession* brain_;
  const conversation::Policy& policy_;
  conversation::State state_;
  std::set<std::uint32_t> asked_;
  std::map<std::uint32_t, std::deque<BrainActed>> answers_;
  std::map<std::uint32_t, std::deque<BrainGuessed>> guesses_;
  std::map<std::uint32_t, std::string> tools_;
  std::set<std::uint32_t> timers_;
  std::set<UtteranceId> sentences_;
  Replayed out_;
};

}  // namespace

Replayed replay(std::span<const Event> events, brain::BrainSession* brain,
                const conversation::Policy& policy) {
  return Replay(brain, policy).run(events);
}

}  // namespace attendant::lab
