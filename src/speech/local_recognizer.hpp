// The recogniser of this machine: one hearing thread asks the VoiceDetector about all calls at once every 20
// ms and runs each call's listening loop; the decodes run on a pool, what will be acted upon before what is
// only shown.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

#include "runtime/pool.hpp"
#include "speech/listener.hpp"
#include "speech/recognizer.hpp"
#include "speech/transcriber.hpp"
#include "speech/voice_detector.hpp"

namespace attendant::speech {

class LocalRecognizer final : public Recognizer {
 public:
  struct Options {
    ListenPolicy policy;  // of every stream; the rate is the stream's own
    std::size_t streams = 512;
    std::chrono::milliseconds tick{20};
    TurnJudge* judge = nullptr;  // asked on the decoders' pool; outlives the instance; null: nobody advises
    // The recogniser that is asked again in doubt, on a pool of its own, and not while it is behind; both
    // outlive the instance; null: nobody.
    Transcriber* second = nullptr;
    runtime::Pool* second_decoders = nullptr;
    DoubtPolicy doubt;
    // A detector or decoder that fails; called on the hearing thread. The call goes on as if nothing had been
    // said.
    std::function<void(const Error&)> on_error = [](const Error&) {};
  };

  // The three parts outlive the instance; no stream does.
  LocalRecognizer(Options options, VoiceDetector& detector, Transcriber& transcriber,
                  runtime::Pool& decoders);
  ~LocalRecognizer() override;

  Result<std::unique_ptr<RecognizerStream>> open(audio::SampleRate sample_rate, HearingSink sink) override;

 private:
  class Hearing;
  std::unique_ptr<Hearing> hearing_;
};

}  // namespace attendant::speech
