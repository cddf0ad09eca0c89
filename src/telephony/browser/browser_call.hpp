// The connection of one caller who talks through the page: sound both ways and a few messages. It is the
// WebSocket's events, the far end of the SocketLine, and what the leg acts on. Lives on the gateway's shard;
// shared by the connection and the leg, whichever ends last.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "media/socket_line.hpp"
#include "net/web_socket.hpp"
#include "runtime/loop.hpp"
#include "telephony/leg.hpp"

namespace attendant::telephony::browser {

class BrowserCall final : public net::SocketEvents, public media::SoundSocket {
 public:
  // `opened` is called once, when the connection is up; `closed` once, after which nothing more comes.
  struct Callbacks {
    std::function<void()> opened;
    std::function<void(std::uint16_t code)> closed;
    std::function<void()> hang_up_asked;
  };

  explicit BrowserCall(runtime::Loop& loop) : loop_(loop) {}

  // Before the connection opens.
  Status make_line(const media::SocketLineOptions& options, media::Recorder& recorder);
  void listen(Callbacks callbacks) { callbacks_ = std::move(callbacks); }

  media::SocketLine* line() const { return line_.get(); }
  void start_sound();  // from now on the line ticks
  void end_sound();    // the line is gone; the page may still be told something
  void show(const boost::json::object& message);
  void close(std::uint16_t code, std::string_view reason);
  std::uint64_t refused_messages() const { return refused_messages_; }

  // net::SocketEvents
  void on_open(std::shared_ptr<net::WebSocket> socket) override;
  void on_text(std::string_view text) override;
  void on_binary(std::span<const std::byte> bytes) override;
  void on_closed(std::uint16_t code) override;

  // media::SoundSocket
  void send_sound(audio::SamplesView samples) override;
  void flush() override;

 private:
  runtime::Loop& loop_;
  Callbacks callbacks_;
  std::shared_ptr<net::WebSocket> socket_;
  std::unique_ptr<media::SocketLine> line_;
  runtime::TickToken tick_;
  std::vector<std::int16_t> heard_;
  std::uint64_t refused_messages_ = 0;
};

}  // namespace attendant::telephony::browser
