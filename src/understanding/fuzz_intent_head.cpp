// Any bytes as intents.bin, and as the first rows of one that is whole: an error, or heads whose scores are
// probabilities.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "understanding/intent_head.hpp"

namespace {

namespace understanding = attendant::understanding;

void read(std::string_view bytes) {
  const auto heads = understanding::heads_from_bytes(bytes);
  if (!heads) return;
  for (const auto* head : {&heads->with_meaning, &heads->words_only}) {
    const auto scores = head->score({{0, 1.0F}, {1, -1.0F}, {understanding::kFeatures - 1, 1.0F}});
    float sum = 0;
    for (const float score : scores) sum += score;
    CHECK(std::abs(sum - 1.0F) < 0.01F);
  }
}

// A file that is whole: its rows are the input's, as long as that lasts, then rows without weights.
std::string whole_file(std::string_view rows) {
  std::string file = "ATTNLU01";
  const auto put = [&file](std::uint32_t number) {
    file.append(reinterpret_cast<const char*>(&number), sizeof(number));
  };
  put(understanding::kFeatures);
  put(understanding::kIntents);
  for (std::uint32_t row = 0; row < 2 * understanding::kFeatures; ++row) {
    float scale = 0;
    if (rows.size() >= sizeof(scale)) {
      std::memcpy(&scale, rows.data(), sizeof(scale));
      rows.remove_prefix(sizeof(scale));
    }
    file.append(reinterpret_cast<const char*>(&scale), sizeof(scale));
    if (scale == 0) continue;
    std::string steps(rows.substr(0, understanding::kIntents));
    rows.remove_prefix(steps.size());
    steps.resize(understanding::kIntents);
    file += steps;
  }
  return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read(bytes);
  read(whole_file(bytes));
  return 0;
}
