// What Smart Turn hears of a turn: its last eight seconds as 80 mel bands, a hundred times a second. Pure;
// the tables are made once; any thread.
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace attendant::speech::embedded {

class SmartTurnFeatures {
 public:
  static constexpr std::size_t kBands = 80;
  static constexpr std::size_t kFrames = 800;
  static constexpr std::size_t kHop = 160;                 // at 16 kHz
  static constexpr std::size_t kSamples = kFrames * kHop;  // eight seconds

  SmartTurnFeatures();

  // `samples` at 16 kHz, -1..1; of more than kSamples the last count, and before fewer there is silence.
  // Out: [band][frame].
  std::vector<float> of(std::span<const float> samples) const;

 private:
  static constexpr std::size_t kWindow = 400;
  static constexpr std::size_t kBins = kWindow / 2 + 1;
  using Spectrum = std::array<std::complex<float>, kWindow>;
  using Bands = std::array<float, kBands>;
  // A triangle over some bins of the spectrum.
  struct Filter {
    std::size_t first = 0;
    std::vector<float> weights;
  };

  void transform(const std::complex<float>* in, std::size_t stride, std::complex<float>* out,
                 std::size_t size) const;
  void bands_of_two(const float* first, const float* second, Bands& of_first, Bands& of_second) const;

  std::array<float, kWindow> window_{};
  Spectrum turns_{};  // e^(-2 pi i k / kWindow)
  std::array<Filter, kBands> filters_;
};

}  // namespace attendant::speech::embedded
