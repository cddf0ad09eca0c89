#include "brain/model/trace_context.hpp"

#include <fmt/format.h>

namespace attendant::brain {
namespace {

// FNV-1a with two bases: a name, not a secret.
std::uint64_t digest(std::string_view text, std::uint64_t base) {
  for (const char c : text) {
    base ^= static_cast<unsigned char>(c);
    base *= 1099511628211U;
  }
  return base;
}

}  // namespace

std::string traceparent(std::string_view call, std::uint64_t span) {
  return fmt::format("00-{:016x}{:016x}-{:016x}-01", digest(call, 14695981039346656037U),
                     digest(call, 0x9e3779b97f4a7c15U), span);
}

}  // namespace attendant::brain
