// The newest of a value that one thread writes and another reads: neither waits, a value nobody read is
// replaced.
#pragma once

#include <array>
#include <atomic>

namespace attendant::media {

template <class T>
class Latest {
 public:
  // Writer.
  void write(const T& value) {
    slots_[back_] = value;
    back_ = middle_.exchange(back_ | kFresh, std::memory_order_acq_rel) & kIndex;
  }
  // Reader: stays valid until its next call.
  const T& read() {
    if ((middle_.load(std::memory_order_relaxed) & kFresh) != 0) {
      front_ = middle_.exchange(front_, std::memory_order_acq_rel) & kIndex;
    }
    return slots_[front_];
  }

 private:
  static constexpr unsigned kIndex = 3;
  static constexpr unsigned kFresh = 4;  // the middle slot was written since it was read

  std::array<T, 3> slots_{};
  unsigned back_ = 0;   // writer's
  unsigned front_ = 1;  // reader's
  std::atomic<unsigned> middle_{2};
};

}  // namespace attendant::media
