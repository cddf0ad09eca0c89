// The client side of digest authentication (RFC 7616; RFC 3261 section 22): answers the challenges of the far
// end and its proxies, and sends the answer along unasked from then on. MD5 because trunks still ask for it
// alone (RFC 8760). Passwords are not kept: only their hash with the realm is. Pure; one per leg.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sip/challenge.hpp"
#include "sip/message.hpp"

namespace attendant::sip {

struct Credentials {
  std::string username;  // without quotes, backslashes and colons
  std::string password;
};

// In lower-case hexadecimal.
std::string digest_of(DigestAlgorithm algorithm, std::string_view text);

// Section 3.4.1. `secret`: H(user:realm:password); `uses`: how often the nonce was used, this one included.
std::string digest_response(const Challenge& asked, std::string_view secret, std::string_view method,
                            std::string_view uri, std::uint32_t uses, std::string_view client_nonce);

class DigestClient {
 public:
  // Takes in the challenges of a 401 or 407 to `request`. True: authorize() can now make it again. False:
  // none can be answered, or the answer that it carried was refused and another one would be too.
  // `times_challenged`: how often this request was challenged before.
  bool accept(const Message& request, const Message& response, const Credentials& credentials,
              int times_challenged, const std::function<std::uint64_t()>& random);

  // Replaces the request's credentials by fresh ones for every realm that asked.
  void authorize(Message& request);

 private:
  struct Realm {
    Challenge challenge;
    std::string username;
    std::string secret;  // H(user:realm:password)
    std::string client_nonce;
    std::uint32_t uses = 0;
  };
  static std::string answer(Realm& realm, const Message& request);

  std::vector<Realm> realms_;
};

}  // namespace attendant::sip
