#include "tools/outside_spec.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <openssl/sha.h>

#include "base/bytes.hpp"

namespace attendant::tools {

Result<ToolSpec> outside_spec(const ToolEntry& entry, const std::string& described,
                              std::vector<Argument> arguments, Access automatic) {
  ToolSpec spec;
  spec.name = entry.name;
  spec.description = entry.description.empty() ? described : entry.description;
  for (const auto& [name, text] : entry.fill) {
    if (std::erase_if(arguments, [&](const Argument& one) { return one.name == name; }) == 0)
      return fail(ErrorCode::invalid,
                  fmt::format("{}: fill: {} is no argument of {}", entry.name, name, entry.operation));
  }
  spec.arguments = std::move(arguments);
  spec.level = entry.level;
  spec.access = entry.access == AccessRule::automatic ? automatic
                : entry.access == AccessRule::read    ? Access::read
                                                      : Access::write;
  spec.scope = entry.scope;
  spec.confirmation = spec.access == Access::write && entry.confirm;
  spec.read_back = entry.read_back;
  spec.timeout = entry.timeout;
  spec.filler = entry.filler;
  spec.on_interrupt = spec.access == Access::write ? OnInterrupt::finish : OnInterrupt::cancel;
  if (spec.confirmation && spec.read_back.empty())
    return fail(
        ErrorCode::invalid,
        fmt::format("{}: it writes, and is confirmed first: read_back must hold the question", entry.name));
  return spec;
}

std::string opaque_key(std::string_view idempotency_key) {
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
  const auto bytes = as_bytes(idempotency_key);
  SHA256(bytes.data(), bytes.size(), digest.data());
  return to_hex(BytesView(digest).first(16));
}

bool is_this_machine(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

}  // namespace attendant::tools
