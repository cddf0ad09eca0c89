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
  // Who we are when it asks; "": nobody, and its question stands as a refusal.
  std::string username{};
  std::string password{};
};

struct TrunkLogin {
  std::string username;
  std::string password;
};

class Trunks {
 public:
  // invalid: an address that is none, or a trunk without a name or without addresses.
  static Result<Trunks> make(const std::vector<TrunkOptions>& options);

  // The name of the trunk that the address belongs to, nullptr for a stranger.
  const std::string* find(const IpBytes& ip) const;
  const std::string* find(const std::string& ip) const;
  // What to answer with when the trunk of this address asks who we are; nullptr: nothing.
  const TrunkLogin* login(const std::string& ip) const;

 private:
  struct Trunk {
    std::string name;
    TrunkLogin login;
    std::vector<AddressBlock> blocks;
  };
  const Trunk* trunk_of(const IpBytes& ip) const;

  std::vector<Trunk> trunks_;
};

}  // namespace attendant::telephony
