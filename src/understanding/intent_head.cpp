#include "understanding/intent_head.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <numeric>
#include <sstream>
#include <string>

#include <fmt/format.h>

namespace attendant::understanding {
namespace {

constexpr std::string_view kMagic = "ATTNLU01";
constexpr float kLargestWeight =
    1e6F;  // far above any that training makes; sums of larger ones may be no number

void softmax(Probabilities& scores) {
  const float most = *std::ranges::max_element(scores);
  float sum = 0;
  for (float& score : scores) sum += score = std::exp(score - most);
  for (float& score : scores) score /= sum;
}

// A fixed order that mixes the intents: a linear congruential generator, the same everywhere.
void shuffle(std::vector<std::size_t>& order, std::uint64_t& state) {
  for (std::size_t i = order.size(); i > 1; --i) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    std::swap(order[i - 1], order[static_cast<std::size_t>((state >> 33U) % i)]);
  }
}

void put(std::string& out, const auto& value) {
  std::array<char, sizeof(value)> raw{};
  std::memcpy(raw.data(), &value, sizeof(value));
  out.append(raw.data(), raw.size());
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  template <class T>
  bool get(T& value) {
    if (bytes_.size() < sizeof(T)) return false;
    std::memcpy(&value, bytes_.data(), sizeof(T));
    bytes_.remove_prefix(sizeof(T));
    return true;
  }
  bool done() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

}  // namespace

// AdaGrad on the logarithmic loss. Rows of weights of rare words get large steps, those of the meaning small
// ones.
IntentHead IntentHead::train(std::span<const Example> examples, const TrainingRecipe& recipe) {
  IntentHead head;
  std::vector<float> squares(head.weights_.size(), 1e-6F);
  std::vector<std::size_t> order(examples.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::uint64_t state = 1;
  for (int pass = 0; pass < recipe.passes; ++pass) {
    shuffle(order, state);
    for (const std::size_t at : order) {
      const Example& example = examples[at];
      Probabilities slope = head.score(example.features);
      for (std::size_t k = 0; k < kIntents; ++k) {
        slope[k] -= k == static_cast<std::size_t>(example.intent) ? 1.0F - recipe.smoothing
                                                                  : recipe.smoothing / (kIntents - 1);
      }
      for (const Feature& feature : example.features) {
        const std::size_t row = static_cast<std::size_t>(feature.index) * kIntents;
        for (std::size_t k = 0; k < kIntents; ++k) {
          float& weight = head.weights_[row + k];
          const float gradient = example.weight * slope[k] * feature.value + recipe.decay * weight;
          squares[row + k] += gradient * gradient;
          weight -= recipe.step * gradient / std::sqrt(squares[row + k]);
        }
      }
    }
  }
  return head;
}

Probabilities IntentHead::score(const Features& features) const {
  Probabilities scores{};
  for (const Feature& feature : features) {
    const float* row = weights_.data() + static_cast<std::size_t>(feature.index) * kIntents;
    for (std::size_t k = 0; k < kIntents; ++k) scores[k] += row[k] * feature.value;
  }
  softmax(scores);
  return scores;
}

class IntentHeads {
 public:
  static void write(std::string& out, const IntentHead& head) {
    for (std::size_t row = 0; row < kFeatures; ++row) {
      const std::span weights(head.weights_.data() + row * kIntents, kIntents);
      float most = 0;
      for (const float weight : weights) most = std::max(most, std::abs(weight));
      put(out, most);
      if (most == 0) continue;
      for (const float weight : weights)
        out += static_cast<char>(static_cast<signed char>(std::lround(weight / most * 127.0F)));
    }
  }

  static bool read(Reader& in, IntentHead& head) {
    for (std::size_t row = 0; row < kFeatures; ++row) {
      float most = 0;
      if (!in.get(most) || !(most >= 0 && most <= kLargestWeight)) return false;
      if (most == 0) continue;
      for (std::size_t k = 0; k < kIntents; ++k) {
        signed char step = 0;
        if (!in.get(step)) return false;
        head.weights_[row * kIntents + k] = most * static_cast<float>(step) / 127.0F;
      }
    }
    return true;
  }

  static IntentHead empty() { return {}; }
};

std::string to_bytes(const TrainedHeads& heads) {
  std::string out(kMagic);
  put(out, static_cast<std::uint32_t>(kFeatures));
  put(out, static_cast<std::uint32_t>(kIntents));
  IntentHeads::write(out, heads.with_meaning);
  IntentHeads::write(out, heads.words_only);
  return out;
}

Result<TrainedHeads> heads_from_bytes(std::string_view bytes) {
  if (!bytes.starts_with(kMagic))
    return fail(ErrorCode::invalid, "not an intent head (made by `attendant understand --train`)");
  Reader in(bytes.substr(kMagic.size()));
  std::uint32_t features = 0, intents = 0;
  if (!in.get(features) || !in.get(intents) || features != kFeatures || intents != kIntents)
    return fail(ErrorCode::invalid,
                "the intent head is of another version; make it anew by `attendant understand --train`");
  TrainedHeads heads{IntentHeads::empty(), IntentHeads::empty()};
  if (!IntentHeads::read(in, heads.with_meaning) || !IntentHeads::read(in, heads.words_only) || !in.done())
    return fail(ErrorCode::invalid, "the intent head is cut off or damaged");
  return heads;
}

Result<TrainedHeads> load_heads(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorCode::not_found, fmt::format("{} cannot be read", file.string()));
  std::stringstream bytes;
  bytes << in.rdbuf();
  auto heads = heads_from_bytes(bytes.str());
  if (!heads) return fail(heads.error().in(file.string()));
  return heads;
}

}  // namespace attendant::understanding
