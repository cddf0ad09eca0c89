// Any order of messages and pulls: no crash, bounded delay and backlog, every pull gives one counted frame.
// The input is a script of 4-byte steps: kind, length (2) and the time that passes.
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "audio/stream_buffer.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

namespace audio = attendant::audio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kStep = 4;
  constexpr std::size_t kLongest = 2048;
  // A quiet half and a loud one.
  static const auto kSound = [] {
    std::array<std::int16_t, 2 * kLongest> sound{};
    for (std::size_t i = kLongest; i < sound.size(); ++i) sound[i] = static_cast<std::int16_t>(i * 97 % 9000);
    return sound;
  }();
  audio::StreamBuffer buffer;
  attendant::Instant now{};
  audio::Frame frame;
  std::uint64_t pulls = 0;
  std::uint64_t pushed = 0;
  for (std::size_t at = 0; at + kStep <= size; at += kStep) {
    const std::uint8_t* step = data + at;
    now += std::chrono::milliseconds(step[3]);
    if (step[0] == 0) {
      buffer.reset();
    } else if (step[0] % 2 == 1) {
      buffer.pull(now, frame);
      ++pulls;
    } else {
      const std::size_t length = attendant::load_be16(step + 1) % kLongest;
      buffer.push(audio::SamplesView(kSound).subspan(step[0] % 4 == 0 ? 0 : kLongest, length), now);
      pushed += length;
    }
    CHECK(buffer.target_delay() <= std::chrono::milliseconds(300));
  }
  const audio::StreamBufferStats& stats = buffer.stats();
  CHECK(stats.played + stats.concealed + stats.silent + stats.stretched == pulls);
  CHECK(stats.dropped <= pushed);
  return 0;
}
