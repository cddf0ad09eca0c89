// A bounded queue between exactly one producer and one consumer thread whose values wait in blocks of a
// shared pool. Neither waits, locks or allocates.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/block_pool.hpp"
#include "base/spsc_queue.hpp"

namespace attendant {

template <class T>
class PooledQueue {
 public:
  // Holds at least `capacity` values, as long as the pool, which outlives the queue, has blocks.
  PooledQueue(BlockPool<T>& pool, std::size_t capacity) : pool_(pool), waiting_(capacity) {}
  ~PooledQueue() {
    Index block = 0;
    while (waiting_.pop(block)) pool_.give_back(block);
  }
  PooledQueue(const PooledQueue&) = delete;
  PooledQueue& operator=(const PooledQueue&) = delete;

  // Producer: false when full.
  bool push(const T& value) {
    const auto block = pool_.take();
    if (!block) return false;
    pool_[*block] = value;
    if (waiting_.push(*block)) return true;
    pool_.give_back(*block);
    return false;
  }

  // Consumer: false when empty.
  bool pop(T& out) {
    Index block = 0;
    if (!waiting_.pop(block)) return false;
    out = pool_[block];
    pool_.give_back(block);
    return true;
  }

 private:
  using Index = typename BlockPool<T>::Index;

  BlockPool<T>& pool_;
  SpscQueue<Index> waiting_;
};

}  // namespace attendant
