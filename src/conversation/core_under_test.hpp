// For tests: drives the core with events at given times and keeps the effects of the last one.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "conversation/core.hpp"

namespace attendant::conversation {

using namespace std::chrono_literals;

class CoreTest : public testing::Test {
 protected:
  CoreTest() { policy_.guess_within = 0ms; }  // guessing has tests of its own

  void at(CallTime when, EventBody body) {
    now_ = when;
    effects_ = step(state_, {.at = when, .body = std::move(body)}, policy_);
    for (const auto& effect : effects_)
      if (const auto* record = std::get_if<RecordTurn>(&effect)) turns_.push_back(record->turn);
  }
  template <class T>
  const T* effect() const {
    for (const auto& effect : effects_)
      if (const auto* found = std::get_if<T>(&effect)) return found;
    return nullptr;
  }
  template <class T>
  const T* thought() const {
    const auto* think = effect<Think>();
    return think == nullptr ? nullptr : std::get_if<T>(&think->input);
  }
  // Fires the running timer of this kind.
  void fire(Timer timer, CallTime when) {
    at(when, TimerFired{.timer = timer, .number = state_.timers[static_cast<std::size_t>(timer)]});
  }
  // Answers the newest request of the core with acts.
  void brain(CallTime when, std::vector<Act> acts) {
    at(when, BrainActed{.request = state_.last_request, .acts = std::move(acts)});
  }
  // A call whose greeting was said and whose question is open.
  void greeted(Asked asked = Asked::open, int digits = 0) {
    at(0ms, CallStarted{});
    brain(5ms, {Say{.text = "How can I help?", .kind = SayKind::question},
                Listen{.asked = asked, .digits = digits}});
    at(100ms, ClauseStarted{UtteranceId(1)});
    at(1500ms, ClauseFinished{UtteranceId(1)});
  }
  void says(CallTime when, const std::string& text, std::chrono::milliseconds silence = 220ms) {
    at(when, SpeechStarted{});
    at(when + 1s, SpeechPaused{.text = text, .last_voiced = when + 1s - silence, .silence = silence});
  }

  Policy policy_;
  State state_;
  CallTime now_{0};
  std::vector<Effect> effects_;
  std::vector<TurnRecord> turns_;
};

}  // namespace attendant::conversation
