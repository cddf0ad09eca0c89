// Encryption of a stream that grows (a recording): the STREAM construction (Hoang, Reyhanitabar, Rogaway,
// Vizar 2015).
//
//   header:  "ATTSTRM1", chunk size (4 bytes, big-endian), salt (16 bytes)
//   chunk i: AES-256-GCM of up to `chunk size` bytes with nonce = 3 zero bytes, i (8 bytes, big-endian),
//   last-flag (1 byte);
//            associated data = the header
//
// The key of a file is derived from the caller's key and the salt, so counting nonces from 0 is safe. A chunk
// that was moved, repeated, changed or left out is detected; a stream that simply stops (a crash) opens up to
// its last whole chunk and is reported as incomplete. Pure: bytes in, bytes out. One thread at a time.
#pragma once

#include <cstdint>
#include <functional>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "security/aead.hpp"

namespace attendant::security {

inline constexpr std::uint32_t kDefaultChunkSize = 16 * 1024;
inline constexpr std::size_t kChunkHeaderSize = 8 + 4 + 16;

class ChunkSealer {
 public:
  using Emit = std::function<void(BytesView)>;

  explicit ChunkSealer(const Key& key, std::uint32_t chunk_size = kDefaultChunkSize);

  BytesView header() const { return header_; }  // to be written first

  // Takes bytes; emits each chunk that became full.
  void add(BytesView plaintext, const Emit& emit);
  // Emits the last chunk (possibly empty), which marks the stream as complete. Nothing may be added
  // afterwards.
  void finish(const Emit& emit);

 private:
  void seal(BytesView plaintext, bool last, const Emit& emit);

  Bytes header_;
  Aead aead_;
  std::uint32_t chunk_size_;
  std::uint64_t next_ = 0;
  Bytes pending_;
};

struct OpenedStream {
  std::uint64_t bytes = 0;  // of plaintext delivered
  bool complete = false;    // the last chunk was there; false: the writer stopped without closing
};

// Opens a whole sealed stream (header included), delivering plaintext chunk by chunk. A cut at the end is no
// error (see OpenedStream); a changed, moved or repeated chunk, or bytes after the last one, are
// Error::refused, naming the chunk, after the chunks before it have been delivered.
Result<OpenedStream> open_chunks(const Key& key, BytesView sealed,
                                 const std::function<void(BytesView)>& deliver);

}  // namespace attendant::security
