#include "store/local/journal_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <optional>
#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "security/aead.hpp"
#include "store/local/record.hpp"
#include "store/local/segment.hpp"

namespace attendant::store::local {
namespace {

// A whole file, mapped. Mapping (not reading) also sees what a writer in this machine appends meanwhile.
class MappedFile {
 public:
  static Result<std::unique_ptr<MappedFile>> open(const std::filesystem::path& file, bool writable = false) {
    const int fd = ::open(file.c_str(), (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC);
    if (fd < 0) return fail(error(file, errno));
    struct stat status{};
    const bool known = ::fstat(fd, &status) == 0;
    const auto size = known ? static_cast<std::size_t>(status.st_size) : 0;
    void* mapped = nullptr;
    if (size > 0) {
      mapped = ::mmap(nullptr, size, PROT_READ | (writable ? PROT_WRITE : 0), MAP_SHARED, fd, 0);
    }
    const int failed = errno;
    ::close(fd);
    if (!known || mapped == MAP_FAILED) return fail(error(file, failed));
    return std::unique_ptr<MappedFile>(new MappedFile(static_cast<std::uint8_t*>(mapped), size));
  }
  ~MappedFile() {
    if (data_ != nullptr) ::munmap(data_, size_);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::span<std::uint8_t> bytes() { return {data_, size_}; }
  Status sync() {
    if (::msync(data_, size_, MS_SYNC) != 0) return fail(error("journal segment", errno));
    return {};
  }

 private:
  MappedFile(std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  static Error error(const std::filesystem::path& file, int number) {
    return {.code = number == ENOENT ? ErrorCode::not_found : ErrorCode::unavailable,
            .message = file.string() + ": " + std::strerror(number)};
  }

  std::uint8_t* data_;
  std::size_t size_;
};

// Opens the records of one call as they come; each writer of the call begins with its own salt.
class CallOpener {
 public:
  CallOpener(const CallId& call, const security::KeyRing& keys) : call_(call), keys_(keys) {}

  Result<JournalRecord> open(const StoredRecord& stored) {
    JournalRecord record{.call = call_,
                         .sequence = stored.sequence,
                         .wall = stored.wall,
                         .at = stored.at,
                         .type = std::string(stored.type),
                         .payload = {}};
    if (stored.type == kCallOpened) {
      TRY(begin(stored));
      return record;
    }
    if (!aead_)
      return fail(ErrorCode::invalid, "the journal of " + call_.value() + " lacks its first record");
    auto payload = stored.sealed ? aead_->open(security::counter_nonce(stored.sequence), stored.associated,
                                               stored.payload)
                                 : Result<Bytes>(Bytes(stored.payload.begin(), stored.payload.end()));
    if (!payload) return fail(payload.error().in("record " + std::to_string(stored.sequence)));
    record.payload = *std::move(payload);
    return record;
  }

 private:
  Status begin(const StoredRecord& stored) {
    if (stored.payload.size() <= kSaltSize || stored.erased) {
      return fail(ErrorCode::refused, "the call " + call_.value() + " was erased");
    }
    TRY_ASSIGN(const auto key, keys_.unwrap(call_, stored.payload.subspan(kSaltSize)));
    aead_.emplace(key.key.derive(kJournalPurpose, stored.payload.first(kSaltSize)));
    return {};
  }

  const CallId& call_;
  const security::KeyRing& keys_;
  std::optional<security::Aead> aead_;
};

}  // namespace

Result<SegmentEnd> read_segment(BytesView bytes, const std::function<void(const StoredRecord&)>& take) {
  TRY(read_segment_header(bytes));
  SegmentEnd end{.file = {}, .records = 0, .bytes = kSegmentHeaderSize, .torn = false};
  while (true) {
    auto parsed = parse_record(bytes.subspan(end.bytes));
    end.torn = parsed.torn;
    if (!parsed.record) return end;
    parsed.record->offset = end.bytes;
    take(*parsed.record);
    ++end.records;
    end.bytes += parsed.size;
  }
}

Result<SegmentEnd> read_segment(const std::filesystem::path& file,
                                const std::function<void(const StoredRecord&)>& take) {
  TRY_ASSIGN(const auto mapped, MappedFile::open(file));
  auto end = read_segment(BytesView(mapped->bytes()), take);
  if (!end) return fail(end.error().in(file.string()));
  end->file = file;
  return end;
}

Result<std::vector<std::filesystem::path>> list_segments(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> segments;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    const auto extension = entry.path().extension();
    if (extension == kLiveExtension || extension == kArchiveExtension) segments.push_back(entry.path());
  }
  if (error == std::errc::no_such_file_or_directory) return segments;
  if (error)
    return fail(ErrorCode::unavailable, "journal directory " + directory.string() + ": " + error.message());
  std::ranges::sort(segments, {}, [](const auto& path) { return path.stem(); });
  return segments;
}

Result<std::vector<JournalRecord>> read_call(const std::filesystem::path& directory, const CallId& call,
                                             const security::KeyRing& keys) {
  TRY_ASSIGN(const auto segments, list_segments(directory));
  std::vector<JournalRecord> records;
  CallOpener opener(call, keys);
  Status readable;  // a damaged segment matters only when nothing of the call is found elsewhere
  for (const auto& segment : segments) {
    Status opened;
    const auto end = read_segment(segment, [&](const StoredRecord& stored) {
      if (!opened || stored.call != call.value()) return;
      if (auto record = opener.open(stored)) {
        records.push_back(*std::move(record));
      } else {
        opened = fail(record.error());
      }
    });
    TRY(opened);
    if (!end && end.error().code != ErrorCode::not_found) readable = fail(end.error());
  }
  if (!records.empty()) return records;
  TRY(readable);
  return fail(ErrorCode::not_found, "no journal of call " + call.value() + " is kept");
}

std::vector<JournalledCall> list_calls(std::span<const std::filesystem::path> segments,
                                       const SegmentListener& on_segment) {
  std::map<std::string, JournalledCall, std::less<>> calls;
  const auto add = [&](const StoredRecord& stored) {
    auto found = calls.find(stored.call);
    if (found == calls.end()) {
      const CallId id{std::string(stored.call)};
      found = calls.emplace(id.value(), JournalledCall{.call = id, .wrapped_key = {}, .opened = stored.wall})
                  .first;
    }
    JournalledCall& call = found->second;
    if (stored.type == kCallOpened && !stored.erased && stored.payload.size() > kSaltSize) {
      const auto wrapped = stored.payload.subspan(kSaltSize);
      call.wrapped_key.assign(wrapped.begin(), wrapped.end());
    }
    call.last = stored.wall;
    call.closed = stored.type == kCallClosed;
    ++call.records;
  };
  for (const auto& segment : segments) on_segment(segment, read_segment(segment, add));

  std::vector<JournalledCall> list;
  list.reserve(calls.size());
  for (auto& [id, call] : calls) list.push_back(std::move(call));
  return list;
}

Status erase_call_key(const std::filesystem::path& directory, const CallId& call) {
  TRY_ASSIGN(const auto segments, list_segments(directory));
  for (const auto& segment : segments) {
    std::vector<std::uint64_t> openings;
    const auto end = read_segment(segment, [&](const StoredRecord& stored) {
      if (stored.type == kCallOpened && !stored.erased && stored.call == call.value()) {
        openings.push_back(stored.offset);
      }
    });
    if (!end && end.error().code != ErrorCode::not_found) return fail(end.error());
    if (openings.empty()) continue;
    TRY_ASSIGN(const auto mapped, MappedFile::open(segment, true));
    for (const auto offset : openings) erase_key(mapped->bytes().subspan(offset));
    TRY(mapped->sync());
  }
  return {};
}

}  // namespace attendant::store::local
