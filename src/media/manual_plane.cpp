#include "media/manual_plane.hpp"

#include <algorithm>
#include <utility>

#include "media/rtp_line.hpp"

namespace attendant::media {
namespace {

constexpr std::uint32_t kLoopback = 0x7F000001;

}  // namespace

Result<std::unique_ptr<Line>> ManualPlane::open(const LineOptions& options) {
  const Endpoint local{.ip = kLoopback, .port = next_port_};
  next_port_ = static_cast<std::uint16_t>(next_port_ + 2);
  auto link = std::make_shared<Link>(waiting_);
  // Near their wraps, so that every test crosses them.
  const StreamStart start{.ssrc = local.port, .sequence = 65000, .timestamp = 0xFFFFF000};
  places_.push_back(std::make_unique<Place>(options, start, link, local));
  return std::make_unique<RtpLine>(local, std::move(link), recorder_, [] {});
}

int ManualPlane::lines() const { return static_cast<int>(places_.size()); }

void ManualPlane::advance(std::chrono::milliseconds time) {
  constexpr std::int64_t kFrameMs = 20;
  constexpr std::int64_t kRecorderMs = 100;
  for (std::int64_t i = 0; i < time.count(); ++i) {
    clock_.advance(std::chrono::milliseconds(1));
    ++elapsed_ms_;
    for (const auto& place : places_) {
      if (elapsed_ms_ % kFrameMs == place->local.port / 2 % kFrameMs) serve(*place);
    }
    std::erase_if(places_, [](const auto& place) { return place->engine.closed(); });
    if (elapsed_ms_ % kRecorderMs == 0) recorder_.run_once();
  }
}

void ManualPlane::serve(Place& place) {
  Outgoing out;
  place.engine.on_tick(clock_.now(), out);
  if (out.rtp_size > 0) {
    const BytesView bytes = BytesView(out.rtp).first(out.rtp_size);
    if (!network || network({.from = place.local, .to = out.rtp_to, .bytes = bytes, .at = clock_.now()})) {
      deliver(out.rtp_to.port, bytes, place.local);
    }
  }
  if (out.rtcp_size > 0) {
    for (const auto& other : places_) {
      if (other->local.port + 1 == out.rtcp_to.port) {
        other->engine.on_rtcp(BytesView(out.rtcp).first(out.rtcp_size), place.local, clock_.now());
      }
    }
  }
}

void ManualPlane::deliver(std::uint16_t port, BytesView packet, const Endpoint& source) {
  const auto to = std::ranges::find(places_, port, [](const auto& place) { return place->local.port; });
  if (to != places_.end()) (*to)->engine.on_rtp(packet, source, clock_.now());
}

}  // namespace attendant::media
