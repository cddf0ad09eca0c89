#include "speech/second_opinion.hpp"

#include <utility>

namespace attendant::speech {

Result<Transcript> SecondOpinion::transcribe(audio::SamplesView samples, audio::SampleRate sample_rate,
                                             Care care, std::stop_token stop) {
  auto first = first_.transcribe(samples, sample_rate, care, stop);
  const bool sure = first && first->confidence >= doubt_;
  if (care == Care::draft || sure || stop.stop_requested()) return first;
  auto second = second_.transcribe(samples, sample_rate, care, std::move(stop));
  // An opinion that ran in circles, or failed, is worse than a doubtful one.
  if (!second || (second->looped && first && !first->looped)) return first;
  return second;
}

}  // namespace attendant::speech
