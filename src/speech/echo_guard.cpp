#include "speech/echo_guard.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <utility>

namespace attendant::speech {
namespace {

// Likeness of two stretches of 128 ms. Voices that have nothing to do with each other reach 0.5 somewhere
// among 1,200 delays; an echo over a telephone 0.8 and more, and it stays at its delay.
constexpr float kSurely = 0.75F;
constexpr float kAtItsDelay = 0.45F;
constexpr int kTimesToLearn = 3;
constexpr std::size_t kDrift = 3;  // samples of 0.5 ms: clocks differ, packets are dropped
constexpr int kSilence = 8;        // of what was sent: comfort noise
constexpr float kFaint = 1e-3F;    // energy that is none

constexpr float kLearning = 0.2F;  // of the echo's loss, a window
constexpr float kLoudest = 0.25F;  // an echo is 6 dB quieter than what was sent, or it is none
constexpr float kBlur = 3.0F;      // 5 dB: a room rings on when the word is over

float energy_of(std::span<const float> samples) {
  return std::inner_product(samples.begin(), samples.end(), samples.begin(), 0.0F);
}

// From one sample to the next.
std::int16_t difference(std::int16_t sample, std::int16_t before) {
  return static_cast<std::int16_t>(std::clamp<int>(sample - before, INT16_MIN, INT16_MAX));
}

std::size_t apart(std::size_t a, std::size_t b) { return a > b ? a - b : b - a; }

}  // namespace

void EchoGuard::sent(const audio::Sketch& frame) {
  for (const std::int16_t sample : frame) remember(difference(sample, std::exchange(last_sent_, sample)));
  if (sent_ && !may_come_back()) sent_.reset();
}

void EchoGuard::remember(std::int16_t difference) {
  const std::size_t at = sent_count_++ % kHistory;
  if (std::abs(difference) > kSilence) {
    loud_until_ = sent_count_;
    if (!sent_) sent_ = std::make_unique<History>();
  }
  if (sent_) (*sent_)[at] = difference;
}

// Whether a sound of ours can be in what comes now.
bool EchoGuard::may_come_back() const {
  return loud_until_ > 0 && loud_until_ + kLongestLag + kStretch > came_count_;
}

void EchoGuard::pass(audio::SamplesView window) {
  constexpr std::size_t kFraction = audio::kSketchFraction;
  const std::size_t count = window.size() / kFraction;
  std::shift_left(came_.begin(), came_.end(), static_cast<std::ptrdiff_t>(count));
  for (std::size_t i = 0; i < count; ++i) {
    const auto few = window.subspan(i * kFraction, kFraction);
    const float mean = static_cast<float>(std::accumulate(few.begin(), few.end(), 0)) / kFraction;
    came_[kStretch - count + i] = mean - std::exchange(last_came_, mean);
  }
  came_count_ += count;
}

bool EchoGuard::is_echo(audio::SamplesView window) {
  pass(window);
  if (!sent_ || !may_come_back()) {
    times_ = 0;
    return false;
  }
  const float energy = energy_of(came_);
  if (energy < kFaint) return false;
  const Line line = sent_so_far();
  return weigh(best_match(line, energy), line, energy);
}

// What was sent until the end of what came, oldest first, as one line; before the call's begin there is
// silence.
EchoGuard::Line EchoGuard::sent_so_far() const {
  Line line;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const std::size_t back = line.size() - i;  // samples before the end
    const bool known = came_count_ >= back && came_count_ - back < sent_count_;
    line[i] = known ? static_cast<float>((*sent_)[(came_count_ - back) % kHistory]) : 0.0F;
  }
  return line;
}

// The stretch that came against what was sent at each delay.
EchoGuard::Match EchoGuard::best_match(const Line& line, float energy) const {
  // Delay by delay in the inner loop: it has no sum to carry and the compiler makes it wide.
  std::array<float, kLongestLag + 1> products{};
  for (std::size_t n = 0; n < kStretch; ++n) {
    const float sample = came_[n];
    const float* at = line.data() + n;
    for (std::size_t d = 0; d <= kLongestLag; ++d) products[d] += sample * at[d];
  }
  Match best;
  double sent_energy = energy_of(std::span(line).first<kStretch>());
  for (std::size_t d = 0; d <= kLongestLag; ++d) {
    if (sent_energy > kFaint) {
      const float likeness = products[d] / std::sqrt(energy * static_cast<float>(sent_energy));
      if (std::abs(likeness) > std::abs(best.likeness)) best = {.lag = kLongestLag - d, .likeness = likeness};
    }
    if (d == kLongestLag) break;
    sent_energy +=
        static_cast<double>(line[d + kStretch]) * line[d + kStretch] - static_cast<double>(line[d]) * line[d];
  }
  best.likeness = std::abs(best.likeness);  // a hybrid may turn the wave over
  return best;
}

// An echo path stays, and so does its loss: what was found there several times is known there later by less,
// and what is no louder than the echo must be is echo even where a room has blurred it.
bool EchoGuard::weigh(const Match& match, const Line& line, float energy) {
  const auto sent_energy = [&](std::size_t lag) {
    return energy_of(std::span(line).subspan(kLongestLag - lag).first<kStretch>());
  };
  const float passed = energy / std::max(sent_energy(match.lag), kFaint);
  const float likeness = passed <= kLoudest ? match.likeness : 0.0F;
  const bool here_again = likeness >= kAtItsDelay && apart(match.lag, candidate_) <= kDrift;
  times_ = here_again ? times_ + 1 : 0;
  candidate_ = match.lag;
  if (times_ >= kTimesToLearn) path_ = match.lag;
  if (!path_) return likeness >= kSurely;

  const bool at_its_delay = likeness >= kAtItsDelay && apart(match.lag, *path_) <= kDrift;
  if (at_its_delay) passed_ = passed_ == 0.0F ? passed : passed_ + kLearning * (passed - passed_);
  return likeness >= kSurely || at_its_delay || energy <= kBlur * passed_ * sent_energy(*path_);
}

}  // namespace attendant::speech
