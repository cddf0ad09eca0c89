#include "speech/late_transcriber.hpp"

#include <utility>

#include "runtime/thread_priority.hpp"

namespace attendant::speech {
namespace {

constexpr int kNice = 19;  // what calls need is loaded at the same time

}  // namespace

LateTranscriber::LateTranscriber(std::function<Result<std::unique_ptr<Transcriber>>()> load,
                                 std::function<void(const Status&)> loaded)
    : loading_([this, load = std::move(load), loaded = std::move(loaded)] {
        runtime::let_this_thread_give_way(kNice);
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
