// The settings that come with a Piper voice, and how its phoneme ids are made from them. Immutable; any
// thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "audio/frame.hpp"
#include "base/result.hpp"

namespace attendant::speech::embedded {

struct PiperSettings {
  audio::SampleRate rate{22050};
  float noise_scale = 0.667F;
  float length_scale = 1.0F;  // larger is slower
  float noise_width = 0.8F;
  std::map<std::string, std::int64_t, std::less<>> ids;  // by phoneme, one code point each

  static Result<PiperSettings> parse(std::string_view json);

  // Begin, each known code point with a blank after it, end. Unknown ones are left out: they are rare and
  // silent.
  std::vector<std::int64_t> ids_of(std::string_view phonemes) const;
  // How many ids these phonemes have in the sequence, blanks included.
  std::size_t ids_in(std::string_view phonemes) const;
  // Ids before the first phoneme: the beginning and its blank.
  static constexpr std::size_t kLeadingIds = 2;
};

}  // namespace attendant::speech::embedded
