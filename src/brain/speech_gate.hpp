// The gate at the mouth: every sentence of a model passes it before it is spoken. Pure.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "agents/agent.hpp"
#include "conversation/identity.hpp"
#include "guard/grounds.hpp"
#include "guard/placeholders.hpp"

namespace attendant::brain {

struct Speakable {
  std::string text;
};
struct Unspeakable {
  std::string why;  // for the journal; nothing of the sentence
};

struct SpeechRules {
  const guard::Grounds& grounds;
  const guard::Placeholders& tokens;
  const conversation::Identity& identity;  // who hears it
  std::string_view instructions;           // the model's
  const agents::GuardRails& rails;         // what of it the agent's file demands
};
std::variant<Speakable, Unspeakable> pass_gate(std::string_view sentence, const SpeechRules& rules);

}  // namespace attendant::brain
