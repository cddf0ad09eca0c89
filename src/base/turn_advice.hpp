// What a judge of voices thinks of a silence: is the turn over? An opinion and never a decision; quantised,
// for it goes into the journal. Shared by the ear that asks for it and the conversation that weighs it.
#pragma once

#include <cstdint>
#include <string_view>

namespace attendant {

enum class TurnAdvice : std::uint8_t { unsure, done, not_done };

constexpr std::string_view to_string(TurnAdvice advice) {
  switch (advice) {
    case TurnAdvice::unsure:
      return "unsure";
    case TurnAdvice::done:
      return "done";
    case TurnAdvice::not_done:
      return "not_done";
  }
  return "unsure";
}

}  // namespace attendant
