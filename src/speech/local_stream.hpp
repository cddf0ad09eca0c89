// One call of a LocalRecognizer: the half that the call's threads use (RecognizerStream) and the half of the
// hearing thread meet here. Internal to LocalRecognizer.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>

#include "speech/ear.hpp"
#include "speech/frame_ring.hpp"
#include "speech/recognizer.hpp"

namespace attendant::speech {

struct LocalStream {
  LocalStream(Ear e, std::shared_ptr<FramePool> p, HearingSink s)
      : pool(std::move(p)), frames(*pool, e.sample_rate()), sink(std::move(s)), ear(std::move(e)) {}

  const std::shared_ptr<FramePool> pool;  // a stream may outlive its recogniser
  // From the call's threads.
  FrameRing frames;
  std::atomic<std::uint32_t> turns_taken{0};
  std::atomic<bool> finished{false};
  std::atomic<bool> closed{false};

  std::mutex expecting;
  Expectation expectation;

  std::mutex delivery;
  HearingSink sink;  // null once closed

  // Of the hearing thread alone.
  Ear ear;
  std::map<std::uint32_t, std::stop_source> decodes;  // by the listener's id
  std::uint32_t turns_seen = 0;
  bool finish_seen = false;
  // Readings that are read again, by the listener's id.
  struct Doubt {
    Transcript first;
    JudgeReading expected;
    std::optional<Instant>
        until;  // by the time of the audio: so long it is not told; none: it was told already
  };
  std::map<std::uint32_t, Doubt> doubts;

  int digits_expected() {
    const std::lock_guard hold(expecting);
    return expectation.digits;
  }
  JudgeReading judge() {
    const std::lock_guard hold(expecting);
    return expectation.judge;
  }
  void deliver(const HearingEvent& event) {
    const std::lock_guard hold(delivery);
    if (sink) sink(event);
  }
};

class LocalStreamHandle final : public RecognizerStream {
 public:
  explicit LocalStreamHandle(std::shared_ptr<LocalStream> stream) : stream_(std::move(stream)) {}
  ~LocalStreamHandle() override {
    stream_->closed = true;
    const std::lock_guard hold(stream_->delivery);
    stream_->sink = nullptr;
  }
  LocalStreamHandle(const LocalStreamHandle&) = delete;
  LocalStreamHandle& operator=(const LocalStreamHandle&) = delete;

  using RecognizerStream::push;
  void push(audio::SamplesView frame, Instant captured, const audio::Sketch& sent) override {
    stream_->frames.push(frame, captured, sent);
  }
  void expect(Expectation expectation) override {
    const std::lock_guard hold(stream_->expecting);
    stream_->expectation = std::move(expectation);
  }
  void take_turn() override { ++stream_->turns_taken; }
  void finish() override { stream_->finished = true; }

 private:
  std::shared_ptr<LocalStream> stream_;
};

}  // namespace attendant::speech
