#include "media/file_sink.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace attendant::media {
namespace {

class FileSink final : public audio::ByteSink {
 public:
  FileSink(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
  ~FileSink() override {
    if (fd_ >= 0) ::close(fd_);
  }
  FileSink(const FileSink&) = delete;
  FileSink& operator=(const FileSink&) = delete;

  Status append(BytesView bytes) override {
    while (!bytes.empty()) {
      const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) return failure("write");
      if (written > 0) bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
  }
  Status rewrite_head(BytesView head) override {
    if (::pwrite(fd_, head.data(), head.size(), 0) != static_cast<ssize_t>(head.size()))
      return failure("rewrite");
    return {};
  }
  Status close() override {
    const bool stored = ::fdatasync(fd_) == 0;
    const Status status = stored ? Status{} : failure("sync");
    ::close(std::exchange(fd_, -1));
    return status;
  }

 private:
  Status failure(const char* what) const {
    return fail(errno == ENOSPC ? ErrorCode::exhausted : ErrorCode::unavailable,
                fmt::format("cannot {} {}: {}", what, path_, std::generic_category().message(errno)));
  }

  int fd_;
  std::string path_;
};

}  // namespace

Result<std::unique_ptr<audio::ByteSink>> open_file_sink(const std::string& path) {
  const int fd = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0) {
    return fail(ErrorCode::unavailable,
                fmt::format("cannot create {}: {}", path, std::generic_category().message(errno)));
  }
  return std::make_unique<FileSink>(fd, path);
}

}  // namespace attendant::media
