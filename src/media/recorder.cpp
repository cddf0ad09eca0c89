#include "media/recorder.hpp"

#include <chrono>
#include <utility>

namespace attendant::media {

// ---- one recording
// -----------------------------------------------------------------------------------------------

bool Recorder::Recording::drain() {
  // Read first: what was pushed before the end is then seen by the loop.
  const bool ended = tap_->ended.load(std::memory_order_acquire);
  RecordedTick tick;
  while (tap_->ticks.pop(tick)) append(tick);
  flush();
  if (ended) finish();
  return !ended;
}

void Recorder::Recording::append(const RecordedTick& tick) {
  // Ticks that found the tap full are kept as silence, so that both channels stay true to the clock.
  for (; next_ != tick.number; ++next_) {
    caller_.insert(caller_.end(), audio::kFrameSamples, 0);
    agent_.insert(agent_.end(), audio::kFrameSamples, 0);
  }
  ++next_;
  if (tick.paused != paused_) {
    flush();
    paused_ = tick.paused;
    if (sink_) paused_ ? sink_->pause() : sink_->resume();
  }
  caller_.insert(caller_.end(), tick.caller.begin(), tick.caller.end());
  agent_.insert(agent_.end(), tick.agent.begin(), tick.agent.end());
}

void Recorder::Recording::flush() {
  if (sink_ && !caller_.empty()) {
    if (Status written = sink_->write(caller_, agent_); !written) give_up(std::move(written).error());
  }
  caller_.clear();
  agent_.clear();
}

void Recorder::Recording::finish() {
  if (!sink_) return;
  auto summary = sink_->finish();
  sink_.reset();
  finished_(std::move(summary));
}

void Recorder::Recording::give_up(Error error) {
  sink_.reset();
  finished_(fail(std::move(error)));
}

// ---- all of them
// -------------------------------------------------------------------------------------------------

void Recorder::add(std::shared_ptr<RecordingTap> tap, std::unique_ptr<audio::RecordingSink> sink,
                   Finished finished) {
  const std::scoped_lock lock(mutex_);
  added_.push_back(std::make_unique<Recording>(std::move(tap), std::move(sink), std::move(finished)));
}

void Recorder::run_once() {
  {
    const std::scoped_lock lock(mutex_);
    for (auto& recording : added_) recordings_.push_back(std::move(recording));
    added_.clear();
  }
  std::erase_if(recordings_, [](const auto& recording) { return !recording->drain(); });
}

void Recorder::start() {
  thread_ = std::thread([this] {
    constexpr std::chrono::milliseconds kBlock{250};
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      wake_.wait_for(lock, kBlock);
      lock.unlock();
      run_once();
      lock.lock();
    }
  });
}

Recorder::~Recorder() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
  run_once();
  for (const auto& recording : recordings_) recording->finish();
}

}  // namespace attendant::media
