#include "audio/resampler.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "audio/level.hpp"

namespace attendant::audio {
namespace {

Samples tone(SampleRate rate, double hertz, std::size_t count) {
  Samples out(count);
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = static_cast<std::int16_t>(
        10000.0 * std::sin(2.0 * std::numbers::pi * hertz * static_cast<double>(i) / rate.hertz()));
  }
  return out;
}

TEST(Resampler, ConvertsATonesLengthAndKeepsItsLoudness) {
  for (const int from : {8000, 16000, 22050, 24000, 48000}) {
    for (const int to : {8000, 16000, 22050, 24000, 48000}) {
      const Samples in = tone(SampleRate(from), 440.0, static_cast<std::size_t>(from));
      const auto out = resample(in, SampleRate(from), SampleRate(to));
      ASSERT_TRUE(out);
      EXPECT_EQ(out->size(), static_cast<std::size_t>(to)) << from << " to " << to;
      EXPECT_NEAR(rms(*out), rms(in), 100.0F) << from << " to " << to;
    }
  }
}

TEST(Resampler, GivesTheSameWhateverTheChunks) {
  const Samples in = tone(SampleRate(22050), 300.0, 5000);
  const auto whole = resample(in, SampleRate(22050), kTelephoneRate);
  auto streaming = Resampler::create(SampleRate(22050), kTelephoneRate);
  ASSERT_TRUE(whole && streaming);
  Samples chunked;
  for (std::size_t at = 0; at < in.size(); at += 77) {
    streaming->process(SamplesView(in).subspan(at, std::min<std::size_t>(77, in.size() - at)), chunked);
  }
  streaming->flush(chunked);
  EXPECT_EQ(chunked, *whole);
}

TEST(Resampler, ForgetsTheOldStreamWhenReset) {
  auto resampler = Resampler::create(SampleRate(16000), kTelephoneRate);
  ASSERT_TRUE(resampler);
  Samples out;
  resampler->process(tone(SampleRate(16000), 440.0, 1600), out);
  resampler->reset();
  out.clear();
  resampler->process(Samples(1600, 0), out);
  EXPECT_TRUE(std::ranges::all_of(out, [](std::int16_t sample) { return sample == 0; }));
}

TEST(Resampler, RefusesRatesThatNobodyUses) {
  const auto refused = Resampler::create(SampleRate(4000), kTelephoneRate);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
}

}  // namespace
}  // namespace attendant::audio
