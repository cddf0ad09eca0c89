#include "audio/g711.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

#include "base/result.hpp"

namespace attendant::audio {
namespace {

// Both laws are a sign, a 3-bit segment (exponent) and a 4-bit step (mantissa).
constexpr int kMuBias = 0x84;   // shifts the segments' borders onto powers of two (for 16-bit samples)
constexpr int kMuClip = 32635;  // the largest magnitude that does not overflow with the bias
constexpr int kAInvert = 0x55;  // A-law inverts every other bit on the line

constexpr std::int16_t mu_to_linear(std::uint8_t code) {
  const int bits = ~code & 0xFF;
  const int segment = bits >> 4 & 7;
  const int magnitude = (((bits & 0x0F) << 3) + kMuBias) << segment;
  return static_cast<std::int16_t>((bits & 0x80) != 0 ? kMuBias - magnitude : magnitude - kMuBias);
}

constexpr std::int16_t a_to_linear(std::uint8_t code) {
  const int bits = code ^ kAInvert;
  const int segment = bits >> 4 & 7;
  int magnitude = ((bits & 0x0F) << 4) + 8;
  if (segment > 0) magnitude = (magnitude + 0x100) << (segment - 1);
  return static_cast<std::int16_t>((bits & 0x80) != 0 ? magnitude : -magnitude);
}

constexpr std::uint8_t linear_to_mu(std::int16_t sample) {
  const int sign = sample < 0 ? 0x80 : 0;
  const int magnitude = std::min(sample < 0 ? -static_cast<int>(sample) : sample, kMuClip) + kMuBias;
  const int segment = static_cast<int>(std::bit_width(static_cast<unsigned>(magnitude))) -
                      8;  // 0 .. 7: the bias is 8 bits wide
  const int step = magnitude >> (segment + 3) & 0x0F;
  return static_cast<std::uint8_t>(~(sign | segment << 4 | step));
}

constexpr std::uint8_t linear_to_a(std::int16_t sample) {
  const int sign = sample >= 0 ? 0x80 : 0;
  const int magnitude = sample >= 0 ? sample : -1 - sample;  // ones' complement: no overflow at -32768
  const int segment = std::max(static_cast<int>(std::bit_width(static_cast<unsigned>(magnitude))) - 8, 0);
  const int step = magnitude >> (segment == 0 ? 4 : segment + 3) & 0x0F;
  return static_cast<std::uint8_t>((sign | segment << 4 | step) ^ kAInvert);
}

constexpr auto table(std::int16_t (*decode_one)(std::uint8_t)) {
  std::array<std::int16_t, 256> all{};
  for (std::size_t code = 0; code < all.size(); ++code)
    all[code] = decode_one(static_cast<std::uint8_t>(code));
  return all;
}
constexpr auto kMuTable = table(mu_to_linear);
constexpr auto kATable = table(a_to_linear);

}  // namespace

std::uint8_t encode_sample(Law law, std::int16_t sample) {
  return law == Law::mu ? linear_to_mu(sample) : linear_to_a(sample);
}

std::int16_t decode_sample(Law law, std::uint8_t code) {
  return law == Law::mu ? kMuTable[code] : kATable[code];
}

void encode(Law law, SamplesView samples, std::span<std::uint8_t> out) {
  CHECK(samples.size() == out.size());
  std::ranges::transform(samples, out.begin(), law == Law::mu ? linear_to_mu : linear_to_a);
}

void decode(Law law, std::span<const std::uint8_t> codes, std::span<std::int16_t> out) {
  CHECK(codes.size() == out.size());
  const auto& from = law == Law::mu ? kMuTable : kATable;
  std::ranges::transform(codes, out.begin(), [&from](std::uint8_t code) { return from[code]; });
}

}  // namespace attendant::audio
