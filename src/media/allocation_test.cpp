// The rule of the media thread: nothing is allocated per frame. Not under ThreadSanitizer, which brings
// operators new and delete of its own and takes no others.
#if !__has_feature(thread_sanitizer)
#include <cstdlib>
#include <memory>
#include <new>
#include <string>

#include <gtest/gtest.h>

#include "media/line_engine.hpp"
#include "media/rtp_packet.hpp"

namespace {

thread_local bool counting = false;
thread_local int allocations = 0;

}  // namespace

void* operator new(std::size_t size) {
  if (counting) ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  if (counting) ++allocations;
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }

namespace attendant::media {
namespace {

TEST(LineEngine, AllocatesAndFreesNothingWhileItServesACall) {
  WaitingSound waiting(1);
  auto link = std::make_unique<Link>(waiting);
  LineEngine engine({}, {}, *link);
  const Endpoint peer{.ip = 0x7F000001, .port = 4000};
  auto tap = std::make_shared<RecordingTap>(waiting.ticks);
  link->controls.push(Remote{.rtp = peer, .rtcp_port = {}, .telephone_event = 101});
  link->controls.push(Record{tap});
  for (std::uint32_t i = 1; i < 50; ++i) {
    link->chunks.push({.utterance = UtteranceId(i), .samples = audio::Samples(700, 4000), .last = true});
  }
  for (const char key : std::string("123")) link->controls.push(SendKey{key});
  link->controls.push(Duck{0.5F});
  link->controls.push(SignalledKey{'4'});

  Bytes packet(kRtpHeaderBytes + 160, 0x20);
  Outgoing out;
  CallerFrame frame;
  LineEvent event;
  RecordedTick tick;
  Instant now{};
  counting = true;
  for (std::uint16_t i = 0; i < 600; ++i) {
    now += std::chrono::milliseconds(20);
    if (i % 7 != 0) {  // loss, concealment and all
      store_rtp_header({.payload_type = static_cast<std::uint8_t>(i % 50 < 45 ? 0 : 101),
                        .sequence = i,
                        .timestamp = i * 160U,
                        .ssrc = i < 300 ? 1U : 2U},
                       std::span(packet).first<kRtpHeaderBytes>());
      engine.on_rtp(packet, peer, now);
      engine.on_rtcp(packet, peer, now);
    }
    engine.on_tick(now, out);
    while (link->frames.pop(frame)) {
    }
    while (link->events.pop(event)) {
    }
    while (tap->ticks.pop(tick)) {
    }
  }
  counting = false;
  EXPECT_EQ(allocations, 0);
}

}  // namespace
}  // namespace attendant::media

#endif
