// Two recognisers: a quick one for everything, and a better, slower one that is asked again when words that
// will be acted upon are in doubt. Which of two readings holds is decided here. Pure but for the recognisers;
// any thread.
#pragma once

#include <chrono>
#include <functional>
#include <string_view>
#include <utility>

#include "speech/transcriber.hpp"

namespace attendant::speech {

// How a reading answers what was asked: not at all; in form; or so that it proves itself (a check digit).
enum class Fit { none, form, proven };
// Null: nothing particular is expected. Called on any thread.
using JudgeReading = std::function<Fit(std::string_view text)>;

struct DoubtPolicy {
  float doubt = 0.75F;            // confidence below which words are in doubt
  float doubt_of_answers = 0.8F;  // the same of an id or a date that was asked for
  // How long the second reading is waited for, in the caller's silence; a number that is not whole is waited
  // for longer anyway.
  std::chrono::milliseconds time{400};
  std::chrono::milliseconds time_for_answers{600};
};

bool in_doubt(const Transcript& first, const JudgeReading& expected, const DoubtPolicy& policy);

// But for signs and capitals.
bool same_words(std::string_view a, std::string_view b);

// What fits better; of two that fit alike the one that did not run in circles and that has words, else the
// second's, which is the better recogniser. What was expected behind the words is the first's in any case:
// who weighs it knows that one's scale.
Transcript better_of(Transcript first, Transcript second, const JudgeReading& expected);

// Both in a row, where nobody waits: recordings, and callers under a clock of their own.
class SecondOpinion final : public Transcriber {
 public:
  // Both outlive the instance.
  SecondOpinion(Transcriber& first, Transcriber& second, const DoubtPolicy& policy)
      : first_(first), second_(second), policy_(policy) {}

  // What is asked from now on; not while it transcribes.
  void expect(JudgeReading expected) { expected_ = std::move(expected); }

  Result<Transcript> transcribe(audio::SamplesView samples, audio::SampleRate sample_rate,
                                const ReadingRequest& request, std::stop_token stop) override;

 private:
  Transcriber& first_;
  Transcriber& second_;
  DoubtPolicy policy_;
  JudgeReading expected_;
};

}  // namespace attendant::speech
