#include "media/media_plane.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <mutex>
#include <random>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "media/media_thread.hpp"
#include "media/port_pool.hpp"
#include "media/recorder.hpp"
#include "media/rtp_line.hpp"
#include "media/udp_socket.hpp"

namespace attendant::media {
namespace {

std::string read_setting(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

StreamStart random_start() {
  std::random_device random;
  return {.ssrc = random(), .sequence = static_cast<std::uint16_t>(random()), .timestamp = random()};
}

class ThreadedPlane final : public MediaPlane {
 public:
  ThreadedPlane(const PlaneOptions& options, std::uint32_t bind_ip, const Clock& clock)
      : options_(options),
        bind_ip_(bind_ip),
        clock_(clock),
        waiting_(places()),
        ports_(options.first_port, options.last_port, options.port_quarantine, std::random_device()()) {}

  ~ThreadedPlane() override {
    threads_.clear();  // before the recorder: the taps end here
  }

  Status start() {
    for (int i = 0; i < options_.threads; ++i) {
      threads_.push_back(std::make_unique<MediaThread>(
          MediaThread::Options{.lines = options_.lines_per_thread,
                               .realtime_priority = options_.realtime ? options_.realtime_priority : 0,
                               .core = options_.pin_to_core},
          clock_));
      TRY(threads_.back()->start());
    }
    recorder_.start();
    return {};
  }

  Result<std::unique_ptr<Line>> open(const LineOptions& options) override;
  Recorder& recorder() override { return recorder_; }
  bool realtime() const override {
    return std::ranges::all_of(threads_, [](const auto& thread) { return thread->realtime(); });
  }
  int lines() const override {
    const std::scoped_lock lock(mutex_);
    return static_cast<int>(served_.size() - leaving_);
  }
  Lateness lateness() const override {
    Lateness sum;
    for (const auto& thread : threads_) thread->add_lateness(sum);
    return sum;
  }

 private:
  struct Ports {
    std::uint16_t first;
    UdpSocket rtp;
    UdpSocket rtcp;
  };
  struct Served {
    std::unique_ptr<ServedLine> line;
    std::uint16_t port = 0;
  };

  std::size_t places() const {
    return static_cast<std::size_t>(options_.threads) * static_cast<std::size_t>(options_.lines_per_thread);
  }
  Result<Ports> bind_ports();
  void forget_released();

  const PlaneOptions options_;
  const std::uint32_t bind_ip_;
  const Clock& clock_;
  WaitingSound waiting_;
  PortPool ports_;
  Recorder recorder_;
  mutable std::mutex mutex_;    // shards only; no media thread takes it
  std::vector<Served> served_;  // under mutex_
  std::size_t leaving_ = 0;     // under mutex_: closed by their shard, not yet released
  std::vector<std::unique_ptr<MediaThread>> threads_;
};

Result<ThreadedPlane::Ports> ThreadedPlane::bind_ports() {
  constexpr int kAttempts =
      1000;  // ports that others hold are skipped: another server may have hundreds in a row
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const Instant now = clock_.now();
    const auto port = ports_.take(now);
    if (!port) break;
    auto rtp = UdpSocket::bind({.ip = bind_ip_, .port = *port});
    auto rtcp = UdpSocket::bind({.ip = bind_ip_, .port = static_cast<std::uint16_t>(*port + 1)});
    if (rtp && rtcp) return Ports{*port, *std::move(rtp), *std::move(rtcp)};
    ports_.give_back(*port, now);
    const Error& error = rtp ? rtcp.error() : rtp.error();
    if (error.code != ErrorCode::conflict) return fail(error);
  }
  return fail(
      Error{.code = ErrorCode::exhausted,
            // Not "20000-29999": nine digits in a row look like a number that a log must hide.
            .message = fmt::format("no RTP port from {} to {} is free: media.ports is too small a range",
                                   options_.first_port, options_.last_port),
            .retry = Retry::after,
            .retry_after = options_.port_quarantine});
}

Result<std::unique_ptr<Line>> ThreadedPlane::open(const LineOptions& options) {
  {
    const std::scoped_lock lock(mutex_);
    forget_released();
    if (served_.size() >= places()) {
      return fail(Error{.code = ErrorCode::exhausted,
                        .message = fmt::format("all {} lines are in use", places()),
                        .retry = Retry::after,
                        .retry_after = std::chrono::seconds(5)});
    }
  }
  TRY_ASSIGN(Ports ports, bind_ports());
  auto link = std::make_shared<Link>(waiting_);
  auto served = std::make_unique<ServedLine>(options, random_start(), link, std::move(ports.rtp),
                                             std::move(ports.rtcp));
  ServedLine& line = *served;
  {
    const std::scoped_lock lock(mutex_);
    served_.push_back({.line = std::move(served), .port = ports.first});
  }
  threads_[std::hash<std::string_view>()(options.call) % threads_.size()]->add(line);
  return std::make_unique<RtpLine>(Endpoint{.ip = bind_ip_, .port = ports.first}, std::move(link), recorder_,
                                   [this] {
                                     const std::scoped_lock lock(mutex_);
                                     ++leaving_;
                                     forget_released();
                                   });
}

// Destroys the lines that their media thread has let go of. A line that is leaving now goes at the next
// opportunity.
void ThreadedPlane::forget_released() {
  const Instant now = clock_.now();
  std::erase_if(served_, [&](const Served& served) {
    if (!served.line->released.load(std::memory_order_acquire)) return false;
    ports_.give_back(served.port, now);
    --leaving_;
    return true;
  });
}

}  // namespace

Result<std::unique_ptr<MediaPlane>> MediaPlane::start(const PlaneOptions& options, const Clock& clock) {
  const auto ip = parse_ipv4(options.bind_ip);
  if (!ip)
    return fail(ErrorCode::invalid,
                fmt::format("'{}' is not an IPv4 address to bind media to", options.bind_ip));
  if (options.threads < 1 || options.lines_per_thread < 1) {
    return fail(ErrorCode::invalid, "media needs at least one thread and one line");
  }
  TRY(check_port_range(options.first_port, options.last_port,
                       read_setting("/proc/sys/net/ipv4/ip_local_port_range"),
                       read_setting("/proc/sys/net/ipv4/ip_local_reserved_ports")));
  auto plane = std::make_unique<ThreadedPlane>(options, *ip, clock);
  TRY(plane->start());
  return plane;
}

}  // namespace attendant::media
