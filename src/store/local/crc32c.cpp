#include "store/local/crc32c.hpp"

#include <array>
#include <cstring>

namespace attendant::store::local {
namespace {

constexpr std::uint32_t kPolynomial = 0x82F63B78;  // 0x1EDC6F41, bits reversed

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1) != 0 ? value >> 1 ^ kPolynomial : value >> 1;
    table[i] = value;
  }
  return table;
}
constexpr auto kTable = make_table();

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t by_instruction(BytesView bytes, std::uint32_t state) {
  std::uint64_t wide = state;
  std::size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, sizeof word);
    wide = __builtin_ia32_crc32di(wide, word);
  }
  auto narrow = static_cast<std::uint32_t>(wide);
  for (; i < bytes.size(); ++i) narrow = __builtin_ia32_crc32qi(narrow, bytes[i]);
  return narrow;
}
#endif

}  // namespace

std::uint32_t crc32c_by_table(BytesView bytes, std::uint32_t continued_from) {
  std::uint32_t state = ~continued_from;
  for (const std::uint8_t byte : bytes) state = kTable[(state ^ byte) & 0xFF] ^ state >> 8;
  return ~state;
}

std::uint32_t crc32c(BytesView bytes, std::uint32_t continued_from) {
#if defined(__x86_64__)
  static const bool instruction = __builtin_cpu_supports("sse4.2") != 0;
  if (instruction) return ~by_instruction(bytes, ~continued_from);
#endif
  return crc32c_by_table(bytes, continued_from);
}

}  // namespace attendant::store::local
