// The bytes of journal segments. All numbers little-endian.
//
//   segment  = header (64 bytes), records, zeros up to the preallocated size
//   header   = "ATTJRNL\0", format version u32, shard u32, segment number u64, created u64 (ms), zeros,
//   CRC-32C of the 60
//              bytes before it u32
//   record   = length u32 (of the whole record, a multiple of 8), CRC-32C u32 of everything after it, and
//   then
//              version u8, flags u8, call length u8, type length u8, payload length u32, sequence u64, wall
//              u64 (ms), monotonic u64 (ns), call, type, payload, padding zeros
//
// The length is stored last, atomically: a reader beside the writer, and recovery after a crash, see a record
// whole or (length 0) not at all. A sealed payload is AES-256-GCM with the sequence as nonce and everything
// from `version` to the end of `type` as associated data. The payload of kCallOpened is not sealed: salt (16
// bytes) and the wrapped key of the call; the key of the records is HKDF(call key, "journal", salt), so a
// second writer of the same call never repeats a nonce. That payload is outside the checksum (the wrapped key
// authenticates itself): erasing a call writes zeros over it, and a crash in the middle of that damages
// nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "store/journal.hpp"
#include "store/local/journal_reader.hpp"

namespace attendant::store::local {

inline constexpr std::uint8_t kFormatVersion = 1;
inline constexpr std::size_t kSegmentHeaderSize = 64;
inline constexpr std::size_t kRecordHeaderSize = 40;
inline constexpr std::size_t kAssociatedBegin = 8;  // of a record
inline constexpr std::size_t kSaltSize = 16;
inline constexpr std::string_view kJournalPurpose = "journal";

inline constexpr std::uint8_t kFlagSealed = 1;
inline constexpr std::uint8_t kFlagKey = 2;  // kCallOpened: its payload is not in the checksum

struct SegmentHeader {
  std::uint32_t shard = 0;
  std::uint64_t number = 0;
  WallTime created{};
};
void write_segment_header(const SegmentHeader& header,
                          std::span<std::uint8_t> out);  // kSegmentHeaderSize bytes
Result<SegmentHeader> read_segment_header(BytesView segment);

// What a record of these parts takes in a segment.
std::size_t record_size(std::size_t call, std::size_t type, std::size_t payload);

struct RecordHead {
  std::string_view call;
  std::string_view type;
  std::uint64_t sequence = 0;
  WallTime wall{};
  Instant at{};
  std::uint8_t flags = 0;
  std::size_t payload_size = 0;
};

// Lays out everything but the payload, the checksum and the length; returns where the payload goes.
std::span<std::uint8_t> begin_record(const RecordHead& head, std::span<std::uint8_t> out);
BytesView associated_part(BytesView record, const RecordHead& head);
// Checksum, then the length: from here on the record exists.
void commit_record(std::span<std::uint8_t> record);

// Writes zeros over salt and wrapped key of a kCallOpened record.
void erase_key(std::span<std::uint8_t> record);

// The record at the front of `bytes`. nullopt with `torn` set: something other than zeros that is no whole
// record.
struct ParsedRecord {
  std::optional<StoredRecord> record;
  std::size_t size = 0;
  bool torn = false;
};
ParsedRecord parse_record(BytesView bytes);

}  // namespace attendant::store::local
