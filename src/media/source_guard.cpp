#include "media/source_guard.hpp"

namespace attendant::media {

void SourceGuard::expect(const Endpoint& from_sdp) {
  expected_ = from_sdp;
  latched_.reset();
}

bool SourceGuard::accept(const Endpoint& source) {
  if (source == expected_) latched_ = source;
  if (latched_) return source == *latched_;
  const bool plausible = source.ip == expected_.ip || is_private(expected_.ip);
  if (plausible) latched_ = source;
  return plausible;
}

}  // namespace attendant::media
