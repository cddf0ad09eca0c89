#include "security/chunk_cipher.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "security/random.hpp"

namespace attendant::security {
namespace {

constexpr std::string_view kMagic = "ATTSTRM1";
constexpr std::string_view kPurpose = "chunked stream";
constexpr std::size_t kSaltSize = 16;
constexpr std::uint32_t kMaxChunkSize = 1U << 24;

Bytes new_header(std::uint32_t chunk_size) {
  CHECK(chunk_size > 0 && chunk_size <= kMaxChunkSize);
  Bytes header(kChunkHeaderSize);
  std::ranges::copy(as_bytes(kMagic), header.begin());
  store_be32(&header[kMagic.size()], chunk_size);
  fill_random(std::span(header).last(kSaltSize));
  return header;
}

Nonce chunk_nonce(std::uint64_t index, bool last) {
  Nonce nonce{};
  store_be32(&nonce[3], static_cast<std::uint32_t>(index >> 32));
  store_be32(&nonce[7], static_cast<std::uint32_t>(index));
  nonce[11] = last ? 1 : 0;
  return nonce;
}

}  // namespace

ChunkSealer::ChunkSealer(const Key& key, std::uint32_t chunk_size)
    : header_(new_header(chunk_size)),
      aead_(key.derive(kPurpose, BytesView(header_).last(kSaltSize))),
      chunk_size_(chunk_size) {
  pending_.reserve(chunk_size);
}

void ChunkSealer::seal(BytesView plaintext, bool last, const Emit& emit) {
  Bytes sealed(plaintext.size() + kTagSize);
  aead_.seal_to(chunk_nonce(next_++, last), header_, plaintext, sealed);
  emit(sealed);
}

void ChunkSealer::add(BytesView plaintext, const Emit& emit) {
  while (!plaintext.empty()) {
    const std::size_t taken = std::min(plaintext.size(), chunk_size_ - pending_.size());
    pending_.insert(pending_.end(), plaintext.begin(),
                    plaintext.begin() + static_cast<std::ptrdiff_t>(taken));
    plaintext = plaintext.subspan(taken);
    if (pending_.size() == chunk_size_) {
      seal(pending_, false, emit);
      pending_.clear();
    }
  }
}

void ChunkSealer::finish(const Emit& emit) {
  seal(pending_, true, emit);
  pending_.clear();
}

Result<OpenedStream> open_chunks(const Key& key, BytesView sealed,
                                 const std::function<void(BytesView)>& deliver) {
  if (sealed.size() < kChunkHeaderSize ||
      !std::ranges::equal(sealed.first(kMagic.size()), as_bytes(kMagic))) {
    return fail(ErrorCode::invalid, "not an encrypted stream: its header is missing");
  }
  const BytesView header = sealed.first(kChunkHeaderSize);
  const std::uint32_t chunk_size = load_be32(&header[kMagic.size()]);
  if (chunk_size == 0 || chunk_size > kMaxChunkSize) {
    return fail(ErrorCode::invalid, "encrypted stream: impossible chunk size " + std::to_string(chunk_size));
  }
  Aead aead(key.derive(kPurpose, header.last(kSaltSize)));

  OpenedStream opened;
  BytesView rest = sealed.subspan(kChunkHeaderSize);
  for (std::uint64_t index = 0; !rest.empty(); ++index) {
    // A whole chunk is full, or the last one. What is shorter and not the last is what a crash left of one.
    const BytesView chunk = rest.first(std::min<std::size_t>(rest.size(), chunk_size + kTagSize));
    rest = rest.subspan(chunk.size());
    const bool full = chunk.size() == chunk_size + kTagSize;
    if (full) {
      if (const auto plain = aead.open(chunk_nonce(index, false), header, chunk)) {
        deliver(*plain);
        opened.bytes += plain->size();
        continue;
      }
    }
    if (rest.empty()) {
      if (const auto plain = aead.open(chunk_nonce(index, true), header, chunk)) {
        deliver(*plain);
        opened.bytes += plain->size();
        opened.complete = true;
        return opened;
      }
      if (!full) return opened;
    }
    return fail(ErrorCode::refused, "encrypted stream: chunk " + std::to_string(index) +
                                        " was changed, moved, or sealed with another key");
  }
  return opened;
}

}  // namespace attendant::security
