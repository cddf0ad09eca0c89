#include "audio/resampler.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>
#include <speex/speex_resampler.h>

namespace attendant::audio {
namespace {

constexpr int kQuality = 5;  // 3.5 us a frame; telephone speech gains nothing from more

bool supported(SampleRate rate) { return rate.hertz() >= 8000 && rate.hertz() <= 48000; }

}  // namespace

struct Resampler::Filter {
  Filter(SampleRate from, SampleRate to)
      : state(speex_resampler_init(1, static_cast<spx_uint32_t>(from.hertz()),
                                   static_cast<spx_uint32_t>(to.hertz()), kQuality, nullptr)) {
    CHECK(state != nullptr);
    speex_resampler_skip_zeros(state);
  }
  ~Filter() { speex_resampler_destroy(state); }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  SpeexResamplerState* state;
  std::int64_t taken = 0;  // since the stream began: flush() completes it to the sample
  std::int64_t given = 0;
};

Result<Resampler> Resampler::create(SampleRate from, SampleRate to) {
  for (const SampleRate rate : {from, to}) {
    if (!supported(rate)) {
      return fail(ErrorCode::invalid,
                  fmt::format("a sample rate of {} Hz is not between 8000 and 48000", rate.hertz()));
    }
  }
  return Resampler(from == to ? nullptr : std::make_unique<Filter>(from, to), from, to);
}

Resampler::Resampler(std::unique_ptr<Filter> filter, SampleRate from, SampleRate to)
    : filter_(std::move(filter)), from_(from), to_(to) {}
Resampler::Resampler(Resampler&&) noexcept = default;
Resampler& Resampler::operator=(Resampler&&) noexcept = default;
Resampler::~Resampler() = default;

void Resampler::process(SamplesView in, Samples& out) {
  if (!filter_) {
    out.insert(out.end(), in.begin(), in.end());
    return;
  }
  while (!in.empty()) {
    const auto room =
        static_cast<std::size_t>(static_cast<std::int64_t>(in.size()) * to_.hertz() / from_.hertz()) + 16;
    const std::size_t before = out.size();
    out.resize(before + room);
    auto taken = static_cast<spx_uint32_t>(in.size());
    auto given = static_cast<spx_uint32_t>(room);
    speex_resampler_process_int(filter_->state, 0, in.data(), &taken, out.data() + before, &given);
    out.resize(before + given);
    in = in.subspan(taken);
    filter_->taken += taken;
    filter_->given += given;
  }
}

void Resampler::flush(Samples& out) {
  if (!filter_) return;
  const std::int64_t due = filter_->taken * to_.hertz() / from_.hertz() - filter_->given;
  const std::size_t end = out.size() + static_cast<std::size_t>(due > 0 ? due : 0);
  constexpr std::array<std::int16_t, 64> kZeros{};
  while (out.size() < end) process(kZeros, out);
  out.resize(end);
  reset();
}

void Resampler::reset() {
  if (!filter_) return;
  speex_resampler_reset_mem(filter_->state);
  speex_resampler_skip_zeros(filter_->state);
  filter_->taken = 0;
  filter_->given = 0;
}

Result<Samples> resample(SamplesView in, SampleRate from, SampleRate to) {
  TRY_ASSIGN(Resampler resampler, Resampler::create(from, to));
  Samples out;
  resampler.process(in, out);
  resampler.flush(out);
  return out;
}

}  // namespace attendant::audio
