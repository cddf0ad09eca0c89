// One segment file of a journal, preallocated and mapped for writing. Its bytes are written by one shard
// thread; creating, syncing and putting away are the storage pool's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "base/result.hpp"
#include "store/local/record.hpp"

namespace attendant::store::local {

inline constexpr std::string_view kLiveExtension = ".segment";     // may hold calls that are open
inline constexpr std::string_view kArchiveExtension = ".archive";  // all its calls ended and are in history

// Segments are whole pages.
inline constexpr std::uint64_t kSegmentGranularity = 4096;

std::filesystem::path segment_file(const std::filesystem::path& directory, std::uint32_t shard,
                                   std::uint64_t number);

// What a file takes on the disk, which is less than its size once it was put away; 0 when it is gone.
std::uint64_t disk_use(const std::filesystem::path& file);

// Whether a Segment (of any process) is writing to this file.
bool in_use(const std::filesystem::path& file);

class Segment {
 public:
  // Error::exhausted when the disk (or a limit) has no room: nothing is left behind.
  static Result<std::unique_ptr<Segment>> create(const std::filesystem::path& directory,
                                                 const SegmentHeader& header, std::uint64_t bytes);
  ~Segment();
  Segment(const Segment&) = delete;
  Segment& operator=(const Segment&) = delete;

  std::span<std::uint8_t> bytes() { return bytes_; }
  const std::filesystem::path& file() const { return file_; }

  // Waits until [from, to) is on the disk, and leaves whole pages of it to the page cache alone: they are not
  // written again, and count no more as memory of this process.
  Status sync(std::uint64_t from, std::uint64_t to);
  // Lets the kernel make the pages of [from, to) present, so that the shard's first write to them does not
  // have to.
  void populate(std::uint64_t from, std::uint64_t to);
  // Gives the space behind `used` back to the file system (the file keeps its size: a reader may have it
  // mapped). No bytes may be touched afterwards.
  Status put_away(std::uint64_t used);
  // Deletes a segment that was never used.
  Status remove();

 private:
  Segment(std::filesystem::path file, int descriptor, std::span<std::uint8_t> bytes);
  void unmap();

  std::filesystem::path file_;
  int descriptor_;
  std::span<std::uint8_t> bytes_;
};

}  // namespace attendant::store::local
