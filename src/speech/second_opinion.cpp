#include "speech/second_opinion.hpp"

#include <algorithm>
#include <cctype>
#include <ranges>
#include <tuple>
#include <utility>

namespace attendant::speech {

bool in_doubt(const Transcript& first, const JudgeReading& expected, const DoubtPolicy& policy) {
  if (first.looped) return true;
  if (!expected) return first.confidence < policy.doubt;
  return expected(first.text) != Fit::proven && first.confidence < policy.doubt_of_answers;
}

bool same_words(std::string_view a, std::string_view b) {
  const auto matters = [](unsigned char c) { return std::isalnum(c) != 0 || c >= 0x80; };
  const auto capitals = [](unsigned char c) { return std::tolower(c); };
  return std::ranges::equal(a | std::views::filter(matters), b | std::views::filter(matters), {}, capitals,
                            capitals);
}

Transcript better_of(Transcript first, Transcript second, const JudgeReading& expected) {
  const auto rank = [&](const Transcript& reading) {
    return std::tuple(expected ? expected(reading.text) : Fit::none, !reading.looped, !reading.text.empty());
  };
  if (rank(first) > rank(second)) return first;
  second.ending = first.ending;
  return second;
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
