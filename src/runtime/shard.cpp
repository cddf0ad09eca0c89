#include "runtime/shard.hpp"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/result.hpp"
#include "runtime/loop_lag.hpp"
#include "runtime/thread_name.hpp"

namespace attendant::runtime {
namespace asio = boost::asio;

struct Shard::Impl {
  Impl(std::string shard_name, const Clock& shard_clock)
      : name(std::move(shard_name)), clock(shard_clock), context(1), wake(context), beat(context) {}

  void arm_wake() {
    const auto due = timers->next_due();
    if (due == armed_for) return;
    armed_for = due;
    if (!due) {
      wake.cancel();
      return;
    }
    wake.expires_after(std::max(*due - clock.now(), Duration::zero()));
    wake.async_wait([this](const boost::system::error_code& error) {
      if (error) return;  // armed anew for another time
      armed_for.reset();
      timers->run_due(clock.now());
      arm_wake();
    });
  }

  void arm_beat() {
    beat.expires_after(std::max(next_beat - clock.now(), Duration::zero()));
    beat.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      const Instant now = clock.now();
      lag.beat(next_beat, now);
      ticker.tick(now);
      // Beats that were missed while the loop was late are not made up for: handlers look at the clock.
      next_beat = std::max(next_beat + kTick, now);
      arm_beat();
    });
  }

  void run() {
    name_this_thread(name);
    next_beat = clock.now() + kTick;
    arm_beat();
    context.run();
    lag.ended();
  }

  const std::string name;
  const Clock& clock;
  asio::io_context context;
  asio::steady_timer wake;
  asio::steady_timer beat;
  std::shared_ptr<TimerQueue> timers = std::make_shared<TimerQueue>();
  std::optional<Instant> armed_for;
  Ticker ticker;
  Instant next_beat{};
  LoopLag lag;
  std::thread thread;
};

Shard::Shard(std::string name, const Clock& clock) : impl_(std::make_unique<Impl>(std::move(name), clock)) {}

Shard::~Shard() { stop(); }

void Shard::start() {
  CHECK(!impl_->thread.joinable());
  impl_->thread = std::thread([impl = impl_.get()] { impl->run(); });
}

void Shard::stop() {
  if (!impl_->thread.joinable()) return;
  CHECK(!on_this_thread());
  post([impl = impl_.get()] { impl->context.stop(); });
  impl_->thread.join();
}

void Shard::post(Job job) { asio::post(impl_->context, std::move(job)); }

Timer Shard::after(Duration delay, Job job) {
  Timer timer(impl_->timers, impl_->timers->add(impl_->clock.now() + delay, std::move(job)));
  impl_->arm_wake();
  return timer;
}

TickToken Shard::on_tick(TickHandler handler) { return impl_->ticker.subscribe(std::move(handler)); }

bool Shard::on_this_thread() const { return impl_->thread.get_id() == std::this_thread::get_id(); }

const Clock& Shard::clock() const { return impl_->clock; }

Duration Shard::lag() const { return impl_->lag.worst(impl_->clock.now()); }

boost::asio::io_context& Shard::context() { return impl_->context; }

const std::string& Shard::name() const { return impl_->name; }

Shards::Shards(unsigned count, const Clock& clock) {
  if (count == 0) count = std::max(std::thread::hardware_concurrency(), 1U);
  for (unsigned i = 0; i < count; ++i)
    shards_.push_back(std::make_unique<Shard>("shard-" + std::to_string(i), clock));
}

void Shards::start() {
  for (const auto& shard : shards_) shard->start();
}

void Shards::stop() {
  for (const auto& shard : shards_) shard->stop();
}

Shard& Shards::of(std::string_view key) {
  return *shards_[std::hash<std::string_view>()(key) % shards_.size()];
}

Duration Shards::worst_lag() const {
  Duration worst{};
  for (const auto& shard : shards_) worst = std::max(worst, shard->lag());
  return worst;
}

}  // namespace attendant::runtime
