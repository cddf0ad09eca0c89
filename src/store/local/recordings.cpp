#include "store/local/recordings.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.hpp"
#include "security/chunk_cipher.hpp"

namespace attendant::store::local {
namespace {

constexpr std::string_view kPurpose = "recording";
constexpr std::string_view kExtension = ".wav.sealed";
// An eighth of a second: what a crash may lose, and what a recording keeps in memory.
constexpr std::uint32_t kChunkSize = 4096;
constexpr std::size_t kWavHeaderSize = 44;
constexpr std::size_t kRiffSizeAt = 4;
constexpr std::size_t kDataSizeAt = 40;

Error file_error(const std::filesystem::path& file, int number) {
  return {.code = number == ENOSPC || number == EDQUOT || number == EFBIG ? ErrorCode::exhausted
                                                                          : ErrorCode::unavailable,
          .message = "recording " + file.string() + ": " + std::strerror(number)};
}

class SealedFile final : public audio::ByteSink {
 public:
  static Result<std::unique_ptr<SealedFile>> create(const std::filesystem::path& file,
                                                    const security::Key& key) {
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return fail(file_error(file, errno));
    std::unique_ptr<SealedFile> sink(new SealedFile(file, fd, key));
    sink->write(sink->sealer_.header());
    TRY(sink->written_);
    return sink;
  }

  ~SealedFile() override {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  Status append(BytesView bytes) override {
    TRY(written_);
    sealer_.add(bytes, [this](BytesView chunk) { write(chunk); });
    return written_;
  }

  // Chunks that are sealed are never written again. export_wav puts the sizes in.
  Status rewrite_head(BytesView) override {
    return fail(ErrorCode::unsupported, "an encrypted recording is only appended to");
  }

  Status close() override {
    TRY(written_);
    sealer_.finish([this](BytesView chunk) { write(chunk); });
    TRY(written_);
    const bool stored = ::fsync(descriptor_) == 0;
    const int failed = errno;
    ::close(descriptor_);
    descriptor_ = -1;
    written_ = fail(ErrorCode::conflict, "recording " + file_.string() + " is closed");
    if (!stored) return fail(file_error(file_, failed));
    return {};
  }

 private:
  SealedFile(std::filesystem::path file, int descriptor, const security::Key& key)
      : file_(std::move(file)), descriptor_(descriptor), sealer_(key, kChunkSize) {}

  // After a failed write nothing more is written: a gap would make the rest unreadable.
  void write(BytesView bytes) {
    while (written_ && !bytes.empty()) {
      const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
      if (count >= 0) {
        bytes = bytes.subspan(static_cast<std::size_t>(count));
      } else if (errno != EINTR) {
        written_ = fail(file_error(file_, errno));
      }
    }
  }

  std::filesystem::path file_;
  int descriptor_;
  security::ChunkSealer sealer_;
  Status written_;
};

std::optional<std::filesystem::path> find(const std::filesystem::path& directory, const CallId& call) {
  std::error_code none;
  for (const auto& day : std::filesystem::directory_iterator(directory, none)) {
    auto file = day.path() / (call.value() + std::string(kExtension));
    std::error_code error;
    if (std::filesystem::exists(file, error)) return file;
  }
  return std::nullopt;
}

// The stream was written before its length was known: the sizes of the RIFF and data chunks are put right
// here.
void correct_sizes(std::fstream& wav, std::uint64_t bytes) {
  if (bytes < kWavHeaderSize) return;
  const auto put = [&](std::size_t at, std::uint64_t size) {
    std::array<char, 4> little{};
    const std::uint64_t limited = std::min<std::uint64_t>(size, 0xFFFFFFFF);
    for (std::size_t i = 0; i < little.size(); ++i) little[i] = static_cast<char>(limited >> 8 * i & 0xFF);
    wav.seekp(static_cast<std::streamoff>(at));
    wav.write(little.data(), little.size());
  };
  put(kRiffSizeAt, bytes - 8);
  put(kDataSizeAt, bytes - kWavHeaderSize);
}

// A day of the calendar as a folder name, "2026-11-22".
std::string day_of(WallTime time) { return to_iso(Date(std::chrono::floor<std::chrono::days>(time))); }

}  // namespace

Recordings::Recordings(std::filesystem::path directory) : directory_(std::move(directory)) {}

Result<std::unique_ptr<audio::ByteSink>> Recordings::open_recording(const CallId& call,
                                                                    const security::Key& call_key,
                                                                    WallTime started) {
  const auto folder = directory_ / day_of(started);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fail(file_error(folder, error.value()));
  return SealedFile::create(folder / (call.value() + std::string(kExtension)), call_key.derive(kPurpose));
}

bool Recordings::has(const CallId& call) const { return find(directory_, call).has_value(); }

Result<ExportedRecording> Recordings::export_wav(const CallId& call, const security::Key& call_key,
                                                 const std::filesystem::path& wav) const {
  const auto file = find(directory_, call);
  if (!file) return fail(ErrorCode::not_found, "there is no recording of call " + call.value());
  std::ifstream in(*file, std::ios::binary);
  const Bytes sealed{std::istreambuf_iterator<char>(in), {}};

  std::fstream out(wav, std::ios::binary | std::ios::in | std::ios::out | std::ios::trunc);
  if (!out) return fail(file_error(wav, errno));
  std::uint64_t bytes = 0;
  const auto opened = security::open_chunks(call_key.derive(kPurpose), sealed, [&](BytesView plain) {
    out.write(reinterpret_cast<const char*>(plain.data()), static_cast<std::streamsize>(plain.size()));
    bytes += plain.size();
  });
  correct_sizes(out, bytes);
  out.close();
  if (!opened) return fail(opened.error().in("recording of " + call.value()));
  if (!out) return fail(file_error(wav, errno));
  return ExportedRecording{.wav_bytes = bytes, .complete = opened->complete};
}

Status Recordings::erase(const CallId& call) {
  const auto file = find(directory_, call);
  if (!file) return {};
  if (::unlink(file->c_str()) != 0 && errno != ENOENT) return fail(file_error(*file, errno));
  return {};
}

Result<std::uint32_t> Recordings::erase_before(WallTime time) {
  const std::string keep_from = day_of(time);
  std::uint32_t erased = 0;
  std::error_code none;
  std::vector<std::filesystem::path> old;
  for (const auto& day : std::filesystem::directory_iterator(directory_, none)) {
    if (parse_date(day.path().filename().string()) && day.path().filename().string() < keep_from) {
      old.push_back(day.path());
    }
  }
  for (const auto& day : old) {
    for (const auto& file : std::filesystem::directory_iterator(day, none)) {
      erased += file.path().string().ends_with(kExtension) ? 1U : 0U;
    }
    std::error_code error;
    std::filesystem::remove_all(day, error);
    if (error) return fail(file_error(day, error.value()));
  }
  return erased;
}

}  // namespace attendant::store::local
