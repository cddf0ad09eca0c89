#include "speech/lead_in.hpp"

#include <algorithm>

namespace attendant::speech {
namespace {

constexpr std::uint32_t kKeptPerSecond = 100;  // the hundredth part of one: 10 ms

}  // namespace

void trim_lead_in(RenderedClause& clause, audio::SampleRate sample_rate) {
  const auto first = audio::first_voiced(clause.pcm, kSoftestVoice);
  const auto kept = static_cast<std::size_t>(sample_rate.hertz()) / kKeptPerSecond;
  if (!first || *first <= kept) return;
  const std::size_t cut = *first - kept;
  clause.pcm.erase(clause.pcm.begin(), clause.pcm.begin() + static_cast<std::ptrdiff_t>(cut));
  for (WordMark& word : clause.words)
    word.sample_end -= std::min(word.sample_end, static_cast<std::uint32_t>(cut));
}

}  // namespace attendant::speech
