#include "understanding/completeness.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <numeric>

#include "conversation/number_words.hpp"
#include "understanding/word_classes.hpp"

namespace attendant::understanding {
namespace {

constexpr std::string_view kMagic = "ATTNTE02";

// The words with three empty places before them, and their classes.
struct Places {
  std::vector<std::string> words = std::vector<std::string>(3, "^");
  std::vector<std::string> classes = std::vector<std::string>(3, "^");

  const std::string& word(std::size_t back) const { return words[words.size() - back]; }
  const std::string& kind(std::size_t back) const { return classes[classes.size() - back]; }
};

class Features {
 public:
  // FNV-1a over the parts and a mark between them: the same on every machine.
  template <class... Parts>
  void add(const Parts&... parts) {
    std::uint32_t value = 2166136261U;
    (mix(value, parts), ...);
    indices_.push_back(value % kCompletenessFeatures);
  }

  std::vector<std::uint32_t> take() {
    std::ranges::sort(indices_);
    indices_.erase(std::unique(indices_.begin(), indices_.end()), indices_.end());
    return std::move(indices_);
  }

 private:
  static void mix(std::uint32_t& value, std::string_view part) {
    for (const char c : part) value = (value ^ static_cast<unsigned char>(c)) * 16777619U;
    value = (value ^ 1U) * 16777619U;
  }
  static void mix(std::uint32_t& value, std::size_t part) {
    mix(value, std::string_view(std::to_string(part)));
  }

  std::vector<std::uint32_t> indices_;
};

// Words since the last one that opens a clause or is its verb.
std::size_t since_verb(const Places& places) {
  std::size_t count = 0;
  for (std::size_t back = 1; places.kind(back) != "^"; ++back, ++count)
    if (places.kind(back) == "verb" || places.kind(back) == "aux" || places.kind(back) == "opens") break;
  return count;
}

}  // namespace

std::vector<std::uint32_t> completeness_features(std::string_view text, conversation::Asked asked) {
  Places places;
  for (const auto& word : conversation::spoken_words(text)) {
    places.words.push_back(word.text);
    places.classes.emplace_back(word_class(word.text));
  }
  const std::size_t count = places.words.size() - 3;
  const auto question = conversation::to_string(asked);
  const auto& last = places.word(1);
  const auto& kind = places.kind(1);
  const auto first = count > 0 ? std::string_view(places.words[3]) : std::string_view();
  const auto few = std::min<std::size_t>(count, 6);
  const auto names = [&](std::string_view wanted) {
    return std::ranges::find(places.classes, wanted) != places.classes.end();
  };

  Features out;
  out.add("bias");
  out.add("w", last);
  out.add("ww", places.word(2), last);
  out.add("www", places.word(3), places.word(2), last);
  out.add("c", kind);
  out.add("cc", places.kind(2), kind);
  out.add("ccc", places.kind(3), places.kind(2), kind);
  out.add("cw", places.kind(2), last);
  out.add("wc", places.word(2), kind);
  out.add("ccw", places.kind(3), places.kind(2), last);
  out.add("n", std::min<std::size_t>(count, 8));
  out.add("n3", std::min<std::size_t>(count / 3, 6));
  out.add("a", question);
  out.add("ac", question, kind);
  out.add("aw", question, last);
  out.add("an", question, few);
  out.add("f", first);
  out.add("ff", first, count > 1 ? std::string_view(places.words[4]) : std::string_view());
  out.add("f3", count > 2 ? places.classes[3] + places.classes[4] + places.classes[5] : "", few);
  const std::string has = std::string(names("verb") ? "v" : "") + (names("topic") ? "t" : "");
  out.add("h", has, kind);
  out.add("hn", has, few);
  out.add("s", std::min<std::size_t>(since_verb(places), 6));
  out.add("sc", std::min<std::size_t>(since_verb(places), 6), kind);
  return out.take();
}

EndingFeatures ending_features(float odds, const SentenceEnding& ending) {
  const auto log_of = [](float probability) { return std::log(probability + 1e-3F); };
  return {odds,
          log_of(ending.word),
          log_of(ending.comma),
          log_of(ending.period),
          log_of(ending.question),
          log_of(ending.last_word),
          1.0F};
}

Completeness::Completeness(std::span<const float> weights, const EndingFeatures& of_endings)
    : of_endings_(of_endings) {
  CHECK(weights.size() == kCompletenessFeatures);
  float largest = 0.0F;
  for (const float weight : weights) largest = std::max(largest, std::abs(weight));
  scale_ = largest > 0.0F ? largest / 127.0F : 1.0F;
  weights_.reserve(weights.size());
  for (const float weight : weights)
    weights_.push_back(static_cast<std::int8_t>(std::lround(weight / scale_)));
}

float Completeness::words(std::string_view text, conversation::Asked asked) const {
  int sum = 0;
  for (const auto index : completeness_features(text, asked)) sum += weights_[index];
  return static_cast<float>(sum) * scale_;
}

float Completeness::score(std::string_view text, conversation::Asked asked,
                          const std::optional<SentenceEnding>& ending) const {
  if (conversation::spoken_words(text).empty()) return 0.0F;
  float odds = words(text, asked);
  if (ending) {
    const auto features = ending_features(odds, *ending);
    odds = std::inner_product(features.begin(), features.end(), of_endings_.begin(), 0.0F);
  }
  return 1.0F / (1.0F + std::exp(-odds));
}

std::string Completeness::to_bytes() const {
  std::string bytes(kMagic);
  const auto add = [&](float value) {
    std::array<char, sizeof(float)> raw;
    std::memcpy(raw.data(), &value, raw.size());
    bytes.append(raw.data(), raw.size());
  };
  add(scale_);
  for (const auto weight : weights_) bytes.push_back(static_cast<char>(weight));
  for (const float weight : of_endings_) add(weight);
  return bytes;
}

Result<Completeness> Completeness::from_bytes(std::string_view bytes) {
  constexpr std::size_t kWeights = kMagic.size() + sizeof(float);
  constexpr std::size_t kEndings = kWeights + kCompletenessFeatures;
  if (bytes.size() != kEndings + sizeof(EndingFeatures) || !bytes.starts_with(kMagic))
    return fail(ErrorCode::invalid, "not a completeness head of this version: train it anew");
  Completeness head;
  std::memcpy(&head.scale_, bytes.data() + kMagic.size(), sizeof(float));
  std::memcpy(head.of_endings_.data(), bytes.data() + kEndings, sizeof(EndingFeatures));
  const auto is_finite = [](float weight) { return std::isfinite(weight); };
  if (!is_finite(head.scale_) || !std::ranges::all_of(head.of_endings_, is_finite))
    return fail(ErrorCode::invalid, "a weight is no number");
  for (const char weight : bytes.substr(kWeights, kCompletenessFeatures))
    head.weights_.push_back(static_cast<std::int8_t>(weight));
  return head;
}

Result<Completeness> Completeness::load(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorCode::not_found, file.string() + " cannot be read");
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  auto head = from_bytes(bytes);
  if (!head) return fail(head.error().in(file.string()));
  return head;
}

}  // namespace attendant::understanding
