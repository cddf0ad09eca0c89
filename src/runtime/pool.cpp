#include "runtime/pool.hpp"

#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "runtime/thread_name.hpp"
#include "runtime/thread_priority.hpp"

namespace attendant::runtime {

struct Pool::Impl {
  explicit Impl(Options pool_options) : options(std::move(pool_options)) {
    for (unsigned i = 0; i < options.threads; ++i) threads.emplace_back([this, i] { work(i); });
  }

  Job take() {  // with the lock held, and something waiting
    for (auto& queue : queues) {
      if (queue.empty()) continue;
      Job job = std::move(queue.front());
      queue.pop_front();
      return job;
    }
    die(__FILE__, __LINE__, "a waiting job is in a queue");
  }

  void work(unsigned index) {
    name_this_thread(options.name + "-" + std::to_string(index));
    let_this_thread_give_way(options.nice);
    std::unique_lock lock(mutex);
    for (;;) {
      wanted.wait(lock, [this] { return stopping || stats.waiting > 0; });
      if (stats.waiting == 0) return;
      Job job = take();
      --stats.waiting;
      ++stats.running;
      lock.unlock();
      job();
      job = nullptr;  // what it owned ends here, not under the lock
      lock.lock();
      --stats.running;
      ++stats.done;
      if (stats.waiting == 0 && stats.running == 0) idle.notify_all();
    }
  }

  const Options options;
  mutable std::mutex mutex;
  std::condition_variable wanted;
  std::condition_variable idle;
  std::array<std::deque<Job>, kPriorities> queues;
  Stats stats;
  bool stopping = false;
  std::vector<std::thread> threads;
};

Pool::Pool(Options options) {
  CHECK(options.threads > 0);
  impl_ = std::make_unique<Impl>(std::move(options));
}

Pool::~Pool() { stop(); }

bool Pool::post(Job job, Priority priority) {
  {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->stopping || impl_->stats.waiting >= impl_->options.capacity) {
      ++impl_->stats.refused;
      return false;
    }
    impl_->queues[static_cast<std::size_t>(priority)].push_back(std::move(job));
    ++impl_->stats.waiting;
  }
  impl_->wanted.notify_one();
  return true;
}

void Pool::drain() {
  std::unique_lock lock(impl_->mutex);
  impl_->idle.wait(lock, [this] { return impl_->stats.waiting == 0 && impl_->stats.running == 0; });
}

void Pool::stop() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
  }
  impl_->wanted.notify_all();
  for (auto& thread : impl_->threads) thread.join();
  impl_->threads.clear();
}

Pool::Stats Pool::stats() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->stats;
}

const std::string& Pool::name() const { return impl_->options.name; }

}  // namespace attendant::runtime
