#include "media/tap_writer.hpp"

namespace attendant::media {

void TapWriter::begin(RecordingTap& tap) {
  end();
  tap_ = &tap;
  tick_.number = 0;
  tick_.paused = false;
}

void TapWriter::write(audio::Law law, const audio::Frame& caller, const audio::Frame& agent) {
  if (tap_ == nullptr) return;
  tick_.law = law;
  audio::encode(law, caller, tick_.caller);
  audio::encode(law, agent, tick_.agent);
  if (!tap_->ticks.push(tick_)) ++dropped_;
  ++tick_.number;
}

void TapWriter::end() {
  if (tap_ != nullptr) tap_->ended.store(true, std::memory_order_release);
  tap_ = nullptr;
}

}  // namespace attendant::media
