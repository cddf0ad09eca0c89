// Any text as a vocabulary, and its own text encoded with it: an error, or ids that are lines of the
// vocabulary, no more of them than asked for, at places within the text.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "understanding/wordpiece.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMost = 16;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto pieces = attendant::understanding::WordPiece::from_lines(text);
  if (!pieces) return 0;
  const auto lines = std::ranges::count(text, '\n') + 1;
  const auto encoded = pieces->encode(text, kMost);
  CHECK(encoded.ids.size() <= kMost && encoded.ids.size() == encoded.places.size());
  for (const auto id : encoded.ids) CHECK(id >= 0 && id < lines);
  for (const auto place : encoded.places) CHECK(place <= size);
  return 0;
}
