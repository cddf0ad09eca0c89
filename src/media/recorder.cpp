#include "media/recorder.hpp"

#include <chrono>
#include <span>
#include <utility>

#include "audio/g711.hpp"

namespace attendant::media {

// ---- one recording
// -----------------------------------------------------------------------------------------------

bool Recorder::Recording::drain(Block& block) {
  // Read first: what was pushed before the end is then seen by the loop.
  const bool ended = tap_->ended.load(std::memory_order_acquire);
  RecordedTick tick;
  while (tap_->ticks.pop(tick)) append(tick, block);
  flush(block);
  if (ended) finish();
  return !ended;
}

void Recorder::Recording::append(const RecordedTick& tick, Block& block) {
  // Ticks that found the tap full are kept as silence, so that both channels stay true to the clock.
  const std::size_t missed = tick.number - next_;
  block.caller.resize(block.caller.size() + missed * audio::kFrameSamples, 0);
  block.agent.resize(block.caller.size(), 0);
  next_ = tick.number + 1;
  if (tick.paused != paused_) {
    flush(block);
    paused_ = tick.paused;
    if (sink_) paused_ ? sink_->pause() : sink_->resume();
  }
  for (auto [codes, samples] :
       {std::pair(&tick.caller, &block.caller), std::pair(&tick.agent, &block.agent)}) {
    samples->resize(samples->size() + codes->size());
    audio::decode(tick.law, *codes, std::span(*samples).last(codes->size()));
  }
}

void Recorder::Recording::flush(Block& block) {
  if (sink_ && !block.caller.empty()) {
    if (Status written = sink_->write(block.caller, block.agent); !written)
      give_up(std::move(written).error());
  }
  block.caller.clear();
  block.agent.clear();
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
  std::erase_if(recordings_, [this](const auto& recording) { return !recording->drain(block_); });
}

void Recorder::start() {
  thread_ = std::thread([this] {
    constexpr std::chrono::milliseconds kBlock{100};
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
