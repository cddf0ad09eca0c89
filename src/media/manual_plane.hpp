// A media plane without threads and sockets, for tests, scenarios and replay: the same engines and lines,
// driven by hand under a fake clock; packets between its lines go through memory and a network that the test
// decides about. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/clock.hpp"
#include "media/line_engine.hpp"
#include "media/link.hpp"
#include "media/media_plane.hpp"
#include "media/recorder.hpp"

namespace attendant::media {

class ManualPlane final : public MediaPlane {
 public:
  explicit ManualPlane(FakeClock& clock) : clock_(clock) {}

  Result<std::unique_ptr<Line>> open(const LineOptions& options) override;
  Recorder& recorder() override { return recorder_; }
  bool realtime() const override { return false; }
  int lines() const override;
  Lateness lateness() const override { return {}; }

  // Moves the clock on, serving every line every 20 ms in its own millisecond, and the recordings.
  void advance(std::chrono::milliseconds time);
  // Hands a packet to the RTP port of a line, as if it had come from `source`.
  void deliver(std::uint16_t port, BytesView packet, const Endpoint& source);

  // Sees every RTP packet on its way; false loses it. Packets to ports of no line end here.
  struct Packet {
    Endpoint from;
    Endpoint to;
    BytesView bytes;
    Instant at;
  };
  std::function<bool(const Packet&)> network;

 private:
  struct Place {
    Place(const LineOptions& options, StreamStart start, std::shared_ptr<Link> to_shard, Endpoint at)
        : link(std::move(to_shard)), engine(options, start, *link), local(at) {}
    std::shared_ptr<Link> link;
    LineEngine engine;
    Endpoint local;
  };

  void serve(Place& place);

  static constexpr std::size_t kLines = 100;

  FakeClock& clock_;
  WaitingSound waiting_{kLines};
  Recorder recorder_;
  std::vector<std::unique_ptr<Place>> places_;
  std::uint16_t next_port_ = 20000;
  std::int64_t elapsed_ms_ = 0;
};

}  // namespace attendant::media
