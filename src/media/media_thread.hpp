// One media thread: every millisecond it takes what its lines' sockets received (epoll) and turns a wheel of
// 20 slots on by one; each line is served in its slot every 20 ms. Nothing on its path waits, locks,
// allocates or logs.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "media/lateness.hpp"
#include "media/line_engine.hpp"
#include "media/link.hpp"
#include "media/udp_socket.hpp"

namespace attendant::media {

// A line with its sockets, as a media thread serves it.
struct ServedLine {
  ServedLine(const LineOptions& options, StreamStart start, std::shared_ptr<Link> to_shard,
             UdpSocket rtp_socket, UdpSocket rtcp_socket)
      : link(std::move(to_shard)),
        engine(options, start, *link),
        rtp{std::move(rtp_socket), this},
        rtcp{std::move(rtcp_socket), this} {}

  struct Port {
    UdpSocket socket;
    ServedLine* line;  // what epoll finds back
  };

  std::shared_ptr<Link> link;
  LineEngine engine;
  Port rtp;
  Port rtcp;
  std::size_t slot = 0;
  ServedLine* next_arrival = nullptr;  // in the thread's inbox
  std::atomic<bool> released{false};   // the media thread will not touch it again
};

class MediaThread {
 public:
  struct Options {
    int lines = 2000;
    int realtime_priority = 20;  // 0 = ordinary
    int core = -1;               // -1 = not pinned
  };

  MediaThread(const Options& options, const Clock& clock);
  // Stops; the lines that are left are closed and released.
  ~MediaThread();
  MediaThread(const MediaThread&) = delete;
  MediaThread& operator=(const MediaThread&) = delete;

  Status start();
  // Any thread. `line` stays alive until it is released.
  void add(ServedLine& line);

  bool realtime() const { return realtime_.load(std::memory_order_relaxed); }
  void add_lateness(Lateness& sum) const;

 private:
  void run();
  void claim_priority();
  void take_arrivals();
  void receive_all();
  void receive(ServedLine::Port& port, Instant now);
  void turn_wheel();
  void serve(ServedLine& line, Instant due);
  void release(ServedLine& line);
  void note_lateness(Duration late);

  static constexpr std::size_t kSlots = 20;

  const Options options_;
  const Clock& clock_;
  int epoll_ = -1;
  int timer_ = -1;
  std::atomic<ServedLine*> inbox_{nullptr};
  std::atomic<bool> stopping_{false};
  std::atomic<bool> realtime_{false};
  std::array<std::vector<ServedLine*>, kSlots> wheel_;
  Instant started_{};
  std::int64_t turned_ = 0;  // slots served since the start
  Outgoing outgoing_;
  std::array<std::uint8_t, 2048> buffer_{};
  std::unique_ptr<std::array<std::atomic<std::uint64_t>, Lateness::kBuckets>> late_;
  std::atomic<std::int64_t> latest_us_{0};
  std::thread thread_;
};

}  // namespace attendant::media
