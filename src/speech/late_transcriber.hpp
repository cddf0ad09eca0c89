// A recogniser that can be done without until it is loaded: calls are taken meanwhile. Any thread.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "speech/transcriber.hpp"

namespace attendant::speech {

class LateTranscriber final : public Transcriber {
 public:
  // `load` runs at once on a thread of its own; the destructor waits for it. `loaded` gets its outcome there.
  LateTranscriber(std::function<Result<std::unique_ptr<Transcriber>>()> load,
                  std::function<void(const Status&)> loaded);

  // ErrorCode::unavailable until it is ready().
  Result<Transcript> transcribe(audio::SamplesView samples, audio::SampleRate sample_rate,
                                const ReadingRequest& request, std::stop_token stop) override;
  bool ready() const override { return ready_; }

 private:
  std::unique_ptr<Transcriber> transcriber_;  // written before ready_ is true, and never again
  std::atomic<bool> ready_{false};
  std::jthread loading_;
};

}  // namespace attendant::speech
