// The gate at the mouth: every sentence of a model passes it before it is spoken. Pure.
#pragma once

#include <string>
#include <string_view>
#include <variant>

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

// `hidden`: null where the model sees values itself.
std::variant<Speakable, Unspeakable> pass_gate(std::string_view sentence, const guard::Grounds& grounds,
                                               const guard::Placeholders* hidden,
                                               const conversation::Identity& identity,
                                               std::string_view instructions);

}  // namespace attendant::brain
