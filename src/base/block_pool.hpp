// Blocks of one size, shared by many queues: each queue takes a block for what waits in it just now, instead
// of keeping room for its worst moment.
//
// Any thread; never waits, locks or allocates after construction (a stack of free blocks after Treiber 1986,
// with a version against reuse in between). The block given back last is the next one taken, so only as many
// are ever touched, and take memory, as were in use at once.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <type_traits>

namespace attendant {

template <class T>
  requires std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>
class BlockPool {
 public:
  using Index = std::uint32_t;

  explicit BlockPool(std::size_t capacity)
      : capacity_(static_cast<Index>(capacity)), blocks_(std::allocator<Block>().allocate(capacity)) {}
  ~BlockPool() { std::allocator<Block>().deallocate(blocks_, capacity_); }
  BlockPool(const BlockPool&) = delete;
  BlockPool& operator=(const BlockPool&) = delete;

  // A block that is the caller's until given back; empty when all are in use. What it holds is of no meaning.
  std::optional<Index> take() {
    std::uint64_t top = top_.load(std::memory_order_acquire);
    while (index_of(top) != kNone) {
      const Index next = blocks_[index_of(top)].next.load(std::memory_order_relaxed);
      if (top_.compare_exchange_weak(top, after(top, next), std::memory_order_acquire)) return index_of(top);
    }
    Index fresh = touched_.load(std::memory_order_relaxed);
    do {
      if (fresh == capacity_) return std::nullopt;
    } while (!touched_.compare_exchange_weak(fresh, fresh + 1, std::memory_order_relaxed));
    std::construct_at(&blocks_[fresh]);
    return fresh;
  }
  void give_back(Index index) {
    std::uint64_t top = top_.load(std::memory_order_relaxed);
    do {
      blocks_[index].next.store(index_of(top), std::memory_order_relaxed);
    } while (!top_.compare_exchange_weak(top, after(top, index), std::memory_order_release,
                                         std::memory_order_relaxed));
  }
  T& operator[](Index index) { return blocks_[index].value; }

  // The most blocks that were in use at once, at least.
  std::size_t touched() const { return touched_.load(std::memory_order_relaxed); }

 private:
  struct Block {
    T value;
    std::atomic<Index> next{kNone};
  };

  static constexpr Index kNone = std::numeric_limits<Index>::max();
  // The top of the stack: its index, and above it how often the top changed.
  static Index index_of(std::uint64_t top) { return static_cast<Index>(top); }
  static std::uint64_t after(std::uint64_t top, Index index) { return ((top >> 32) + 1) << 32 | index; }

  const Index capacity_;
  Block* const blocks_;  // only those below touched_ exist
  std::atomic<std::uint64_t> top_{kNone};
  std::atomic<Index> touched_{0};
};

}  // namespace attendant
