#include "telemetry/async_log.hpp"

#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "runtime/thread_name.hpp"

namespace attendant::telemetry {
namespace {

// False when the descriptor takes no more (its disk is full, its pipe is closed): those lines are lost, and
// counted.
bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(fd, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

}  // namespace

struct AsyncLog::Impl {
  Impl(int descriptor, std::size_t most) : fd(descriptor), capacity(most), thread([this] { run(); }) {}

  void run() {
    runtime::name_this_thread("log");
    std::vector<std::string> lines;
    std::unique_lock lock(mutex);
    for (;;) {
      wanted.wait(lock, [this] { return stopping || !queued.empty(); });
      if (queued.empty()) return;
      lines.swap(queued);
      const std::uint64_t lost = std::exchange(dropped_unsaid, 0);
      writing = true;
      lock.unlock();

      std::string block;
      for (const auto& line : lines) block.append(line).append(1, '\n');
      if (lost > 0)
        block +=
            fmt::format("{{\"level\":\"warning\",\"event\":\"log lines dropped\",\"count\":{}}}\n", lost);
      const bool written = write_all(fd, block);

      lock.lock();
      if (!written) dropped += lines.size();
      lines.clear();
      writing = false;
      if (queued.empty()) idle.notify_all();
    }
  }

  const int fd;
  const std::size_t capacity;
  mutable std::mutex mutex;
  std::condition_variable wanted;
  std::condition_variable idle;
  std::vector<std::string> queued;
  std::uint64_t dropped = 0;
  std::uint64_t dropped_unsaid = 0;
  bool writing = false;
  bool stopping = false;
  std::thread thread;  // last: it uses all of the above
};

AsyncLog::AsyncLog(int fd, std::size_t capacity) : impl_(std::make_unique<Impl>(fd, capacity)) {}

AsyncLog::~AsyncLog() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
  }
  impl_->wanted.notify_one();
  impl_->thread.join();
}

void AsyncLog::write(std::string line) {
  {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->queued.size() >= impl_->capacity) {
      ++impl_->dropped;
      ++impl_->dropped_unsaid;
      return;
    }
    impl_->queued.push_back(std::move(line));
  }
  impl_->wanted.notify_one();
}

std::uint64_t AsyncLog::dropped() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->dropped;
}

void AsyncLog::flush() {
  std::unique_lock lock(impl_->mutex);
  impl_->idle.wait(lock, [this] { return impl_->queued.empty() && !impl_->writing; });
}

}  // namespace attendant::telemetry
