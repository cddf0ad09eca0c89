#include "telephony/trunks.hpp"

#include <utility>

#include <fmt/format.h>

namespace attendant::telephony {

Result<Trunks> Trunks::make(const std::vector<TrunkOptions>& options) {
  Trunks trunks;
  for (const TrunkOptions& option : options) {
    if (option.name.empty()) return fail(ErrorCode::invalid, "a trunk has no name");
    if (option.addresses.empty()) {
      return fail(ErrorCode::invalid,
                  fmt::format("trunk '{}' has no addresses: nobody could use it", option.name));
    }
    Trunk trunk{option.name, {option.username, option.password}, {}};
    for (const std::string& address : option.addresses) {
      auto block = AddressBlock::parse(address);
      if (!block) return fail(block.error().in(fmt::format("trunk '{}'", option.name)));
      trunk.blocks.push_back(*block);
    }
    trunks.trunks_.push_back(std::move(trunk));
  }
  return trunks;
}

const Trunks::Trunk* Trunks::trunk_of(const IpBytes& ip) const {
  for (const Trunk& trunk : trunks_) {
    for (const AddressBlock& block : trunk.blocks) {
      if (block.contains(ip)) return &trunk;
    }
  }
  return nullptr;
}

const std::string* Trunks::find(const IpBytes& ip) const {
  const Trunk* trunk = trunk_of(ip);
  return trunk != nullptr ? &trunk->name : nullptr;
}

const TrunkLogin* Trunks::login(const std::string& ip) const {
  const auto bytes = parse_ip(ip);
  const Trunk* trunk = bytes ? trunk_of(*bytes) : nullptr;
  return trunk != nullptr && !trunk->login.username.empty() ? &trunk->login : nullptr;
}

const std::string* Trunks::find(const std::string& ip) const {
  const auto bytes = parse_ip(ip);
  return bytes ? find(*bytes) : nullptr;
}

}  // namespace attendant::telephony
