// Any order of packets and pulls: no crash, bounded delay, every pull gives one counted frame. The input is a
// script of 8-byte steps: kind, sequence, timestamp, length and the time that passes.
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "audio/jitter_buffer.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

namespace audio = attendant::audio;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kStep = 8;
  static constexpr std::array<std::int16_t, 1024> kSound{};
  audio::JitterBuffer buffer;
  attendant::Instant now{};
  audio::Frame frame;
  std::uint64_t pulls = 0;
  for (std::size_t at = 0; at + kStep <= size; at += kStep) {
    const std::uint8_t* step = data + at;
    now += std::chrono::milliseconds(step[7]);
    switch (step[0] % 8) {
      case 0:
        buffer.announce_silence();
        break;
      case 1:
        buffer.reset();
        break;
      case 2:
      case 3:
      case 4:
        buffer.pull(now, frame);
        ++pulls;
        break;
      default:
        buffer.insert(attendant::load_be16(step + 1), attendant::load_be32(step + 3) * 40U,
                      audio::SamplesView(kSound).first(std::size_t{step[0]} * 4), now);
    }
    CHECK(buffer.target_delay() <= std::chrono::milliseconds(300));
  }
  const audio::JitterStats& stats = buffer.stats();
  CHECK(stats.played + stats.concealed + stats.silent + stats.stretched == pulls);
  return 0;
}
