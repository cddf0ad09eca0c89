#include "audio/recording_sink.hpp"

#include <utility>

namespace attendant::audio {

WavRecordingSink::WavRecordingSink(std::unique_ptr<ByteSink> bytes)
    : writer_(std::move(bytes), kTelephoneRate, 2) {}

Status WavRecordingSink::write(SamplesView caller, SamplesView agent) {
  CHECK(caller.size() == agent.size());
  Samples interleaved(caller.size() * 2, 0);
  if (!paused_) {
    for (std::size_t i = 0; i < caller.size(); ++i) {
      interleaved[2 * i] = caller[i];
      interleaved[2 * i + 1] = agent[i];
    }
  }
  TRY(writer_.write(interleaved));
  summary_.samples += static_cast<std::int64_t>(caller.size());
  return {};
}

void WavRecordingSink::pause() {
  if (!paused_) summary_.pauses.push_back({summary_.samples, summary_.samples});
  paused_ = true;
}

void WavRecordingSink::resume() {
  if (paused_) summary_.pauses.back().to = summary_.samples;
  paused_ = false;
}

Result<RecordingSummary> WavRecordingSink::finish() {
  resume();
  TRY(writer_.finish());
  return summary_;
}

}  // namespace attendant::audio
