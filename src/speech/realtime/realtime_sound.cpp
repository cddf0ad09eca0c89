#include "speech/realtime/realtime_sound.hpp"

#include <utility>

#include "audio/g711.hpp"

namespace attendant::speech {
namespace {

constexpr audio::SampleRate kModelRate{24'000};

}  // namespace

Result<RealtimeCodec> RealtimeCodec::create(RealtimeSound sound) {
  RealtimeCodec codec;
  if (sound == RealtimeSound::mu_law_8k) return codec;
  TRY_ASSIGN(codec.up_, audio::Resampler::create(audio::kTelephoneRate, kModelRate));
  TRY_ASSIGN(codec.down_, audio::Resampler::create(kModelRate, audio::kTelephoneRate));
  return codec;
}

Bytes RealtimeCodec::encode(audio::SamplesView pcm) {
  if (!up_) {
    Bytes coded(pcm.size());
    audio::encode(audio::Law::mu, pcm, coded);
    return coded;
  }
  audio::Samples samples;
  up_->process(pcm, samples);
  Bytes coded;
  coded.reserve(samples.size() * 2);
  for (const std::int16_t sample : samples) {
    const auto bits = static_cast<std::uint16_t>(sample);
    coded.push_back(static_cast<std::uint8_t>(bits & 0xFFU));
    coded.push_back(static_cast<std::uint8_t>(bits >> 8U));
  }
  return coded;
}

audio::Samples RealtimeCodec::decode(BytesView coded) {
  audio::Samples samples;
  if (!down_) {
    samples.resize(coded.size());
    audio::decode(audio::Law::mu, coded, samples);
    return samples;
  }
  audio::Samples wide;
  wide.reserve(coded.size() / 2 + 1);
  for (const std::uint8_t byte : coded) {
    if (!half_) {
      half_ = byte;
      continue;
    }
    wide.push_back(static_cast<std::int16_t>(static_cast<std::uint16_t>(byte << 8U | *half_)));
    half_.reset();
  }
  down_->process(wide, samples);
  return samples;
}

void RealtimeCodec::reset() {
  half_.reset();
  if (down_) down_->reset();
}

}  // namespace attendant::speech
