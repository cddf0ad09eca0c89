#include "app/talk_link.hpp"

#include <fmt/format.h>

namespace attendant::app {

security::LinkSigner talk_link_signer(const security::KeyRing& keys) {
  return {keys.derive("talk"), "talk links"};
}

std::string talk_page_url(const config::Talk& settings, std::uint16_t port) {
  const auto& url = settings.public_url;
  return (url.empty() ? fmt::format("https://localhost:{}", port) : url) + "/talk";
}

}  // namespace attendant::app
