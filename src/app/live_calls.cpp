#include "app/live_calls.hpp"

#include <utility>

#include <boost/json/parse.hpp>

#include "agents/template.hpp"
#include "call/live_setting.hpp"
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

std::unique_ptr<call::LiveConversation> LiveCalls::open(const brain::CallSetting& call) {
  if (call.team == nullptr) return nullptr;
  const agents::Agent& agent = call.team->answering();
  if (agent.brain.kind != agents::BrainKind::live) return nullptr;
  const std::string& own = agent.speaks().greeting;
  call::LiveConversation::Options options{
      .brain = {.greeting = agents::fill(own.empty() ? needs_.greeting : own,
                                         {{std::string(agents::kCompany), needs_.company},
                                          {std::string(agents::kAgent), agent.spoken_name()}}),
                .share_answers = agent.brain.data_to_model == agents::DataToModel::everything,
                .first_words_within = settings_.first_words_within},
      .setting =
          call::live_setting(&agent, call.catalogue ? *call.catalogue : needs_.catalogue, needs_.company),
      .all_sound = settings_.turns == config::LiveTurns::server};
  return std::make_unique<call::LiveConversation>(
      needs_.shard, model_, needs_.voice, [this, call] { return needs_.open_rescue(call); },
      std::move(options));
}

}  // namespace attendant::app
