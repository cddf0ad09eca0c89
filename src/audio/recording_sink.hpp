// The recording of one call: two channels, caller and agent, that stay aligned to the sample. Media hands
// over blocks; the sink streams them on. Used by one storage thread; destroyed without finish() it keeps what
// was written.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "audio/byte_sink.hpp"
#include "audio/frame.hpp"
#include "audio/wav_writer.hpp"
#include "base/result.hpp"

namespace attendant::audio {

// A stretch that was left out (digits being keyed): silence on both channels, [from, to) in samples.
struct RecordingPause {
  std::int64_t from = 0;
  std::int64_t to = 0;
  bool operator==(const RecordingPause&) const = default;
};

struct RecordingSummary {
  std::int64_t samples = 0;  // of each channel, at kTelephoneRate, pauses included
  std::vector<RecordingPause> pauses;
};

class RecordingSink {
 public:
  virtual ~RecordingSink() = default;
  // The next samples of both channels, equally many of each, at kTelephoneRate.
  virtual Status write(SamplesView caller, SamplesView agent) = 0;
  // What is written between the two is kept as silence, whatever it holds.
  virtual void pause() = 0;
  virtual void resume() = 0;
  virtual Result<RecordingSummary> finish() = 0;
};

// A stereo 16-bit WAV: caller left, agent right.
class WavRecordingSink final : public RecordingSink {
 public:
  explicit WavRecordingSink(std::unique_ptr<ByteSink> bytes);
  Status write(SamplesView caller, SamplesView agent) override;
  void pause() override;
  void resume() override;
  Result<RecordingSummary> finish() override;

 private:
  WavWriter writer_;
  RecordingSummary summary_;
  bool paused_ = false;
};

}  // namespace attendant::audio
