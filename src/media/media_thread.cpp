#include "media/media_thread.hpp"

#include <algorithm>
#include <cerrno>
#include <future>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <pthread.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace attendant::media {
namespace {

constexpr std::chrono::milliseconds kSlotTime{1};
// After a stall longer than this the missed slots are given up: sending them in a burst would only fill
// jitter buffers.
constexpr std::int64_t kLongestCatchUp = 200;

Status system_failure(const char* what) {
  return fail(ErrorCode::unavailable, fmt::format("{}: {}", what, std::generic_category().message(errno)));
}

// A line that cannot be watched is deaf, which its SoundMissing tells.
void watch(int epoll, ServedLine::Port& port) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = &port;
  (void)::epoll_ctl(epoll, EPOLL_CTL_ADD, port.socket.fd(), &event);
}

}  // namespace

MediaThread::MediaThread(const Options& options, const Clock& clock)
    : options_(options),
      clock_(clock),
      late_(std::make_unique<std::array<std::atomic<std::uint64_t>, Lateness::kBuckets>>()) {
  for (auto& slot : wheel_) slot.reserve(static_cast<std::size_t>(options.lines));
}

MediaThread::~MediaThread() {
  stopping_.store(true);  // seen within a millisecond
  if (thread_.joinable()) thread_.join();
  for (const int fd : {epoll_, timer_}) {
    if (fd >= 0) ::close(fd);
  }
}

Status MediaThread::start() {
  epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  timer_ = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  if (epoll_ < 0 || timer_ < 0) return system_failure("a media thread's descriptors");
  itimerspec every{};
  every.it_interval.tv_nsec = every.it_value.tv_nsec = std::chrono::nanoseconds(kSlotTime).count();
  if (::timerfd_settime(timer_, 0, &every, nullptr) != 0) return system_failure("timerfd_settime");
  started_ = clock_.now();
  // Real-time priority is settled before the first line can come.
  std::promise<void> settled;
  std::future<void> ready = settled.get_future();
  thread_ = std::thread([this, settled = std::move(settled)]() mutable {
    claim_priority();
    settled.set_value();
    run();
  });
  ready.wait();
  return {};
}

void MediaThread::claim_priority() {
  (void)::pthread_setname_np(::pthread_self(), "media");
  if (options_.core >= 0) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(static_cast<std::size_t>(options_.core), &cores);
    (void)::pthread_setaffinity_np(::pthread_self(), sizeof cores, &cores);
  }
  if (options_.realtime_priority > 0) {
    sched_param param{};
    param.sched_priority = options_.realtime_priority;
    realtime_.store(::pthread_setschedparam(::pthread_self(), SCHED_FIFO, &param) == 0);
  }
}

void MediaThread::add(ServedLine& line) {
  line.next_arrival = inbox_.load(std::memory_order_relaxed);
  while (!inbox_.compare_exchange_weak(line.next_arrival, &line, std::memory_order_release,
                                       std::memory_order_relaxed)) {
  }
}

// One wake-up a millisecond, whatever arrives: a packet waits at most that long, and hundreds of calls cost
// hardly more wake-ups than one.
void MediaThread::run() {
  while (!stopping_.load(std::memory_order_relaxed)) {
    std::uint64_t expirations = 0;
    (void)!::read(timer_, &expirations, sizeof expirations);
    take_arrivals();
    receive_all();
    turn_wheel();
  }
  take_arrivals();
  for (auto& slot : wheel_) {
    while (!slot.empty()) {
      slot.back()->engine.close();
      release(*slot.back());
    }
  }
}

void MediaThread::receive_all() {
  constexpr int kRounds = 64;  // a flood does not keep us from sending
  std::array<epoll_event, 64> events;
  for (int round = 0; round < kRounds; ++round) {
    const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 0);
    const Instant now = clock_.now();
    for (int i = 0; i < count; ++i) {
      receive(*static_cast<ServedLine::Port*>(events[static_cast<std::size_t>(i)].data.ptr), now);
    }
    if (count < static_cast<int>(events.size())) return;
  }
}

void MediaThread::take_arrivals() {
  ServedLine* line = inbox_.exchange(nullptr, std::memory_order_acquire);
  while (line != nullptr) {
    ServedLine* next = line->next_arrival;
    line->slot = static_cast<std::size_t>(
        std::ranges::min_element(wheel_, {}, &std::vector<ServedLine*>::size) - wheel_.begin());
    wheel_[line->slot].push_back(line);
    watch(epoll_, line->rtp);
    watch(epoll_, line->rtcp);
    line = next;
  }
}

void MediaThread::receive(ServedLine::Port& port, Instant now) {
  // One packet a round: epoll is level-triggered, so a flood on one line does not starve the others.
  const auto received = port.socket.receive(buffer_);
  if (!received) return;
  LineEngine& engine = port.line->engine;
  if (&port == &port.line->rtp) {
    engine.on_rtp(received->bytes, received->source, now);
  } else {
    engine.on_rtcp(received->bytes, received->source, now);
  }
}

void MediaThread::turn_wheel() {
  const std::int64_t now = (clock_.now() - started_) / kSlotTime;
  turned_ = std::max(turned_, now - kLongestCatchUp);
  for (; turned_ < now; ++turned_) {
    auto& slot = wheel_[static_cast<std::size_t>(turned_) % kSlots];
    const Instant due = started_ + (turned_ + 1) * kSlotTime;
    for (std::size_t i = slot.size(); i > 0; --i) serve(*slot[i - 1], due);
  }
}

void MediaThread::serve(ServedLine& line, Instant due) {
  const Instant now = clock_.now();
  line.engine.on_tick(now, outgoing_);
  if (line.engine.closed()) {
    release(line);
    return;
  }
  if (outgoing_.rtp_size > 0) {
    line.rtp.socket.send(BytesView(outgoing_.rtp).first(outgoing_.rtp_size), outgoing_.rtp_to);
    note_lateness(now - due);
  }
  if (outgoing_.rtcp_size > 0) {
    line.rtcp.socket.send(BytesView(outgoing_.rtcp).first(outgoing_.rtcp_size), outgoing_.rtcp_to);
  }
}

void MediaThread::release(ServedLine& line) {
  (void)::epoll_ctl(epoll_, EPOLL_CTL_DEL, line.rtp.socket.fd(), nullptr);
  (void)::epoll_ctl(epoll_, EPOLL_CTL_DEL, line.rtcp.socket.fd(), nullptr);
  auto& slot = wheel_[line.slot];
  std::erase(slot, &line);
  line.released.store(true, std::memory_order_release);
}

void MediaThread::note_lateness(Duration late) {
  const auto us =
      std::max<std::int64_t>(std::chrono::duration_cast<std::chrono::microseconds>(late).count(), 0);
  const auto bucket =
      std::min(static_cast<std::size_t>(us / Lateness::kStep.count()), Lateness::kBuckets - 1);
  // One writer: a plain increment that others may read at any time.
  auto& count = (*late_)[bucket];
  count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  if (us > latest_us_.load(std::memory_order_relaxed)) latest_us_.store(us, std::memory_order_relaxed);
}

void MediaThread::add_lateness(Lateness& sum) const {
  for (std::size_t i = 0; i < Lateness::kBuckets; ++i) {
    const std::uint64_t count = (*late_)[i].load(std::memory_order_relaxed);
    sum.counts[i] += count;
    sum.frames += count;
  }
  sum.max = std::max(sum.max, std::chrono::microseconds(latest_us_.load(std::memory_order_relaxed)));
}

}  // namespace attendant::media
