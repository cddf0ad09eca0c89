#include "brain/model/speech_gate.hpp"

#include <utility>

#include "guard/conduct.hpp"
#include "guard/sensitive_digits.hpp"

namespace attendant::brain {

std::variant<Speakable, Unspeakable> pass_gate(std::string_view sentence, const guard::Grounds& grounds,
                                               const guard::Placeholders* hidden,
                                               const conversation::Identity& identity,
                                               std::string_view instructions) {
  std::string text(sentence);
  if (hidden != nullptr) {
    auto filled = hidden->fill(sentence);
    if (!filled) return Unspeakable{"a token that stands for nothing"};
    text = *std::move(filled);
  }
  text = guard::without_sensitive_digits(text);
  if (auto why = guard::misconduct(text, instructions)) return Unspeakable{*std::move(why)};
  if (auto why = grounds.objection(text, identity)) return Unspeakable{*std::move(why)};
  return Speakable{std::move(text)};
}

}  // namespace attendant::brain
