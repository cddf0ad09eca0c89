// How likely it is that a caller who pauses after these words has said all of it: a logistic head over hashed
// words and word classes, trained on whole utterances and on their beginnings. Words alone: numbers that an
// answer must have are conversation's business (half_numbers), the melody is the judge's. Immutable after
// loading; any thread; a score costs a few microseconds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "conversation/acts.hpp"

namespace attendant::understanding {

inline constexpr std::uint32_t kCompletenessFeatures = 8192;

// Indices below kCompletenessFeatures, ascending, each once. Marks of punctuation do not count: a recogniser
// ends whatever it hears with a full stop.
std::vector<std::uint32_t> completeness_features(std::string_view text, conversation::Asked asked);

class Completeness {
 public:
  // One weight for each feature.
  explicit Completeness(std::span<const float> weights);

  // 0..1; 0 when there are no words.
  float score(std::string_view text, conversation::Asked asked) const;

  // completeness.bin: "ATTNTE01", a scale (float, little endian), one signed byte for each feature.
  std::string to_bytes() const;
  static Result<Completeness> from_bytes(std::string_view bytes);
  static Result<Completeness> load(const std::filesystem::path& file);

 private:
  Completeness() = default;
  float scale_ = 0.0F;
  std::vector<std::int8_t> weights_;
};

}  // namespace attendant::understanding
