#include "telephony/browser/browser_call.hpp"

#include <bit>
#include <cstring>
#include <utility>

#include <boost/json/serialize.hpp>

#include "telephony/browser/talk_message.hpp"

namespace attendant::telephony::browser {

// The wire is little-endian, and so is every machine that this runs on.
static_assert(std::endian::native == std::endian::little);

Status BrowserCall::make_line(const media::SocketLineOptions& options, media::Recorder& recorder) {
  TRY_ASSIGN(line_, media::SocketLine::create(options, *this, recorder));
  return {};
}

void BrowserCall::start_sound() {
  tick_ = loop_.on_tick([this](Instant now) {
    if (line_) line_->tick(now);
  });
}

void BrowserCall::end_sound() {
  tick_.reset();
  line_.reset();
}

void BrowserCall::show(const boost::json::object& message) {
  if (socket_) socket_->send_text(boost::json::serialize(message));
}

void BrowserCall::close(std::uint16_t code, std::string_view reason) {
  if (auto socket = std::exchange(socket_, nullptr)) socket->close(code, reason);
}

void BrowserCall::on_open(std::shared_ptr<net::WebSocket> socket) {
  socket_ = std::move(socket);
  // What it does puts other callbacks in this one's place.
  if (const auto opened = std::exchange(callbacks_.opened, nullptr)) opened();
}

void BrowserCall::on_text(std::string_view text) {
  const auto message = read_talk_message(text);
  if (!message) {
    ++refused_messages_;
    show({{"type", "problem"}, {"message", message.error().message}});
    return;
  }
  if (const auto* key = std::get_if<KeyMessage>(&*message)) {
    if (line_) line_->key_from_signalling(key->key);
  } else if (callbacks_.hang_up_asked) {
    callbacks_.hang_up_asked();
  }
}

void BrowserCall::on_binary(std::span<const std::byte> bytes) {
  if (!line_ || !tick_) return;
  if (bytes.size() % sizeof(std::int16_t) != 0) {
    ++refused_messages_;
    return;
  }
  heard_.resize(bytes.size() / sizeof(std::int16_t));
  std::memcpy(heard_.data(), bytes.data(), bytes.size());
  line_->receive(heard_, loop_.clock().now());
}

void BrowserCall::on_closed(std::uint16_t code) {
  socket_.reset();
  if (callbacks_.closed) callbacks_.closed(code);
}

void BrowserCall::send_sound(audio::SamplesView samples) {
  if (!socket_) return;
  const auto bytes = std::as_bytes(samples);
  socket_->send_binary({bytes.begin(), bytes.end()});
}

void BrowserCall::flush() { show({{"type", "flush"}}); }

}  // namespace attendant::telephony::browser
