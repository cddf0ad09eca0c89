// What an agent said and did in a call, in order, out of its events: the core is run again over them, so that
// what was only guessed at ahead of a turn's end does not count until it was meant. Pure.
#pragma once

#include <functional>
#include <span>

#include "conversation/core.hpp"

namespace attendant::lab {

struct Watcher {
  std::function<void(std::size_t event)> before = nullptr;  // of each event, by its place
  std::function<void(const conversation::Speak&)> said = nullptr;
  std::function<void(const conversation::RunTool&)> called = nullptr;
  std::function<void(const conversation::ToolAnswered&)> answered = nullptr;
};
void watch(std::span<const conversation::Event> events, const conversation::Policy& policy,
           const Watcher& watcher);

}  // namespace attendant::lab
