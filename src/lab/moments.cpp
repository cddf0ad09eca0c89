#include "lab/moments.hpp"

namespace attendant::lab {

void watch(std::span<const conversation::Event> events, const conversation::Policy& policy,
           const Watcher& watcher) {
  conversation::State state;
  for (std::size_t at = 0; at < events.size(); ++at) {
    if (watcher.before) watcher.before(at);
    const auto* answered = std::get_if<conversation::ToolAnswered>(&events[at].body);
    if (answered != nullptr && watcher.answered) watcher.answered(*answered);
    for (const auto& effect : conversation::step(state, events[at], policy)) {
      if (const auto* speak = std::get_if<conversation::Speak>(&effect); speak != nullptr && watcher.said)
        watcher.said(*speak);
      if (const auto* run = std::get_if<conversation::RunTool>(&effect); run != nullptr && watcher.called)
        watcher.called(*run);
    }
  }
}

}  // namespace attendant::lab
