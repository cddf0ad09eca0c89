#include "media/sound_watch.hpp"

namespace attendant::media {

void SoundWatch::begin(Instant now) {
  last_ = now;
  missing_ = false;
  timed_out_ = false;
}

std::optional<LineEvent> SoundWatch::check(Instant now) {
  const Duration quiet = now - last_;
  if (missing_ && quiet < missing_after_) {
    missing_ = false;
    timed_out_ = false;
    return SoundBack{last_};
  }
  if (!missing_ && quiet >= missing_after_) {
    missing_ = true;
    return SoundMissing{now};
  }
  if (!timed_out_ && timeout_.count() > 0 && quiet >= timeout_) {
    timed_out_ = true;
    return MediaTimedOut{now};
  }
  return std::nullopt;
}

}  // namespace attendant::media
