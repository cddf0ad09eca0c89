#include "audio/sample_ring.hpp"

#include <algorithm>

namespace attendant::audio {

void SampleRing::advance_to(std::int64_t timestamp) {
  if (timestamp - begin_ >= kCapacity) {
    restart_at(timestamp);
    return;
  }
  for (; begin_ < timestamp; ++begin_) known_.reset(index(begin_));
}

void SampleRing::restart_at(std::int64_t timestamp) {
  known_.reset();
  begin_ = timestamp;
}

std::size_t SampleRing::write(std::int64_t timestamp, SamplesView samples) {
  std::size_t fresh = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const std::int64_t at = timestamp + static_cast<std::int64_t>(i);
    if (at < begin_ || at >= begin_ + kCapacity || known_[index(at)]) continue;
    samples_[index(at)] = samples[i];
    known_.set(index(at));
    ++fresh;
  }
  return fresh;
}

std::optional<std::int64_t> SampleRing::first_known() const {
  if (known_.none()) return std::nullopt;
  const std::size_t from = index(begin_);
  // Bits from the window's beginning to the ring's end come first, then those that wrapped around.
  std::size_t found = known_[from] ? from : known_._Find_next(from);
  if (found >= kCapacity) found = known_._Find_first();
  const std::size_t distance = (found + kCapacity - from) % kCapacity;
  return begin_ + static_cast<std::int64_t>(distance);
}

}  // namespace attendant::audio
