#include "brain/model/prefix_affinity.hpp"

#include <cmath>
#include <cstdint>

namespace attendant::brain {
namespace {

// FNV-1a: the same in every process, unlike std::hash.
constexpr std::uint64_t kOffset = 0xcbf29ce484222325U;
constexpr std::uint64_t kPrime = 0x100000001b3U;

std::uint64_t hash_on(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  return hash;
}

// The finaliser of splitmix64: FNV leaves the high bits of similar names alike.
std::uint64_t mixed(std::uint64_t hash) {
  hash = (hash ^ (hash >> 30U)) * 0xbf58476d1ce4e5b9U;
  hash = (hash ^ (hash >> 27U)) * 0x94d049bb133111ebU;
  return hash ^ (hash >> 31U);
}

}  // namespace

double affinity_score(std::string_view key, std::string_view endpoint, double weight) {
  const std::uint64_t hash =
      mixed(hash_on(hash_on(hash_on(kOffset, key), std::string_view("\0", 1)), endpoint));
  const double within = (static_cast<double>(hash >> 11U) + 0.5) * 0x1p-53;  // (0, 1)
  return -weight / std::log(within);
}

}  // namespace attendant::brain
