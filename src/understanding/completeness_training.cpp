#include "understanding/completeness_training.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <map>
#include <numeric>
#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace attendant::understanding {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kBeginnings = 4;  // of an utterance
constexpr int kPasses = 6;
constexpr float kStep = 0.08F;
constexpr int kEndingPasses = 4000;
constexpr float kEndingStep = 0.05F;
constexpr float kDecay = 1e-4F;  // L2
// What the same words weigh as an answer to another question: callers do not keep to what they were asked.
constexpr float kElsewhere = 0.5F;
constexpr milliseconds kShortestPause{300};
constexpr milliseconds kLongestPause{1200};
// So much later than the voice ends and comes back the ear says so: a silence that ends a turn is longer.
constexpr milliseconds kEarLag{150};

struct Example {
  std::vector<std::uint32_t> features;
  float whole = 0.0F;
  float weight = 1.0F;
};

// The same order for the same data.
class Chance {
 public:
  std::size_t below(std::size_t limit) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>((state_ >> 33U) % limit);
  }
  template <class List>
  void shuffle(List& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(i)]);
  }

 private:
  std::uint64_t state_ = 1;
};

// All of `text` that ends at a word boundary before its end, shortest first.
std::vector<std::string_view> beginnings(std::string_view text) {
  std::vector<std::string_view> out;
  const auto words = split_words(text);
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    out.push_back(text.substr(0, static_cast<std::size_t>(words[i].data() + words[i].size() - text.data())));
  return out;
}

void add_examples(std::vector<Example>& examples, const Utterance& said, float weight, Chance& chance) {
  examples.push_back(
      {.features = completeness_features(said.text, said.asked), .whole = 1.0F, .weight = weight});
  auto parts = beginnings(said.text);
  chance.shuffle(parts);
  parts.resize(std::min(parts.size(), kBeginnings));
  for (const auto part : parts)
    examples.push_back({.features = completeness_features(part, said.asked),
                        .whole = 0.0F,
                        .weight = weight / static_cast<float>(parts.size())});
}

// As the dialogue engine asks.
int digits_of(conversation::Asked asked) {
  switch (asked) {
    case conversation::Asked::ask_member_id:
    case conversation::Asked::ask_dob:
      return 8;
    case conversation::Asked::ask_zip:
      return 5;
    case conversation::Asked::ask_phone:
      return 10;
    default:
      return 0;
  }
}

milliseconds at(const std::vector<milliseconds>& sorted, double share) {
  if (sorted.empty()) return milliseconds(0);
  const auto index = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
  return sorted[std::min(index, sorted.size() - 1)];
}

// That a pause of random length outlasts this silence.
double outlasted(milliseconds silence) {
  const auto longer = std::chrono::duration<double>(kLongestPause - kEarLag - silence);
  return std::clamp(longer / std::chrono::duration<double>(kLongestPause - kShortestPause), 0.0, 1.0);
}

// AdaGrad on the logarithmic loss: rare words get large steps, common ones small ones.
std::vector<float> weights_of(std::span<const LabelledUtterance> utterances) {
  Chance chance;
  std::vector<Example> examples;
  for (const auto& utterance : utterances) {
    add_examples(examples, utterance.said, 1.0F, chance);
    auto elsewhere = utterance.said;
    elsewhere.asked = static_cast<conversation::Asked>(chance.below(conversation::kAskedKinds));
    add_examples(examples, elsewhere, kElsewhere, chance);
  }
  std::vector<float> weights(kCompletenessFeatures), squares(kCompletenessFeatures, 1e-6F);
  for (int pass = 0; pass < kPasses; ++pass) {
    chance.shuffle(examples);
    for (const Example& example : examples) {
      float sum = 0.0F;
      for (const auto index : example.features) sum += weights[index];
      const float slope = (1.0F / (1.0F + std::exp(-sum)) - example.whole) * example.weight;
      for (const auto index : example.features) {
        const float gradient = slope + kDecay * weights[index];
        squares[index] += gradient * gradient;
        weights[index] -= kStep * gradient / std::sqrt(squares[index]);
      }
    }
  }
  return weights;
}

Completeness train_without(std::string_view author, std::span<const LabelledUtterance> utterances) {
  std::vector<LabelledUtterance> others;
  std::ranges::copy_if(utterances, std::back_inserter(others),
                       [&](const LabelledUtterance& line) { return line.said.author != author; });
  return Completeness(weights_of(others));
}

struct EndingExample {
  EndingFeatures features{};
  float whole = 0.0F;
  float weight = 1.0F;
};

// Neither numbers nor the last word do.
bool words_decide(const HeardEnding& heard) {
  const conversation::TurnEndPolicy policy;
  return conversation::silence_to_end({.text = heard.text,
                                       .asked = heard.asked,
                                       .digits = digits_of(heard.asked),
                                       .completeness = 1.0F},
                                      policy) == policy.likely;
}

// Gradient descent on the logarithmic loss, of all examples at once: there are seven weights.
EndingFeatures weights_of(std::span<const EndingExample> examples) {
  EndingFeatures weights{1.0F};
  float all = 0.0F;
  for (const auto& example : examples) all += example.weight;
  for (int pass = 0; pass < kEndingPasses && all > 0.0F; ++pass) {
    EndingFeatures slopes{};
    for (const auto& [features, whole, weight] : examples) {
      const float odds = std::inner_product(features.begin(), features.end(), weights.begin(), 0.0F);
      const float slope = (1.0F / (1.0F + std::exp(-odds)) - whole) * weight / all;
      for (std::size_t i = 0; i < kEndingFeatures; ++i) slopes[i] += slope * features[i];
    }
    for (std::size_t i = 0; i < kEndingFeatures; ++i) weights[i] -= kEndingStep * slopes[i];
  }
  return weights;
}

}  // namespace

Completeness train_completeness(std::span<const LabelledUtterance> utterances) {
  return Completeness(weights_of(utterances));
}

Completeness train_completeness(std::span<const LabelledUtterance> utterances,
                                std::span<const HeardEnding> endings) {
  std::map<std::string, Completeness, std::less<>> without;
  std::map<std::string, std::size_t, std::less<>> begun;
  for (const auto& heard : endings) {
    if (!without.contains(heard.author))
      without.emplace(heard.author, train_without(heard.author, utterances));
    if (!heard.whole) ++begun[heard.of];
  }
  std::vector<EndingExample> examples;
  for (const auto& heard : endings) {
    if (!words_decide(heard)) continue;
    examples.push_back(
        {.features = ending_features(without.at(heard.author).words(heard.text, heard.asked), heard.ending),
         .whole = heard.whole ? 1.0F : 0.0F,
         .weight = heard.whole ? 1.0F : 1.0F / static_cast<float>(begun[heard.of])});
  }
  return Completeness(weights_of(utterances), weights_of(examples));
}

std::vector<TurnTrial> try_turns(const Completeness& head, std::span<const HeardEnding> endings,
                                 const conversation::TurnEndPolicy& policy) {
  std::map<std::string, TurnTrial, std::less<>> trials;
  for (const auto& heard : endings) {
    auto& trial = trials[heard.of];
    const auto silence =
        conversation::silence_to_end({.text = heard.text,
                                      .asked = heard.asked,
                                      .digits = digits_of(heard.asked),
                                      .completeness = head.score(heard.text, heard.asked, heard.ending)},
                                     policy);
    trial.asked = heard.asked;
    if (heard.whole)
      trial.whole = silence;
    else
      trial.broken_off.push_back(silence);
  }
  std::vector<TurnTrial> out;
  for (auto& [of, trial] : trials)
    if (trial.whole > milliseconds(0)) out.push_back(std::move(trial));
  return out;
}

std::vector<TurnTrial> try_turns(const Completeness& head, std::span<const LabelledUtterance> utterances,
                                 const conversation::TurnEndPolicy& policy) {
  std::vector<TurnTrial> trials;
  for (const auto& [said, intents, also, slots] : utterances) {
    const auto silence = [&](std::string_view text) {
      return conversation::silence_to_end({.text = text,
                                           .asked = said.asked,
                                           .digits = digits_of(said.asked),
                                           .completeness = head.score(text, said.asked)},
                                          policy);
    };
    TurnTrial trial{.asked = said.asked, .whole = silence(said.text), .broken_off = {}};
    for (const auto part : beginnings(said.text)) trial.broken_off.push_back(silence(part));
    trials.push_back(std::move(trial));
  }
  return trials;
}

TurnFigures figures(std::span<const TurnTrial> trials) {
  std::vector<milliseconds> whole;
  double cut = 0;
  for (const auto& trial : trials) {
    whole.push_back(trial.whole);
    if (trial.broken_off.empty()) continue;
    const double sum =
        std::accumulate(trial.broken_off.begin(), trial.broken_off.end(), 0.0,
                        [](double all, milliseconds silence) { return all + outlasted(silence); });
    cut += sum / static_cast<double>(trial.broken_off.size()) / 2;
  }
  std::ranges::sort(whole);
  return {.turns = trials.size(),
          .p50 = at(whole, 0.5),
          .p95 = at(whole, 0.95),
          .cut_off = trials.empty() ? 0.0 : cut / static_cast<double>(trials.size())};
}

}  // namespace attendant::understanding
