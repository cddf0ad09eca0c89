#include "store/local/segment.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace attendant::store::local {
namespace {

constexpr std::uint64_t kPage = kSegmentGranularity;

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23  // Linux 5.14; older headers do not name it
#endif

Error disk_error(const std::filesystem::path& file, std::string_view what, int number) {
  const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
  return {.code = full ? ErrorCode::exhausted : ErrorCode::unavailable,
          .message = fmt::format("journal segment {}: {}: {}{}", file.string(), what, std::strerror(number),
                                 full ? "; free some space or move the data directory" : "")};
}

// A new file is only safe once its name is: the directory has to be synced too.
Status sync_directory(const std::filesystem::path& directory) {
  const int fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return fail(disk_error(directory, "cannot open the directory", errno));
  const int failed = ::fsync(fd) == 0 ? 0 : errno;
  ::close(fd);
  if (failed != 0) return fail(disk_error(directory, "cannot sync the directory", failed));
  return {};
}

}  // namespace

std::filesystem::path segment_file(const std::filesystem::path& directory, std::uint32_t shard,
                                   std::uint64_t number) {
  return directory / fmt::format("shard{:02}-{:010}{}", shard, number, kLiveExtension);
}

std::uint64_t disk_use(const std::filesystem::path& file) {
  struct stat status{};
  return ::stat(file.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_blocks) * 512 : 0;
}

bool in_use(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool locked = ::flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(fd);
  return locked;
}

Result<std::unique_ptr<Segment>> Segment::create(const std::filesystem::path& directory,
                                                 const SegmentHeader& header, std::uint64_t bytes) {
  CHECK(bytes % kPage == 0);
  const auto file = segment_file(directory, header.shard, header.number);
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return fail(disk_error(file, "cannot be created", errno));
  const auto give_up = [&](std::string_view what, int number) {
    ::close(fd);
    ::unlink(file.c_str());
    return fail(disk_error(file, what, number));
  };
  // Every block is allocated now: a write through the mapping to a full disk would be a SIGBUS.
  if (const int failed = ::posix_fallocate(fd, 0, static_cast<off_t>(bytes)); failed != 0) {
    return give_up("no room for it on the disk", failed);
  }
  if (::flock(fd, LOCK_SH) != 0) return give_up("cannot be locked", errno);
  void* mapped = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (mapped == MAP_FAILED) return give_up("cannot be mapped", errno);

  std::unique_ptr<Segment> segment(new Segment(file, fd, {static_cast<std::uint8_t*>(mapped), bytes}));
  write_segment_header(header, segment->bytes());
  TRY(segment->sync(0, kSegmentHeaderSize));
  TRY(sync_directory(directory));
  return segment;
}

Segment::Segment(std::filesystem::path file, int descriptor, std::span<std::uint8_t> bytes)
    : file_(std::move(file)), descriptor_(descriptor), bytes_(bytes) {}

Segment::~Segment() {
  unmap();
  ::close(descriptor_);
}

void Segment::unmap() {
  if (!bytes_.empty()) ::munmap(bytes_.data(), bytes_.size());
  bytes_ = {};
}

Status Segment::sync(std::uint64_t from, std::uint64_t to) {
  const std::uint64_t begin = from / kPage * kPage;
  if (::msync(bytes_.data() + begin, to - begin, MS_SYNC) != 0) {
    return fail(disk_error(file_, "cannot be written to the disk", errno));
  }
  const std::uint64_t whole = to / kPage * kPage;
  if (begin < whole) ::madvise(bytes_.data() + begin, whole - begin, MADV_DONTNEED);
  return {};
}

void Segment::populate(std::uint64_t from, std::uint64_t to) {
  const std::uint64_t begin = from / kPage * kPage;
  const std::uint64_t end = std::min<std::uint64_t>((to + kPage - 1) / kPage * kPage, bytes_.size());
  if (begin < end)
    ::madvise(bytes_.data() + begin, end - begin, MADV_POPULATE_WRITE);  // only a hint: no matter if refused
}

Status Segment::remove() {
  unmap();
  if (::unlink(file_.c_str()) != 0) return fail(disk_error(file_, "cannot be removed", errno));
  return {};
}

Status Segment::put_away(std::uint64_t used) {
  const std::uint64_t size = bytes_.size();
  unmap();
  const std::uint64_t begin = (used + kPage - 1) / kPage * kPage;
  if (begin == size) return {};
  const int hole = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
  if (::fallocate(descriptor_, hole, static_cast<off_t>(begin), static_cast<off_t>(size - begin)) != 0 &&
      errno != EOPNOTSUPP) {
    return fail(disk_error(file_, "its unused end cannot be given back", errno));
  }
  return {};
}

}  // namespace attendant::store::local
