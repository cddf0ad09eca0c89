// Whether a caller introduces a provider's office: "this is Dana from Dr. Feeney's office". Decided by the
// words alone: who is calling must be known before anything is told. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace attendant::brain {

// `provider` is the name of a provider in the same words, if there is one. A member who speaks *about* an
// office
// ("this is about a claim from Dr. Feeney's office", "it's my doctor's office") introduces none.
bool introduces_office(std::string_view text, const std::optional<std::string>& provider);

}  // namespace attendant::brain
