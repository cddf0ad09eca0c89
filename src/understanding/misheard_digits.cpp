#include "understanding/misheard_digits.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <utility>

#include "understanding/numbers.hpp"

namespace attendant::understanding {
namespace {

// Besides the homophones of numbers.hpp: words that recognisers wrote for a digit among digits.
constexpr std::array<std::pair<std::string_view, char>, 9> kHeardAs{{{"or", '0'},
                                                                     {"owe", '0'},
                                                                     {"o'clock", '0'},
                                                                     {"want", '1'},
                                                                     {"do", '2'},
                                                                     {"hate", '8'},
                                                                     {"line", '9'},
                                                                     {"wine", '9'},
                                                                     {"heaven", '7'}}};
constexpr std::array<std::string_view, 8> kBetween{"uh",     "um",    "er",   "dash",
                                                   "hyphen", "space", "then", "and"};
constexpr std::size_t kMostUnsure = 8;

struct Part {
  std::string digits;
  bool sure = true;
  std::size_t at = 0, last = 0;
};

std::optional<Part> part_at(const Tokens& tokens, std::size_t at) {
  if (const auto number = number_at(tokens, at)) {
    if (!number->ordinal) return Part{number->digits, true, at, number->last};
    // "one-seventh": "one seven", and a breath.
    if (number->value < 10) return Part{std::to_string(number->value), false, at, number->last};
    return std::nullopt;
  }
  if (const auto soft = homophone_at(tokens, at)) return Part{soft->digits, false, at, soft->last};
  const auto* const heard = std::ranges::find(kHeardAs, std::string_view(tokens[at].word),
                                              &std::pair<std::string_view, char>::first);
  if (heard == kHeardAs.end()) return std::nullopt;
  return Part{std::string(1, heard->second), false, at, at + 1};
}

std::vector<Part> parts_from(const Tokens& tokens, const std::vector<bool>& taken, std::size_t at) {
  std::vector<Part> parts;
  while (at < tokens.size() && !taken[at]) {
    if (auto part = part_at(tokens, at)) {
      at = part->last;
      parts.push_back(*std::move(part));
      continue;
    }
    if (parts.empty() || std::ranges::find(kBetween, std::string_view(tokens[at].word)) == kBetween.end())
      break;
    ++at;
  }
  return parts;
}

// All readings of the wanted length; each unsure word is a digit or is none.
std::vector<std::string> readings_of(const std::vector<Part>& parts, std::size_t length) {
  std::vector<std::size_t> unsure;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!parts[i].sure) unsure.push_back(i);
  }
  if (unsure.size() > kMostUnsure) return {};
  const auto first_sure =
      static_cast<std::size_t>(std::ranges::find(parts, true, &Part::sure) - parts.begin());
  // A word between digits is a digit sooner than one before all of them.
  std::vector<std::tuple<int, int, std::string>> ranked;
  for (std::uint32_t left_out = 0; left_out < (1U << unsure.size()); ++left_out) {
    std::string digits;
    int inside = 0;
    for (std::size_t i = 0, bit = 0; i < parts.size(); ++i) {
      const bool dropped = !parts[i].sure && ((left_out >> bit) & 1U) != 0;
      if (!parts[i].sure) ++bit;
      if (dropped)
        inside += i > first_sure ? 1 : 0;
      else
        digits += parts[i].digits;
    }
    if (digits.size() == length) ranked.emplace_back(inside, std::popcount(left_out), std::move(digits));
  }
  std::ranges::sort(ranked);
  std::vector<std::string> readings;
  for (auto& [inside, dropped, digits] : ranked) {
    if (std::ranges::find(readings, digits) == readings.end()) readings.push_back(std::move(digits));
  }
  return readings;
}

}  // namespace

std::optional<MisheardDigits> misheard_digits(const Tokens& tokens, const std::vector<bool>& taken,
                                              std::size_t length) {
  for (std::size_t at = 0; at < tokens.size();) {
    const auto parts = parts_from(tokens, taken, at);
    if (parts.empty()) {
      ++at;
      continue;
    }
    std::size_t sure = 0;
    for (const Part& part : parts) sure += part.sure ? part.digits.size() : 0;
    if (sure * 2 >= length + 1) {
      if (auto readings = readings_of(parts, length); !readings.empty())
        return MisheardDigits{std::move(readings), parts.front().at, parts.back().last};
    }
    at = parts.back().last;
  }
  return std::nullopt;
}

}  // namespace attendant::understanding
