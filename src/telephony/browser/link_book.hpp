// Who may talk: counts the uses of each link, so that one link is so many calls and no more. The count is
// kept in memory, therefore links that were made before this book was opened (the server was started) open
// nothing. Used on the gateway's shard.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "security/signed_link.hpp"

namespace attendant::telephony::browser {

class LinkBook {
 public:
  // A link is good for `lifetime` from its making.
  LinkBook(security::LinkSigner signer, std::chrono::milliseconds lifetime, int calls_per_link,
           WallTime opened)
      : signer_(std::move(signer)), lifetime_(lifetime), calls_per_link_(calls_per_link), opened_(opened) {}

  // What follows the page's URL: a fragment, so that no log and no Referer ever holds the token.
  std::string new_link(WallTime now) const {
    return "#link=" + signer_.token(signer_.new_terms(now + lifetime_));
  }

  // Counts a call on the link. ErrorCode::refused: not ours, expired, too old or used up.
  Status redeem(std::string_view token, WallTime now);

 private:
  struct Use {
    WallTime expires;
    int calls = 0;
  };

  security::LinkSigner signer_;
  std::chrono::milliseconds lifetime_;
  int calls_per_link_;
  WallTime opened_;
  std::map<std::string, Use> used_;  // until they expire
};

}  // namespace attendant::telephony::browser
