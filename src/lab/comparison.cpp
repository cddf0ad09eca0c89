#include "lab/comparison.hpp"

#include <algorithm>
#include <numeric>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "base/result.hpp"
#include "lab/chance.hpp"

namespace attendant::lab {
namespace {

Estimate estimate(const std::vector<double>& differences, std::uint64_t seed, int resamples) {
  const auto count = differences.size();
  if (count == 0) return {};
  const auto mean_of = [&](auto pick) {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += differences[pick(i)];
    return sum / static_cast<double>(count);
  };
  Chance chance(seed);
  std::vector<double> means;
  means.reserve(static_cast<std::size_t>(resamples));
  for (int i = 0; i < resamples; ++i)
    means.push_back(mean_of([&](std::size_t) { return chance.below(count); }));
  std::ranges::sort(means);
  const auto at = [&](double fraction) {
    return means[static_cast<std::size_t>(fraction * static_cast<double>(means.size() - 1))];
  };
  return {mean_of([](std::size_t i) { return i; }), at(0.025), at(0.975)};
}

boost::json::object as_json(const Estimate& estimate) {
  return {{"difference", estimate.difference}, {"low", estimate.low}, {"high", estimate.high}};
}

std::string line(std::string_view what, const Estimate& estimate) {
  return fmt::format("  {:<34} {:>+7.2f}  [{:+.2f}, {:+.2f}]{}\n", what, estimate.difference, estimate.low,
                     estimate.high, estimate.sure() ? "" : "  may be chance");
}

boost::json::array names(const std::vector<std::string>& list) {
  boost::json::array out;
  for (const auto& name : list) out.emplace_back(name);
  return out;
}

}  // namespace

Comparison compare(std::span<const CaseResult> a, std::span<const CaseResult> b, std::uint64_t seed,
                   int resamples) {
  CHECK(a.size() == b.size());
  Comparison out{.cases = a.size()};
  std::vector<double> success, breaches, turns, seconds;
  for (std::size_t i = 0; i < a.size(); ++i) {
    CHECK(a[i].which.name == b[i].which.name);
    const auto& first = a[i].score;
    const auto& second = b[i].score;
    success.push_back(100.0 * (static_cast<int>(second.success()) - static_cast<int>(first.success())));
    breaches.push_back(
        100.0 * (static_cast<double>(second.breaches.size()) - static_cast<double>(first.breaches.size())));
    turns.push_back(second.pace.turns - first.pace.turns);
    seconds.push_back(static_cast<double>((second.pace.duration - first.pace.duration).count()) / 1000);
    if (second.success() && !first.success()) out.gained.push_back(a[i].which.name);
    if (first.success() && !second.success()) out.lost.push_back(a[i].which.name);
  }
  out.success = estimate(success, seed, resamples);
  out.breaches = estimate(breaches, seed, resamples);
  out.turns = estimate(turns, seed, resamples);
  out.seconds = estimate(seconds, seed, resamples);
  return out;
}

std::string as_text(const Comparison& comparison) {
  auto text =
      fmt::format("b against a, {} cases, with 95 % intervals (paired bootstrap)\n", comparison.cases);
  text += line("task success, percent points", comparison.success);
  text += line("policy breaches, per 100 calls", comparison.breaches);
  text += line("turns, per call", comparison.turns);
  text += line("seconds, per call", comparison.seconds);
  for (const auto& name : comparison.gained) text += "  gained " + name + "\n";
  for (const auto& name : comparison.lost) text += "  lost   " + name + "\n";
  return text;
}

boost::json::object as_json(const Comparison& comparison) {
  return {{"cases", comparison.cases},
          {"success_points", as_json(comparison.success)},
          {"breaches_per_100", as_json(comparison.breaches)},
          {"turns", as_json(comparison.turns)},
          {"seconds", as_json(comparison.seconds)},
          {"gained", names(comparison.gained)},
          {"lost", names(comparison.lost)}};
}

}  // namespace attendant::lab
