#include "app/live_calls.hpp"

#include <utility>

#include <boost/json/parse.hpp>

#include "net/asio_web_socket_client.hpp"

namespace attendant::app {
namespace {

speech::RealtimeDialect to_dialect(const config::LiveSettings& settings) {
  const bool tls = settings.url.starts_with("wss://");
  speech::RealtimeDialect dialect{
      .vendor = static_cast<speech::RealtimeVendor>(settings.dialect),
      .host = settings.url.substr(settings.url.find("://") + 3),
      .tls = tls,
      .model = settings.model,
      .api_version = settings.api_version,
      .voice = settings.voice,
      .sound = static_cast<speech::RealtimeSound>(settings.sound),
      .turns = static_cast<speech::RealtimeTurns>(settings.turns),
      .transcription_model = settings.transcription_model,
  };
  for (const auto& [field, text] : settings.extras) dialect.extras[field] = boost::json::parse(text);
  return dialect;
}

// A socket that cannot be opened is one that closed.
speech::RealtimeModel::Dial dial_by(net::WebSocketClient& client, const Clock& clock,
                                    std::chrono::milliseconds within, telemetry::Logger log) {
  return [&client, &clock, within, log = std::move(log)](const std::string& url,
                                                         const speech::RealtimeModel::Headers& headers,
                                                         std::shared_ptr<net::SocketEvents> events) {
    net::SocketRequest request{.url = url, .headers = headers, .deadline = clock.now() + within};
    return std::shared_ptr<void>(client.connect(std::move(request), events, [events, log](const Error& why) {
      log.error("live model", why);
      events->on_closed(net::close_code::kVanished);
    }));
  };
}

}  // namespace

LiveCalls::LiveCalls(const config::LiveSettings& settings, std::unique_ptr<net::WebSocketClient> client,
                     Needs needs)
    : settings_(settings),
      needs_(std::move(needs)),
      client_(std::move(client)),
      model_(needs_.shard, dial_by(*client_, needs_.clock, settings.ready_within, needs_.log),
             {.dialect = to_dialect(settings), .key = settings.key, .ready_within = settings.ready_within},
             needs_.log) {}

Result<std::unique_ptr<LiveCalls>> LiveCalls::make(const config::Models& settings, Needs needs) {
  if (settings.live.url.empty()) return nullptr;
  auto client = net::AsioWebSocketClient::make(needs.shard, {.ca_file = settings.ca_file});
  if (!client) return fail(client.error().in("models.ca_file"));
  return std::unique_ptr<LiveCalls>(new LiveCalls(settings.live, *std::move(client), std::move(needs)));
}

std::shared_ptr<const call::LiveTeam> LiveCalls::team_for(const brain::CallSetting& call) {
  if (!team_ || team_->team != call.team || catalogue_ != call.catalogue) {
    catalogue_ = call.catalogue;
    team_ = std::make_shared<const call::LiveTeam>(call::live_team(call.team, *catalogue_, needs_.texts));
  }
  return team_;
}

std::unique_ptr<call::LiveConversation> LiveCalls::open(const brain::CallSetting& call) {
  if (call.team == nullptr || call.team->answering().brain.kind != agents::BrainKind::live) return nullptr;
  CHECK(call.catalogue != nullptr);
  return std::make_unique<call::LiveConversation>(
      call::LiveConversation::Needs{.loop = needs_.shard,
                                    .model = model_,
                                    .ordinary = needs_.voice,
                                    .rescue = needs_.rescue,
                                    .catalogue = call.catalogue},
      call::LiveConversation::Options{.brain = {.team = team_for(call),
                                                .today = call.today,
                                                .person_target = needs_.person_target,
                                                .first_words_within = settings_.first_words_within},
                                      .all_sound = settings_.turns == config::LiveTurns::server});
}

}  // namespace attendant::app
