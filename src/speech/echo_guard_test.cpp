#include "speech/echo_guard.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "speech/ear.hpp"

namespace attendant::speech {
namespace {

// Something like a voice: noise with formant-like colour, in syllables of 200 ms.
audio::Samples voice(std::size_t samples, unsigned seed, float gap = 0.05F) {
  std::mt19937 random(seed);
  std::normal_distribution<float> white(0.0F, 2500.0F);
  audio::Samples sound(samples);
  float low = 0.0F;
  for (std::size_t i = 0; i < samples; ++i) {
    low += 0.4F * (white(random) - low);
    const float syllable = (i / 1600 + seed) % 4 == 3 ? gap : 1.0F;
    sound[i] = static_cast<std::int16_t>(low * syllable);
  }
  return sound;
}

// Plays `ours` and hears `caller` with our echo, `loss` quieter and `delay` samples later, in it; says which
// windows the guard takes for echo.
std::vector<bool> judged(const audio::Samples& ours, const audio::Samples& caller, float loss_db,
                         std::size_t delay) {
  EchoGuard guard;
  const float gain = std::pow(10.0F, -loss_db / 20.0F);
  std::vector<bool> echo;
  std::size_t sent = 0;
  audio::Samples window(256);
  for (std::size_t at = 0; at + window.size() <= caller.size(); at += window.size()) {
    for (; sent < at + window.size() && sent + audio::kFrameSamples <= ours.size();
         sent += audio::kFrameSamples) {
      audio::Frame frame;
      std::copy_n(ours.begin() + static_cast<std::ptrdiff_t>(sent), frame.size(), frame.begin());
      guard.sent(audio::sketch(frame));
    }
    for (std::size_t i = 0; i < window.size(); ++i) {
      const float back = at + i >= delay ? gain * static_cast<float>(ours[at + i - delay]) : 0.0F;
      window[i] = static_cast<std::int16_t>(static_cast<float>(caller[at + i]) +
                                            std::clamp(back, -32000.0F, 32000.0F));
    }
    echo.push_back(guard.is_echo(window));
  }
  return echo;
}

auto count(const std::vector<bool>& windows) { return std::ranges::count(windows, true); }

constexpr std::size_t kLength = 4 * 8000;

TEST(EchoGuard, KnowsOurOwnVoiceAtEveryDelayAndLoss) {
  for (const float loss : {20.0F, 30.0F, 40.0F}) {
    for (const std::size_t delay : {80U, 800U, 3200U}) {
      const auto echo = judged(voice(kLength, 1), audio::Samples(kLength), loss, delay);
      const std::size_t before = delay / 256 + 1;  // nothing has come back yet
      EXPECT_GE(count(echo) + static_cast<std::ptrdiff_t>(before),
                static_cast<std::ptrdiff_t>(echo.size()) - 1)
          << loss << " dB " << delay;
    }
  }
}

TEST(EchoGuard, HearsACallerWhoSpeaksOverUs) {
  const auto echo = judged(voice(kLength, 1), voice(kLength, 2, 0.5F), 20.0F, 800);
  EXPECT_LE(count(echo), static_cast<std::ptrdiff_t>(echo.size()) / 20);
}

TEST(EchoGuard, HearsACallerWhileWeAreSilent) {
  EXPECT_EQ(count(judged(audio::Samples(kLength), voice(kLength, 2), 20.0F, 800)), 0);
}

TEST(EchoGuard, NoEchoIsAsLoudAsWeAre) {
  EXPECT_EQ(count(judged(voice(kLength, 1), audio::Samples(kLength), 0.0F, 800)), 0);
}

// Hears our own voice 100 ms later and 20 dB quieter; `told`: the ear knows what we sent.
bool ear_opens_an_utterance(bool told) {
  auto ear = *Ear::create({});
  const auto ours = voice(kLength, 1);
  bool opened = false;
  Instant now{};
  for (std::size_t at = 800; at + audio::kFrameSamples <= ours.size(); at += audio::kFrameSamples) {
    audio::Frame sent, came;
    std::copy_n(ours.begin() + static_cast<std::ptrdiff_t>(at), sent.size(), sent.begin());
    std::transform(ours.begin() + static_cast<std::ptrdiff_t>(at - 800),
                   ours.begin() + static_cast<std::ptrdiff_t>(at - 800 + came.size()), came.begin(),
                   [](std::int16_t sample) { return static_cast<std::int16_t>(sample / 10); });
    ear.push(came, now, told ? audio::sketch(sent) : audio::Sketch{});
    now += audio::kFrameTime;
    while (ear.window())
      for (const auto& effect : ear.heard(at > 2400 ? 0.9F : 0.0F, false))
        if (const auto* event = std::get_if<HearingEvent>(&effect))
          opened = opened || std::holds_alternative<SpeechStarted>(*event);
  }
  return opened;
}

TEST(Ear, OpensNoUtteranceForOurOwnEcho) {
  EXPECT_TRUE(ear_opens_an_utterance(false));
  EXPECT_FALSE(ear_opens_an_utterance(true));
}

}  // namespace
}  // namespace attendant::speech
