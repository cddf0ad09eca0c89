// Whose record a sentence points to where neither a name nor a kin word says so. Decided by words alone.
// Pure; any thread.
#pragma once

#include <string_view>

namespace attendant::brain {

enum class Pointer {
  nobody,   // "was the X-ray paid"; also "how much do I owe for it", which says who pays and not who was ill
  owner,    // "my last claim", "our claims", "mine"
  third,    // "what is left of his deductible"
  speaker,  // "am I covered", "send me a card"
};

Pointer pointer_in(std::string_view text);

}  // namespace attendant::brain
