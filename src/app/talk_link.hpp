// What the server and `attendant talk-link` share: who has the store's key may let somebody talk.
#pragma once

#include <cstdint>
#include <string>

#include "config/settings.hpp"
#include "security/key_ring.hpp"
#include "security/signed_link.hpp"

namespace attendant::app {

security::LinkSigner talk_link_signer(const security::KeyRing& keys);

// "https://localhost:8443/talk", without the link's fragment.
std::string talk_page_url(const config::Talk& settings, std::uint16_t port);

}  // namespace attendant::app
