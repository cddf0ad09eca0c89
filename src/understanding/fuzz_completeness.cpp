// Any bytes as completeness.bin, and as words of a caller: an error, or a probability.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

#include "understanding/completeness.hpp"

namespace {

namespace understanding = attendant::understanding;

void score(std::string_view file, std::string_view words) {
  const auto head = understanding::Completeness::from_bytes(file);
  if (!head) return;
  const float score = head->score(words, attendant::conversation::Asked::open);
  CHECK(score >= 0.0F && score <= 1.0F);
  std::ignore = head->score(words, attendant::conversation::Asked::open, attendant::SentenceEnding{});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  score(bytes, bytes);
  std::string file = "ATTNTE02";
  file += bytes;
  file.resize(file.size() - size + sizeof(float) + understanding::kCompletenessFeatures +
              sizeof(understanding::EndingFeatures));
  score(file, bytes);
  return 0;
}
