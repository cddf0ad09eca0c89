#include "speech/second_opinion.hpp"

#include <utility>

namespace attendant::speech {

bool in_doubt(const Transcript& first, const JudgeReading& expected, const DoubtPolicy& policy) {
  if (first.looped) return true;
  if (!expected) return first.confidence < policy.doubt;
  return expected(first.text) != Fit::proven && first.confidence < policy.doubt_of_answers;
}

Transcript better_of(Transcript first, Transcript second, const JudgeReading& expected) {
  if (second.looped != first.looped) return second.looped ? std::move(first) : std::move(second);
  if (second.text.empty() && !first.text.empty() && expected && expected(first.text) != Fit::none)
    return first;
  if (!expected) return second;
  return expected(first.text) > expected(second.text) ? std::move(first) : std::move(second);
}

Result<Transcript> SecondOpinion::transcribe(audio::SamplesView samples, audio::SampleRate sample_rate,
                                             Care care, std::stop_token stop) {
  auto first = first_.transcribe(samples, sample_rate, care, stop);
  const bool sure = first && !in_doubt(*first, nullptr, policy_);
  if (care == Care::draft || sure || stop.stop_requested()) return first;
  auto second = second_.transcribe(samples, sample_rate, care, std::move(stop));
  if (!first || !second) return second ? second : first;
  return better_of(*std::move(first), *std::move(second), nullptr);
}

}  // namespace attendant::speech
