#include "tools/mcp/http_listener.hpp"

#include <mutex>
#include <utility>

#include "net/sse_reader.hpp"

namespace attendant::tools::mcp {

// Shared by the loop and the listener.
struct HttpListener::Stream {
  Stream(std::size_t longest_event, Hear hear_message)
      : events(longest_event), hear(std::move(hear_message)) {}

  std::unique_ptr<net::Exchange> running;  // the loop's alone
  net::SseReader events;                   // the loop's alone

  std::mutex mutex;  // of what follows; held while `hear` is called, so that nothing is heard afterwards
  Hear hear;
  bool streams = false;
  bool ended = false;

  void begin(const net::ResponseHead& head) {
    const std::lock_guard lock(mutex);
    streams = head.status == 200 && head.header("content-type").starts_with("text/event-stream");
  }
  void take(std::string_view piece) {
    const std::lock_guard lock(mutex);
    if (!streams || ended || !hear) return;
    const auto complete = events.read(piece);
    if (!complete) {
      ended = true;
      return;
    }
    for (const auto& event : *complete) hear(event.data);
  }
  void end() {
    const std::lock_guard lock(mutex);
    ended = true;
  }
};

HttpListener::HttpListener(const HttpAccess& http, net::ClientRequest request, std::size_t longest_event,
                           Hear hear)
    : http_(http), stream_(std::make_shared<Stream>(longest_event, std::move(hear))) {
  http_.loop.post([stream = stream_, &client = http_.client, request = std::move(request)]() mutable {
    const std::weak_ptr weak(stream);
    stream->running = client.start(std::move(request), {.head =
                                                            [weak](const net::ResponseHead& head) {
                                                              if (const auto alive = weak.lock())
                                                                alive->begin(head);
                                                            },
                                                        .body =
                                                            [weak](std::string_view piece) {
                                                              if (const auto alive = weak.lock())
                                                                alive->take(piece);
                                                            },
                                                        .done =
                                                            [weak](const Status&) {
                                                              if (const auto alive = weak.lock())
                                                                alive->end();
                                                            }});
  });
}

HttpListener::~HttpListener() {
  {
    const std::lock_guard lock(stream_->mutex);
    stream_->hear = nullptr;
    stream_->ended = true;
  }
  http_.loop.post([stream = std::move(stream_)] { stream->running.reset(); });
}

bool HttpListener::ended() const {
  const std::lock_guard lock(stream_->mutex);
  return stream_->ended;
}

bool HttpListener::refused() const {
  const std::lock_guard lock(stream_->mutex);
  return stream_->ended && !stream_->streams;
}

}  // namespace attendant::tools::mcp
