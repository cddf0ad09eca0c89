// Which hosts a client may be sent to by what others wrote (tools, agent files): exact names, and no address
// inside our own network unless it is listed itself. Against server-side request forgery, also by a name that
// resolves to such an address. Immutable; any thread.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace attendant::net {

// Neither private, loopback, link-local (where clouds keep their metadata), multicast, nor kept for
// documentation or tests (RFC 6890). An IPv6 address that carries an IPv4 one is judged by it.
bool is_public_address(std::string_view address);

class AllowedHosts {
 public:
  // Host names and IP addresses, compared without case, each exactly: "example.com" is not its subdomains.
  explicit AllowedHosts(const std::vector<std::string>& hosts);

  // `refused` names the host and says where to list it.
  Status check_host(std::string_view host) const;

  // `address`: what `host` resolved to. An address that is not public must be listed, too; loopback is listed
  // by "localhost" where that is the host.
  Status check_address(std::string_view host, std::string_view address) const;

 private:
  std::set<std::string, std::less<>> hosts_;
};

}  // namespace attendant::net
