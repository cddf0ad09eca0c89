// What the tests of a line over a WebSocket share: the line under a fake clock, with a far end that plays
// what comes. One thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "media/socket_line.hpp"

namespace attendant::media {

// No sample is zero, and no two of a second are neighbours twice.
inline audio::Samples ramp(std::size_t count, std::size_t from = 0) {
  audio::Samples out(count);
  for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<std::int16_t>(1000 + (from + i) % 8000);
  return out;
}

// Plays at once what comes first, and the rest without a gap.
class FarEnd final : public SoundSocket {
 public:
  FarEnd(const Clock& clock, audio::SampleRate rate) : clock_(clock), rate_(rate) {}
  void send_sound(audio::SamplesView samples) override {
    if (ends_ < clock_.now()) {
      if (!sound.empty()) ran_dry += clock_.now() - ends_;
      ends_ = clock_.now();
    }
    ends_ += rate_.duration_of(static_cast<std::int64_t>(samples.size()));
    sound.insert(sound.end(), samples.begin(), samples.end());
    furthest_ahead = std::max(furthest_ahead, ends_ - clock_.now());
  }
  void flush() override {
    ++flushes;
    sound.resize(static_cast<std::size_t>(heard()));
    ends_ = std::min(ends_, clock_.now());
  }
  std::int64_t heard() const {
    const Duration waiting = std::max<Duration>(ends_ - clock_.now(), Duration(0));
    return static_cast<std::int64_t>(sound.size()) - waiting * rate_.hertz() / std::chrono::seconds(1);
  }

  audio::Samples sound;  // sent and not dropped
  int flushes = 0;
  Duration furthest_ahead{};
  Duration ran_dry{};

 private:
  const Clock& clock_;
  audio::SampleRate rate_;
  Instant ends_{};
};

class SocketLineFixture : public testing::Test {
 protected:
  explicit SocketLineFixture(int hertz = 8000) : rate(hertz) {
    clock.advance(std::chrono::hours(1));
    open({.rate = rate, .buffer = {}});
  }

  void open(const SocketLineOptions& options) {
    line = std::move(*SocketLine::create(options, far, recorder));
  }
  void pass(std::chrono::milliseconds time, std::chrono::milliseconds tick = std::chrono::milliseconds(10)) {
    for (std::chrono::milliseconds t{0}; t < time; t += tick) {
      line->tick(clock.now());
      recorder.run_once();
      clock.advance(tick);
    }
  }
  std::vector<LineEvent> events() {
    std::vector<LineEvent> all;
    while (const auto event = line->next_event()) all.push_back(*event);
    return all;
  }
  template <class Event>
  std::vector<Event> events_of() {
    std::vector<Event> some;
    for (const LineEvent& event : events()) {
      if (const auto* one = std::get_if<Event>(&event)) some.push_back(*one);
    }
    return some;
  }
  std::vector<CallerFrame> frames() {
    std::vector<CallerFrame> all;
    CallerFrame frame;
    while (line->next_frame(frame)) all.push_back(frame);
    return all;
  }

  FakeClock clock;
  audio::SampleRate rate;
  Recorder recorder;
  FarEnd far{clock, rate};
  std::unique_ptr<SocketLine> line;
};

}  // namespace attendant::media
