// Which even ports are free for RTP. A port rests after use, so that late packets of one call do not reach
// the next. Any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace attendant::media {

class PortPool {
 public:
  // With a seed the ports are taken in an order of chance: two servers of one machine do not try the same
  // ones, and nobody can guess where the next call's sound goes.
  PortPool(std::uint16_t first, std::uint16_t last, std::chrono::seconds quarantine,
           std::optional<std::uint64_t> seed = {});

  // The port that has rested longest; empty when all are in use or resting.
  std::optional<std::uint16_t> take(Instant now);
  void give_back(std::uint16_t port, Instant now);

 private:
  struct Resting {
    std::uint16_t port = 0;
    Instant since{};
  };

  const std::chrono::seconds quarantine_;
  std::mutex mutex_;
  std::deque<std::uint16_t> unused_;
  std::deque<Resting> resting_;  // oldest first
};

// Whether the ports lie where the kernel does not put outgoing connections. Takes the text of
// ip_local_port_range
// ("32768\t60999") and of ip_local_reserved_ports ("20000-29999,31000").
Status check_port_range(std::uint16_t first, std::uint16_t last, std::string_view ephemeral,
                        std::string_view reserved);

}  // namespace attendant::media
