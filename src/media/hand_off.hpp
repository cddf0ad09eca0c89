// An unbounded queue from a shard to a media thread. The producer allocates and frees; the consumer only
// reads, so that the media thread never calls the allocator: what it is done with is freed at the producer's
// next push or reclaim.
#pragma once

#include <atomic>
#include <utility>

namespace attendant::media {

template <class T>
class HandOff {
 public:
  HandOff() : oldest_(new Node), newest_(oldest_), consumed_(oldest_) {}
  ~HandOff() {
    while (oldest_ != nullptr) delete std::exchange(oldest_, oldest_->next.load(std::memory_order_relaxed));
  }
  HandOff(const HandOff&) = delete;
  HandOff& operator=(const HandOff&) = delete;

  // Producer.
  void push(T value) {
    reclaim();
    Node* node = new Node{std::move(value), {nullptr}};
    newest_->next.store(node, std::memory_order_release);
    newest_ = node;
  }
  // Producer: frees what was consumed.
  void reclaim() {
    Node* consumed = consumed_.load(std::memory_order_acquire);
    if (oldest_ == consumed) return;
    while (oldest_ != consumed) delete std::exchange(oldest_, oldest_->next.load(std::memory_order_relaxed));
    consumed->value = T{};  // of this one the consumer only needs the way to the next
  }

  // Consumer: the oldest value, or null. It stays valid until pop().
  const T* front() const {
    const Node* next = consumed_.load(std::memory_order_relaxed)->next.load(std::memory_order_acquire);
    return next == nullptr ? nullptr : &next->value;
  }
  void pop() {
    Node* done = consumed_.load(std::memory_order_relaxed)->next.load(std::memory_order_acquire);
    if (done != nullptr) consumed_.store(done, std::memory_order_release);
  }

 private:
  struct Node {
    T value{};
    std::atomic<Node*> next{nullptr};
  };

  // The node that was consumed last stays in the list as its head.
  Node* oldest_;                 // producer's: everything from here to consumed_ can be freed
  Node* newest_;                 // producer's
  std::atomic<Node*> consumed_;  // consumer's
};

}  // namespace attendant::media
