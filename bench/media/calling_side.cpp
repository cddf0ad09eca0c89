#include "calling_side.hpp"

#include <fmt/format.h>

#include "voice.hpp"

namespace attendant::bench {

Result<std::unique_ptr<CallingSide>> CallingSide::start(const CallingOptions& options, const Clock& clock) {
  std::unique_ptr<CallingSide> side(new CallingSide());
  media::PlaneOptions plane;
  plane.first_port = 25000;
  plane.last_port = 29999;
  plane.realtime = options.realtime;
  plane.pin_to_core = options.core;
  TRY_ASSIGN(side->plane_, media::MediaPlane::start(plane, clock));
  side->speech_ = voice(std::chrono::seconds(2));
  for (int i = 0; i < options.calls; ++i) {
    const std::string name = fmt::format("caller-{}", i);
    TRY_ASSIGN(auto line, side->plane_->open({.call = name, .jitter = {}}));
    side->lines_.push_back(std::move(line));
  }
  return side;
}

std::vector<media::Endpoint> CallingSide::endpoints() const {
  std::vector<media::Endpoint> all;
  for (const auto& line : lines_) all.push_back(line->local());
  return all;
}

void CallingSide::connect(const std::vector<media::Endpoint>& servers) {
  CHECK(servers.size() == lines_.size());
  for (std::size_t i = 0; i < servers.size(); ++i) {
    lines_[i]->set_remote({.rtp = servers[i], .rtcp_port = {}, .telephone_event = 101});
  }
}

void CallingSide::tick() {
  constexpr std::uint32_t kCycle = 500;  // ticks: five seconds
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    if ((ticks_ + i * 7) % kCycle == 0) lines_[i]->play(UtteranceId(ticks_ / kCycle + 1), speech_, true);
    media::CallerFrame frame;
    while (lines_[i]->next_frame(frame)) {
    }
    while (lines_[i]->next_event()) {
    }
  }
  ++ticks_;
}

CallingFigures CallingSide::figures() const {
  CallingFigures sum{.realtime = plane_->realtime(),
                     .late_p99_us = plane_->lateness().quantile(0.99).count()};
  for (const auto& line : lines_) {
    const media::LineStats stats = line->stats();
    sum.sent += stats.sent;
    sum.received += stats.received;
    sum.lost += stats.lost;
  }
  return sum;
}

}  // namespace attendant::bench
