#include "media/port_pool.hpp"

#include <algorithm>
#include <random>

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::media {

PortPool::PortPool(std::uint16_t first, std::uint16_t last, std::chrono::seconds quarantine,
                   std::optional<std::uint64_t> seed)
    : quarantine_(quarantine) {
  for (int port = first + first % 2; port + 1 <= last; port += 2)
    unused_.push_back(static_cast<std::uint16_t>(port));
  if (seed) std::ranges::shuffle(unused_, std::mt19937_64(*seed));
}

std::optional<std::uint16_t> PortPool::take(Instant now) {
  const std::scoped_lock lock(mutex_);
  if (!unused_.empty()) {
    const std::uint16_t port = unused_.front();
    unused_.pop_front();
    return port;
  }
  if (resting_.empty() || now - resting_.front().since < quarantine_) return std::nullopt;
  const std::uint16_t port = resting_.front().port;
  resting_.pop_front();
  return port;
}

void PortPool::give_back(std::uint16_t port, Instant now) {
  const std::scoped_lock lock(mutex_);
  resting_.push_back({port, now});
}

Status check_port_range(std::uint16_t first, std::uint16_t last, std::string_view ephemeral,
                        std::string_view reserved) {
  if (first >= last || first < 1024) {
    return fail(ErrorCode::invalid,
                fmt::format("the RTP ports {}-{} are not a range above 1023", first, last));
  }
  const auto bounds = split_words(ephemeral);
  const auto low = bounds.size() == 2 ? parse_integer(bounds[0]) : std::nullopt;
  const auto high = bounds.size() == 2 ? parse_integer(bounds[1]) : std::nullopt;
  if (!low || !high || last < *low || first > *high) return {};
  for (const std::string_view range : split(trim(reserved), ',')) {
    const auto ends = split(range, '-');
    const auto from = parse_integer(ends.front());
    const auto to = parse_integer(ends.back());
    if (from && to && *from <= first && last <= *to) return {};
  }
  return fail(
      ErrorCode::invalid,
      fmt::format(
          "the RTP ports {}-{} overlap the ports of outgoing connections ({}-{}): choose others, or reserve "
          "them with sysctl net.ipv4.ip_local_reserved_ports={}-{}",
          first, last, *low, *high, first, last));
}

}  // namespace attendant::media
