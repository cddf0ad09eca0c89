#include "speech/realtime/realtime_model.hpp"

#include <fmt/format.h>

#include "speech/realtime/realtime_protocol.hpp"
#include "speech/realtime/realtime_sound.hpp"

namespace attendant::speech {
namespace {

// The session's end of the WebSocket. The socket may outlive the session, which then has let go of it.
class Link final : public net::SocketEvents, public std::enable_shared_from_this<Link> {
 public:
  Link(runtime::Loop& loop, const RealtimeModel::Options& options, RealtimeCodec codec,
       const LiveSetting& setting, LiveModel::Tell tell, telemetry::Logger log)
      : loop_(loop),
        most_unsent_(options.most_unsent),
        protocol_(options.dialect, setting),
        codec_(std::move(codec)),
        tell_(std::move(tell)),
        log_(std::move(log)) {}

  void dial(const RealtimeModel::Dial& dial, const RealtimeModel::Options& options) {
    late_ = loop_.after(options.ready_within, [this] {
      if (!protocol_.ready()) end("it is not ready in time");
    });
    call_ = dial(realtime_url(options.dialect), realtime_headers(options.dialect, options.key),
                 shared_from_this());
  }

  // The session goes: nothing more is told.
  void hang_up() {
    tell_ = nullptr;
    late_.cancel();
    call_.reset();
    if (auto socket = std::exchange(socket_, nullptr)) socket->close(net::close_code::kNormal, "");
  }

  void on_open(std::shared_ptr<net::WebSocket> socket) override {
    if (!tell_) return socket->close(net::close_code::kNormal, "");
    socket_ = std::move(socket);
    carry_out(protocol_.opened());
  }
  void on_text(std::string_view text) override {
    if (tell_) carry_out(protocol_.received(text));
  }
  void on_binary(std::span<const std::byte>) override {}
  void on_closed(std::uint16_t code) override {
    socket_.reset();
    if (tell_) carry_out(protocol_.closed(fmt::format("code {}", code)));
  }

  void hear(audio::SamplesView pcm) {
    if (!protocol_.ready()) return;
    if (socket_ && socket_->unsent_bytes() > most_unsent_) return end_later("it takes sound too slowly");
    carry_out(protocol_.hear(codec_.encode(pcm)));
  }
  RealtimeProtocol& protocol() { return protocol_; }
  RealtimeCodec& codec() { return codec_; }

  void carry_out(const RealtimeEffects& effects) {
    for (const RealtimeEffect& effect : effects) {
      if (const auto* message = std::get_if<SendMessage>(&effect)) {
        if (socket_) socket_->send_text(message->text);
      } else if (const auto* sound = std::get_if<PlaySound>(&effect)) {
        if (audio::Samples pcm = codec_.decode(sound->coded); !pcm.empty()) tell({LiveSound{std::move(pcm)}});
      } else if (const auto* told = std::get_if<TellEvent>(&effect)) {
        tell(told->event);
      } else {
        log_.warning("live model", {{"problem", std::get<NoteProblem>(effect).code}});
      }
    }
  }

 private:
  // The listener may end the session in it.
  void tell(LiveEvent event) {
    const auto keep = shared_from_this();
    if (std::holds_alternative<LiveReady>(event)) late_.cancel();
    if (const auto told = tell_) told(std::move(event));
  }
  void end(std::string_view why) {
    const auto keep = shared_from_this();
    const RealtimeEffects effects = protocol_.closed(why);
    if (auto socket = std::exchange(socket_, nullptr)) socket->close(net::close_code::kNormal, "");
    carry_out(effects);
  }
  void end_later(std::string why) {
    loop_.post([self = weak_from_this(), why = std::move(why)] {
      if (const auto link = self.lock()) link->end(why);
    });
  }

  runtime::Loop& loop_;
  const std::size_t most_unsent_;
  RealtimeProtocol protocol_;
  RealtimeCodec codec_;
  LiveModel::Tell tell_;
  const telemetry::Logger log_;
  runtime::Timer late_;
  std::shared_ptr<void> call_;
  std::shared_ptr<net::WebSocket> socket_;
};

class RealtimeSession final : public LiveSession {
 public:
  explicit RealtimeSession(std::shared_ptr<Link> link) : link_(std::move(link)) {}
  ~RealtimeSession() override { link_->hang_up(); }

  void hear(audio::SamplesView pcm) override { link_->hear(pcm); }
  void answer() override {
    link_->codec().reset();
    link_->carry_out(link_->protocol().answer());
  }
  void go_on() override { link_->carry_out(link_->protocol().go_on()); }
  void add_words(std::string_view text, bool ours) override {
    link_->carry_out(link_->protocol().add_words(text, ours));
  }
  void add_tool_answer(const std::string& id, std::string_view text) override {
    link_->carry_out(link_->protocol().add_tool_answer(id, text));
  }
  void set(const LiveSetting& setting) override { link_->carry_out(link_->protocol().set(setting)); }
  void cut(std::chrono::milliseconds played) override {
    link_->codec().reset();
    link_->carry_out(link_->protocol().cut(played));
  }

 private:
  const std::shared_ptr<Link> link_;
};

}  // namespace

RealtimeModel::RealtimeModel(runtime::Loop& loop, Dial dial, Options options, telemetry::Logger log)
    : loop_(loop), dial_(std::move(dial)), options_(std::move(options)), log_(std::move(log)) {}

std::unique_ptr<LiveSession> RealtimeModel::open(const LiveSetting& setting, Tell tell) {
  auto codec = RealtimeCodec::create(options_.dialect.sound);
  CHECK(codec);  // between two rates that we know
  auto link = std::make_shared<Link>(loop_, options_, *std::move(codec), setting, std::move(tell), log_);
  link->dial(dial_, options_);
  return std::make_unique<RealtimeSession>(std::move(link));
}

}  // namespace attendant::speech
