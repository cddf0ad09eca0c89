#include "lab/what_was_asked.hpp"

#include <array>
#include <string>

#include "base/text.hpp"

namespace attendant::lab {
namespace {

using conversation::Asked;

struct Cue {
  std::string_view words;
  Asked asked;
};

// Longer cues first where one contains another. Recognisers hear "zip" as "zit" and "ID" as "I D".
constexpr std::array kCues = {
    Cue{"member id", Asked::ask_member_id},
    Cue{"member i d", Asked::ask_member_id},
    Cue{"member i.d", Asked::ask_member_id},
    Cue{"member number", Asked::ask_member_id},
    Cue{"on your card", Asked::ask_member_id},
    Cue{"rest of the number", Asked::ask_member_id},
    Cue{"date of birth", Asked::ask_dob},
    Cue{"birth date", Asked::ask_dob},
    Cue{"were you born", Asked::ask_dob},
    Cue{"zip code", Asked::ask_zip},
    Cue{"zip", Asked::ask_zip},
    Cue{"which claim", Asked::ask_claim},
    Cue{"claim number", Asked::ask_claim},
    Cue{"which one", Asked::ask_claim},
    Cue{"which service", Asked::ask_service},
    Cue{"what service", Asked::ask_service},
    Cue{"what kind of", Asked::ask_service},
    Cue{"phone number", Asked::ask_phone},
    Cue{"number can we reach", Asked::ask_phone},
    Cue{"anything else", Asked::anything_else},
    Cue{"something else", Asked::anything_else},
    Cue{"is that right", Asked::confirm},
    Cue{"is that correct", Asked::confirm},
    Cue{"shall i", Asked::confirm},
    Cue{"should i", Asked::confirm},
    Cue{"do you want me to", Asked::confirm},
    Cue{"would you like", Asked::confirm},
    Cue{"how can i help", Asked::open},
    Cue{"how may i help", Asked::open},
    Cue{"what can i do for you", Asked::open},
};

}  // namespace

std::optional<Asked> what_was_asked(std::string_view words) {
  const auto text = lower(words);
  std::optional<Asked> asked;
  std::size_t latest = 0;
  for (const auto& cue : kCues) {
    const auto at = text.rfind(cue.words);
    if (at == std::string::npos || (asked && at < latest)) continue;
    asked = cue.asked;
    latest = at;
  }
  return asked;
}

}  // namespace attendant::lab
