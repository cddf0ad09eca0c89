// A shard: one thread with one Asio io_context(1). Calls live on a shard for life; nothing on it may block or
// compute for more than a millisecond. `app` owns the shards; they are started once and stopped once.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "runtime/loop.hpp"

namespace boost::asio {
class io_context;
}

namespace attendant::runtime {

class Shard final : public Loop {
 public:
  // The thread starts with start(); `clock` must outlive the shard.
  Shard(std::string name, const Clock& clock);
  ~Shard() override;  // stop() and join

  void start();
  void stop();  // any thread but its own; returns when the thread has ended, what was posted before has run

  void post(Job job) override;
  Timer after(Duration delay, Job job) override;
  TickToken on_tick(TickHandler handler) override;
  bool on_this_thread() const override;
  const Clock& clock() const override;

  // How late this loop runs what is due: the worst of the last one to two seconds, or, when it hangs right
  // now, for how long. Any thread.
  Duration lag() const;

  boost::asio::io_context& context();  // for sockets that live on this shard
  const std::string& name() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class Shards {
 public:
  // `count` 0: one per core.
  Shards(unsigned count, const Clock& clock);

  void start();
  void stop();  // all of them, in the order of their numbers

  std::size_t size() const { return shards_.size(); }
  Shard& operator[](std::size_t index) { return *shards_[index]; }
  // The same key gives the same shard for the life of the process: SIP by Call-ID, vendors' callbacks by call
  // id.
  Shard& of(std::string_view key);
  Duration worst_lag() const;

 private:
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace attendant::runtime
