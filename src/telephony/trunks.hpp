// The trunks that may talk to us, by their addresses. Whoever is not in the table is a stranger and gets
// nothing.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "telephony/address_block.hpp"

namespace attendant::telephony {

struct TrunkOptions {
  std::string name;
  std::vector<std::string> addresses;  // "192.0.2.7", "10.0.0.0/8"
};

class Trunks {
 public:
  // invalid: an address that is none, or a trunk without a name or without addresses.
  static Result<Trunks> make(const std::vector<TrunkOptions>& options);

  // The name of the trunk that the address belongs to, nullptr for a stranger.
  const std::string* find(const IpBytes& ip) const;
  const std::string* find(const std::string& ip) const;

 private:
  struct Trunk {
    std::string name;
    std::vector<AddressBlock> blocks;
  };
  std::vector<Trunk> trunks_;
};

}  // namespace attendant::telephony
