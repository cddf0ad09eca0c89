#include "brain/speech_gate.hpp"

#include <utility>

#include "guard/conduct.hpp"
#include "guard/sensitive_digits.hpp"

namespace attendant::brain {

std::variant<Speakable, Unspeakable> pass_gate(std::string_view sentence, const SpeechRules& rules) {
  const auto filled = rules.tokens.fill(sentence);
  if (!filled) return Unspeakable{"a token that stands for nothing"};
  auto text = guard::without_sensitive_digits(*filled);
  const auto why = guard::misconduct(text, rules.instructions);
  if (why && (*why != guard::kMedicalAdvice || rules.rails.no_medical_advice)) return Unspeakable{*why};
  if (rules.rails.only_grounded)
    if (auto objection = rules.grounds.objection(text, rules.identity))
      return Unspeakable{*std::move(objection)};
  return Speakable{std::move(text)};
}

}  // namespace attendant::brain
