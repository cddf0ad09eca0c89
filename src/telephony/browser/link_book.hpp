// Who may talk: counts the uses of each link, so that one link is so many calls and no more. Used on the
// gateway's shard.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "security/signed_link.hpp"

namespace attendant::telephony::browser {

class LinkBook {
 public:
  LinkBook(security::LinkSigner signer, int calls_per_link)
      : signer_(std::move(signer)), calls_per_link_(calls_per_link) {}

  std::string new_token(WallTime expires) const { return signer_.token(signer_.new_terms(expires)); }

  // Counts a call on the link. ErrorCode::refused: not ours, expired or used up.
  Status redeem(std::string_view token, WallTime now);

 private:
  struct Use {
    WallTime expires;
    int calls = 0;
  };

  security::LinkSigner signer_;
  int calls_per_link_;
  std::map<std::string, Use> used_;  // until they expire
};

}  // namespace attendant::telephony::browser
