#include "store/local/record.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstring>
#include <string>

#include "store/local/crc32c.hpp"

namespace attendant::store::local {
namespace {

static_assert(std::endian::native == std::endian::little,
              "segments are mapped: the format is this machine's byte order");

constexpr std::string_view kMagic{"ATTJRNL\0", 8};
constexpr std::size_t kHeaderChecksumAt = kSegmentHeaderSize - sizeof(std::uint32_t);
constexpr std::size_t kChecksumAt = 4;
constexpr std::size_t kAlignment = 8;

template <class T>
T load(BytesView bytes, std::size_t at) {
  T value{};
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

template <class T>
void store(std::span<std::uint8_t> bytes, std::size_t at, T value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

std::string_view text(BytesView bytes, std::size_t at, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes.data() + at), size};
}

// The writer's store and the reader's load of the length are one atomic pair over the shared page.
std::uint32_t load_length(BytesView record) {
  auto* word = reinterpret_cast<std::uint32_t*>(const_cast<std::uint8_t*>(record.data()));
  return std::atomic_ref(*word).load(std::memory_order_acquire);
}

std::size_t head_size(BytesView record) { return kRecordHeaderSize + record[10] + record[11]; }

std::uint32_t checksum(BytesView record) {
  const bool key = (record[9] & kFlagKey) != 0;
  return crc32c(
      record.subspan(kAssociatedBegin, (key ? head_size(record) : record.size()) - kAssociatedBegin));
}

bool all_zero(BytesView bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

void write_segment_header(const SegmentHeader& header, std::span<std::uint8_t> out) {
  CHECK(out.size() >= kSegmentHeaderSize);
  std::ranges::fill(out.first(kSegmentHeaderSize), std::uint8_t{0});
  std::ranges::copy(as_bytes(kMagic), out.begin());
  store(out, 8, std::uint32_t{kFormatVersion});
  store(out, 12, header.shard);
  store(out, 16, header.number);
  store(out, 24, static_cast<std::int64_t>(header.created.time_since_epoch().count()));
  store(out, kHeaderChecksumAt, crc32c(BytesView(out).first(kHeaderChecksumAt)));
}

Result<SegmentHeader> read_segment_header(BytesView segment) {
  if (segment.size() < kSegmentHeaderSize ||
      !std::ranges::equal(segment.first(kMagic.size()), as_bytes(kMagic))) {
    return fail(ErrorCode::invalid, "not a journal segment: its header is missing");
  }
  const auto version = load<std::uint32_t>(segment, 8);
  if (version == 0 || version > kFormatVersion) {
    return fail(ErrorCode::unsupported, "journal format " + std::to_string(version) +
                                            " is not known to this version of Attendant, which reads up to " +
                                            std::to_string(kFormatVersion));
  }
  if (load<std::uint32_t>(segment, kHeaderChecksumAt) != crc32c(segment.first(kHeaderChecksumAt))) {
    return fail(ErrorCode::invalid, "the header of the journal segment is damaged");
  }
  return SegmentHeader{.shard = load<std::uint32_t>(segment, 12),
                       .number = load<std::uint64_t>(segment, 16),
                       .created = WallTime(std::chrono::milliseconds(load<std::int64_t>(segment, 24)))};
}

std::size_t record_size(std::size_t call, std::size_t type, std::size_t payload) {
  const std::size_t exact = kRecordHeaderSize + call + type + payload;
  return (exact + kAlignment - 1) / kAlignment * kAlignment;
}

std::span<std::uint8_t> begin_record(const RecordHead& head, std::span<std::uint8_t> out) {
  CHECK(out.size() == record_size(head.call.size(), head.type.size(), head.payload_size));
  out[8] = kFormatVersion;
  out[9] = head.flags;
  out[10] = static_cast<std::uint8_t>(head.call.size());
  out[11] = static_cast<std::uint8_t>(head.type.size());
  store(out, 12, static_cast<std::uint32_t>(head.payload_size));
  store(out, 16, head.sequence);
  store(out, 24, static_cast<std::int64_t>(head.wall.time_since_epoch().count()));
  store(out, 32, static_cast<std::int64_t>(head.at.time_since_epoch().count()));
  std::ranges::copy(as_bytes(head.call), out.begin() + kRecordHeaderSize);
  const std::size_t type_at = kRecordHeaderSize + head.call.size();
  std::ranges::copy(as_bytes(head.type), out.begin() + static_cast<std::ptrdiff_t>(type_at));
  const std::size_t payload_at = type_at + head.type.size();
  std::ranges::fill(out.subspan(payload_at + head.payload_size), std::uint8_t{0});
  return out.subspan(payload_at, head.payload_size);
}

BytesView associated_part(BytesView record, const RecordHead& head) {
  return record.subspan(kAssociatedBegin,
                        kRecordHeaderSize + head.call.size() + head.type.size() - kAssociatedBegin);
}

void commit_record(std::span<std::uint8_t> record) {
  store(record, kChecksumAt, checksum(record));
  std::atomic_ref(*reinterpret_cast<std::uint32_t*>(record.data()))
      .store(static_cast<std::uint32_t>(record.size()), std::memory_order_release);
}

void erase_key(std::span<std::uint8_t> record) {
  const std::size_t payload = load<std::uint32_t>(record, 12);
  std::ranges::fill(record.subspan(head_size(record), payload), std::uint8_t{0});
}

ParsedRecord parse_record(BytesView bytes) {
  ParsedRecord parsed;
  if (bytes.size() < kRecordHeaderSize) {
    parsed.torn = !all_zero(bytes);
    return parsed;
  }
  const std::size_t size = load_length(bytes);
  if (size == 0) {
    // Preallocated space, or a record whose writer did not come to the length: only bytes of the head can
    // tell.
    parsed.torn = !all_zero(bytes.first(kRecordHeaderSize));
    return parsed;
  }
  parsed.torn = true;
  if (size < kRecordHeaderSize || size > bytes.size() || size % kAlignment != 0) return parsed;
  const BytesView record = bytes.first(size);
  const std::size_t head = head_size(record);
  const std::size_t payload_size = load<std::uint32_t>(record, 12);
  const std::size_t exact = head + payload_size;
  if (exact > size || size - exact >= kAlignment) return parsed;
  if (load<std::uint32_t>(record, kChecksumAt) != checksum(record)) return parsed;
  if (record[8] == 0 || record[8] > kFormatVersion) return parsed;

  const BytesView payload = record.subspan(head, payload_size);
  const bool key = (record[9] & kFlagKey) != 0;
  parsed.torn = false;
  parsed.size = size;
  parsed.record = StoredRecord{
      .call = text(record, kRecordHeaderSize, record[10]),
      .type = text(record, kRecordHeaderSize + record[10], record[11]),
      .sequence = load<std::uint64_t>(record, 16),
      .wall = WallTime(std::chrono::milliseconds(load<std::int64_t>(record, 24))),
      .at = Instant(Duration(load<std::int64_t>(record, 32))),
      .associated = record.subspan(kAssociatedBegin, head - kAssociatedBegin),
      .payload = payload,
      .sealed = (record[9] & kFlagSealed) != 0,
      .erased = key && all_zero(payload),
  };
  return parsed;
}

}  // namespace attendant::store::local
