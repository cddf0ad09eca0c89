// Segments as a damaged disk might give them back: reading ends with an error or a place, never with a crash,
// and never goes beyond the bytes.
#include <cstdlib>

#include "store/local/crc32c.hpp"
#include "store/local/journal_reader.hpp"
#include "store/local/record.hpp"

using namespace attendant;
using namespace attendant::store::local;

namespace {

void read(BytesView bytes) {
  std::size_t records = 0;
  const auto end = read_segment(bytes, [&](const StoredRecord& record) {
    ++records;
    const auto* begin = bytes.data();
    const auto* payload = record.payload.data();
    if (payload < begin || payload + record.payload.size() > begin + bytes.size()) std::abort();
  });
  if (end && (end->records != records || end->bytes > bytes.size())) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes segment(data, data + size);  // aligned, as files are mapped
  read(segment);

  // The same with valid checksums, so that what is behind them is reached.
  if (size < kSegmentHeaderSize) return 0;
  write_segment_header({}, segment);
  std::size_t at = kSegmentHeaderSize;
  while (at + kRecordHeaderSize <= size) {
    const std::size_t length = std::size_t{segment[at]} / 8 * 8;
    if (length < kRecordHeaderSize || at + length > size) break;
    const auto record = std::span(segment).subspan(at, length);
    if (kRecordHeaderSize + record[10] + record[11] > length) break;
    commit_record(record);
    at += length;
  }
  read(segment);
  return 0;
}
