#include "telephony/browser/link_book.hpp"

namespace attendant::telephony::browser {

Status LinkBook::redeem(std::string_view token, WallTime now) {
  TRY_ASSIGN(const auto terms, signer_.check(token, now));
  constexpr std::chrono::seconds kTokensCountSeconds{1};
  if (terms.expires - lifetime_ < opened_ - kTokensCountSeconds)
    return fail(ErrorCode::refused, "the server was started after this link was made: ask for another one");
  std::erase_if(used_, [now](const auto& entry) { return entry.second.expires <= now; });
  auto& use = used_[terms.id];
  use.expires = terms.expires;
  if (use.calls >= calls_per_link_)
    return fail(ErrorCode::refused, "this link was used already: ask for another one");
  ++use.calls;
  return {};
}

}  // namespace attendant::telephony::browser
