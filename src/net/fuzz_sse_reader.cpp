// Any bytes as a stream of events: the same events however the bytes are cut, and none that is too long. The
// first byte says where to cut.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "net/sse_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using attendant::net::SseReader;
  constexpr std::size_t kLongest = 256;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  SseReader whole(kLongest);
  const auto at_once = whole.read(text);

  SseReader cut(kLongest);
  std::vector<attendant::net::SseEvent> in_pieces;
  bool failed = false;
  const std::size_t piece = 1U + data[0] % 16U;
  for (std::size_t at = 0; at < text.size() && !failed; at += piece) {
    const auto some = cut.read(text.substr(at, piece));
    failed = !some;
    if (some) in_pieces.insert(in_pieces.end(), some->begin(), some->end());
  }
  CHECK(failed == !at_once);
  if (failed) return 0;
  CHECK(in_pieces == *at_once);
  for (const auto& event : in_pieces) CHECK(event.data.size() <= kLongest);
  return 0;
}
