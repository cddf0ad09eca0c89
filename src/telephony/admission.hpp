// How many calls may be up at once, over all gateways and shards: an exact cap. Any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>

namespace attendant::telephony {

class Admission {
 public:
  // One place of the cap, given back when it goes.
  class Place {
   public:
    explicit Place(Admission& owner) : owner_(&owner) {}
    ~Place() {
      if (owner_ != nullptr) owner_->taken_.fetch_sub(1);
    }
    Place(Place&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)) {}
    Place& operator=(Place&& other) noexcept {
      std::swap(owner_, other.owner_);
      return *this;
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    Admission* owner_;
  };

  Admission(std::size_t max_calls, std::chrono::seconds retry_after)
      : max_calls_(max_calls), retry_after_(retry_after) {}

  // nullopt: full, or closed. The far end is to try again after retry_after().
  std::optional<Place> admit() {
    std::size_t taken = taken_.load();
    while (open_ && taken < max_calls_) {
      if (taken_.compare_exchange_weak(taken, taken + 1)) return Place(*this);
    }
    return std::nullopt;
  }

  // Closed while something that every call needs is short (journal space, shutting down).
  void set_open(bool open) { open_ = open; }

  std::size_t calls() const { return taken_; }
  std::size_t max_calls() const { return max_calls_; }
  std::chrono::seconds retry_after() const { return retry_after_; }

 private:
  const std::size_t max_calls_;
  const std::chrono::seconds retry_after_;
  std::atomic<std::size_t> taken_{0};
  std::atomic<bool> open_{true};
};

}  // namespace attendant::telephony
