// Engines that cost nothing, so that the rest of the server is what is measured: every utterance has the same
// words, every clause sounds the same for a second, and every question has the same answer.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include "brain/brain.hpp"
#include "speech/transcriber.hpp"
#include "speech/voice.hpp"
#include "voice.hpp"

namespace attendant::bench {

class InstantTranscriber final : public speech::Transcriber {
 public:
  Result<speech::Transcript> transcribe(audio::SamplesView, audio::SampleRate, const speech::ReadingRequest&,
                                        std::stop_token) override {
    return speech::Transcript{.text = "What is my deductible?"};
  }
};

class InstantVoice final : public speech::Voice {
 public:
  Result<speech::RenderedClause> render(std::string_view clause, float, audio::SampleRate,
                                        std::stop_token) override {
    speech::RenderedClause rendered{.pcm = sound_, .words = {}};
    rendered.words.push_back(
        {.text_end = clause.size(), .sample_end = static_cast<std::uint32_t>(rendered.pcm.size())});
    return rendered;
  }

 private:
  const audio::Samples sound_ = voice(std::chrono::seconds(1));
};

// Two clauses, two seconds, for whatever was said.
class InstantBrain final : public brain::BrainSession {
 public:
  void take(conversation::BrainInput input, Tell tell) override {
    if (std::holds_alternative<conversation::Interrupted>(input)) return tell({}, false);
    tell({conversation::Say{.text = "The deductible is met. You owe nothing."}, conversation::Listen{}},
         false);
  }
};

}  // namespace attendant::bench
