// Any bytes as RTP and as RTCP, into a whole line: no crash, no read outside, views stay inside their packet.
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/result.hpp"
#include "media/line_engine.hpp"

namespace media = attendant::media;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const attendant::BytesView bytes(data, size);
  if (const auto packet = media::parse_rtp(bytes)) {
    CHECK(packet->payload.size() + media::kRtpHeaderBytes <= size);
    CHECK(packet->payload.empty() ||
          (packet->payload.data() >= data && &packet->payload.back() < data + size));
  }
  (void)media::parse_rtcp(bytes, 0);

  const media::Endpoint peer{.ip = 0x7F000001, .port = 4000};
  media::WaitingSound waiting(1);
  media::Link link(waiting);
  media::LineEngine engine({}, {}, link);
  media::Outgoing out;
  attendant::Instant now{};
  link.controls.push(media::Remote{.rtp = peer, .rtcp_port = {}, .telephone_event = 101});
  engine.on_tick(now, out);
  engine.on_rtp(bytes, peer, now);
  engine.on_rtcp(bytes, peer, now);
  for (int i = 0; i < 3; ++i) engine.on_tick(now += std::chrono::milliseconds(20), out);
  return 0;
}
