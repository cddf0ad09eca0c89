// Chances that come out the same on every machine and in every run with the same seed: SplitMix64 (Steele,
// Lea, Flood 2014). The standard's distributions differ between libraries. A value; one user at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace attendant::lab {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t value = state_ += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31);
  }
  // 0 .. count - 1; count must not be 0. The bias of the remainder is below 2^-50 for the counts used here.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
  int between(int least, int most) {
    return least + static_cast<int>(below(static_cast<std::size_t>(most - least) + 1));
  }
  double fraction() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  bool happens(double probability) { return fraction() < probability; }
  template <class T>
  const T& pick(const std::vector<T>& of) {
    return of[below(of.size())];
  }

 private:
  std::uint64_t state_;
};

// FNV-1a: a seed out of names, so that a case keeps its chances when others are added or left out.
inline std::uint64_t seed_of(std::string_view text, std::uint64_t seed = 14695981039346656037ULL) {
  for (const char c : text) seed = (seed ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return seed;
}

}  // namespace attendant::lab
