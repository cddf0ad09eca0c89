// G.711 (ITU-T): 16-bit linear samples to and from 8-bit mu-law and A-law. Pure; any thread; never allocates.
#pragma once

#include <cstdint>
#include <span>

#include "audio/frame.hpp"

namespace attendant::audio {

enum class Law { mu, a };

std::uint8_t encode_sample(Law law, std::int16_t sample);
std::int16_t decode_sample(Law law, std::uint8_t code);

// The code of the sample 0.
constexpr std::uint8_t silence_code(Law law) { return law == Law::mu ? 0xFF : 0xD5; }

// `out` is as long as the input.
void encode(Law law, SamplesView samples, std::span<std::uint8_t> out);
void decode(Law law, std::span<const std::uint8_t> codes, std::span<std::int16_t> out);

}  // namespace attendant::audio
