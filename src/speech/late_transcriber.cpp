#include "speech/late_transcriber.hpp"

#include <utility>

namespace attendant::speech {

LateTranscriber::LateTranscriber(std::function<Result<std::unique_ptr<Transcriber>>()> load,
                                 std::function<void(const Status&)> loaded)
    : loading_([this, load = std::move(load), loaded = std::move(loaded)] {
        auto transcriber = load();
        if (!transcriber) return loaded(fail(transcriber.error()));
        transcriber_ = *std::move(transcriber);
        ready_ = true;
        loaded({});
      }) {}

Result<Transcript> LateTranscriber::transcribe(audio::SamplesView samples, audio::SampleRate sample_rate,
                                               const ReadingRequest& request, std::stop_token stop) {
  if (!ready_) return fail(ErrorCode::unavailable, "the recogniser is still being loaded");
  return transcriber_->transcribe(samples, sample_rate, request, std::move(stop));
}

}  // namespace attendant::speech
