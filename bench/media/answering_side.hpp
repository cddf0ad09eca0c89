// The server's half of the load test: one line per call with jitter buffer, resampling to 16 kHz, an energy
// gate, an instant fake voice that answers each turn, and a stereo recording on disk. All its threads stay on
// one core. The complete server takes its place by answering on the same number of endpoints.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "audio/resampler.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "media/media_plane.hpp"

namespace attendant::bench {

struct AnsweringOptions {
  int calls = 300;
  int core = 0;
  bool realtime = true;
  std::string recordings;  // a directory
};

struct AnsweringFigures {
  bool realtime = false;
  media::Lateness lateness;
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
  std::uint64_t lost = 0;
  std::uint64_t frames_dropped = 0;
  std::uint64_t recording_dropped = 0;
  std::uint64_t turns = 0;
};

class AnsweringSide {
 public:
  static Result<std::unique_ptr<AnsweringSide>> start(const AnsweringOptions& options, const Clock& clock);
  std::vector<media::Endpoint> endpoints() const;
  void connect(const std::vector<media::Endpoint>& callers);
  // The shard's work, to be called every 10 ms on the server's core.
  void tick();
  AnsweringFigures figures() const;

 private:
  struct Call {
    std::unique_ptr<media::Line> line;
    audio::Resampler to_speech_rate;
    int quiet_frames = 0;
    bool talking = false;
    std::uint32_t utterances = 0;
  };

  AnsweringSide() = default;
  void hear(Call& call, const media::CallerFrame& frame);

  std::unique_ptr<media::MediaPlane> plane_;
  std::vector<Call> calls_;
  audio::Samples speech_rate_;  // scratch: one frame at 16 kHz
  audio::Samples answer_;
  std::uint64_t turns_ = 0;
};

}  // namespace attendant::bench
