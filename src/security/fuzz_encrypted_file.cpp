// Encrypted streams as a damaged disk might give them back. Without the key nothing can be delivered from
// invented bytes; and a stream that was sealed here and then damaged delivers only a prefix of what was
// sealed.
#include <algorithm>
#include <cstdlib>

#include "security/chunk_cipher.hpp"

using namespace attendant;
using namespace attendant::security;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Key key = Key::random();
  const BytesView input(data, size);
  if (const auto opened = open_chunks(key, input, [](BytesView) { std::abort(); });
      opened && opened->bytes != 0) {
    std::abort();
  }

  // First byte: chunk size. Next four: where and how to damage the stream. Rest: its content.
  if (size < 5) return 0;
  ChunkSealer sealer(key, std::uint32_t{data[0]} + 1);
  const BytesView content = input.subspan(5);
  Bytes sealed(sealer.header().begin(), sealer.header().end());
  const auto emit = [&](BytesView chunk) { sealed.insert(sealed.end(), chunk.begin(), chunk.end()); };
  sealer.add(content, emit);
  sealer.finish(emit);
  const std::size_t place = load_be16(data + 1) % sealed.size();
  sealed[place] = static_cast<std::uint8_t>(sealed[place] ^ data[3]);
  if (data[4] != 0) sealed.resize(sealed.size() - std::min<std::size_t>(data[4], sealed.size()));

  Bytes delivered;
  const auto opened = open_chunks(
      key, sealed, [&](BytesView plain) { delivered.insert(delivered.end(), plain.begin(), plain.end()); });
  if (delivered.size() > content.size() || !std::ranges::equal(delivered, content.first(delivered.size())))
    std::abort();
  const bool untouched = data[3] == 0 && data[4] == 0;
  if (untouched != (opened && opened->complete)) std::abort();
  return 0;
}
