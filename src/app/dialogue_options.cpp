#include "app/dialogue_options.hpp"

#include <algorithm>

#include "app/office_hours.hpp"

namespace attendant::app {
namespace {

constexpr auto kEmergencyTarget = "emergency";

}  // namespace

brain::DialogueOptions dialogue_options(const config::Settings& settings) {
  const bool nurse_line = std::ranges::any_of(
      settings.people.targets, [](const auto& target) { return target.first == kEmergencyTarget; });
  return {.company = settings.texts.company,
          .greeting = settings.texts.greeting,
          .office_hours = office_hours_in_words(settings.people),
          .person_target = "person",
          .patience = settings.turn.patience,
          .emergency_target = nurse_line ? kEmergencyTarget : ""};
}

}  // namespace attendant::app
