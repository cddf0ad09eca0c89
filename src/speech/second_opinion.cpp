#include "speech/second_opinion.hpp"

#include <tuple>
#include <utility>

namespace attendant::speech {

bool in_doubt(const Transcript& first, const JudgeReading& expected, const DoubtPolicy& policy) {
  if (first.looped) return true;
  if (!expected) return first.confidence < policy.doubt;
  return expected(first.text) != Fit::proven && first.confidence < policy.doubt_of_answers;
}

Transcript better_of(Transcript first, Transcript second, const JudgeReading& expected) {
  const auto rank = [&](const Transcript& reading) {
    return std::tuple(expected ? expected(reading.text) : Fit::none, !reading.looped, !reading.text.empty());
  };
  return rank(first) > rank(second) ? std::move(first) : std::move(second);
}

Result<Transcript> SecondOpinion::transcribe(audio::SamplesView samples, audio::SampleRate sample_rate,
                                             const ReadingRequest& request, std::stop_token stop) {
  auto first = first_.transcribe(samples, sample_rate, request, stop);
  const bool sure = first && !in_doubt(*first, expected_, policy_);
  if (request.care == Care::draft || sure || stop.stop_requested()) return first;
  const auto second_request = first ? ReadingRequest{.care = request.care, .guess = first->tokens} : request;
  auto second = second_.transcribe(samples, sample_rate, second_request, std::move(stop));
  if (!first || !second) return second ? second : first;
  return better_of(*std::move(first), *std::move(second), expected_);
}

}  // namespace attendant::speech
