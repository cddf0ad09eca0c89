// How likely it is that a caller who pauses after these words has said all of it: a logistic head over hashed
// words and word classes, trained on whole utterances and on their beginnings; and, where the recogniser
// tells, what it expected behind the last word. Numbers that an answer must have are conversation's business
// (half_numbers), the melody is the judge's. Immutable after loading; any thread; a score costs a few
// microseconds.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/sentence_ending.hpp"
#include "conversation/acts.hpp"

namespace attendant::understanding {

inline constexpr std::uint32_t kCompletenessFeatures = 8192;

// Indices below kCompletenessFeatures, ascending, each once. Marks of punctuation do not count: a recogniser
// ends whatever it hears with a full stop.
std::vector<std::uint32_t> completeness_features(std::string_view text, conversation::Asked asked);

// What the words and the recogniser say together: the log odds of the words alone, the logarithms of the five
// parts of a SentenceEnding in their order, and 1.
inline constexpr std::size_t kEndingFeatures = 7;
using EndingFeatures = std::array<float, kEndingFeatures>;
EndingFeatures ending_features(float odds, const SentenceEnding& ending);

class Completeness {
 public:
  // One weight for each feature. Without weights of endings these are not looked at.
  explicit Completeness(std::span<const float> weights, const EndingFeatures& of_endings = kWordsAlone);

  // 0..1; 0 when there are no words.
  float score(std::string_view text, conversation::Asked asked,
              const std::optional<SentenceEnding>& ending = std::nullopt) const;
  // The log odds of the words alone.
  float words(std::string_view text, conversation::Asked asked) const;

  // completeness.bin: "ATTNTE02", a scale (float, little endian), one signed byte for each feature, one float
  // for each feature of an ending.
  std::string to_bytes() const;
  static Result<Completeness> from_bytes(std::string_view bytes);
  static Result<Completeness> load(const std::filesystem::path& file);

 private:
  static constexpr EndingFeatures kWordsAlone = {1.0F};

  Completeness() = default;
  float scale_ = 0.0F;
  std::vector<std::int8_t> weights_;
  EndingFeatures of_endings_{};
};

}  // namespace attendant::understanding
