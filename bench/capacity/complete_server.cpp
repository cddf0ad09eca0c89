#include "complete_server.hpp"

#include <atomic>
#include <future>
#include <utility>

#include "app/call_watch.hpp"
#include "app/lazy_bytes.hpp"
#include "app/row_keeper.hpp"
#include "app/stored_data.hpp"
#include "audio/recording_sink.hpp"
#include "call/desk.hpp"
#include "call/line_ports.hpp"
#include "inference/runtime.hpp"
#include "instant_engines.hpp"
#include "media/media_plane.hpp"
#include "runtime/pool.hpp"
#include "runtime/shard.hpp"
#include "speech/clause_synthesizer.hpp"
#include "speech/embedded/silero.hpp"
#include "speech/local_recognizer.hpp"
#include "store/local/segment_journal.hpp"
#include "telemetry/async_log.hpp"
#include "telemetry/redact.hpp"
#include "telephony/sip/sip_gateway.hpp"
#include "understanding/mask.hpp"

namespace attendant::bench {
namespace {

constexpr std::chrono::milliseconds kSyncEvery{50};

// The server's own watch, and the sums that the benchmark reports. On the calls' shard; the sums are read
// from outside.
class Watch final : public call::Observer {
 public:
  Watch(telemetry::Registry& metrics, telemetry::Logger log) : watch_(metrics, std::move(log), nullptr) {}

  void on_event(const CallId& call, const conversation::Event& event,
                const std::vector<conversation::Effect>& effects) override {
    watch_.on_event(call, event, effects);
    for (const auto& effect : effects)
      if (const auto* record = std::get_if<conversation::RecordTurn>(&effect)) {
        ++turns;
        if (record->turn.first_answer) ++answers_heard;
      }
  }
  void on_problem(const CallId& call, std::string_view what, const Error& error) override {
    ++problems;
    watch_.on_problem(call, what, error);
  }
  void on_line_stats(const CallId& call, const media::LineStats& stats) override {
    watch_.on_line_stats(call, stats);
    received += stats.received;
    lost += stats.lost;
    frames_dropped += stats.frames_dropped;
    recording_dropped += stats.recording_dropped;
  }

  std::atomic<std::uint64_t> turns{0}, answers_heard{0}, received{0}, lost{0}, frames_dropped{0},
      recording_dropped{0}, problems{0};

 private:
  app::CallWatch watch_;
};

}  // namespace

struct CompleteServer::Parts {
  SystemClock clock;
  telemetry::AsyncLog log_sink{2};
  telemetry::Logger log;
  telemetry::Registry metrics;
  runtime::Shard calls{"calls", clock};
  runtime::Pool storage{{.name = "storage", .threads = 2, .capacity = 4096}};

  std::unique_ptr<app::StoredData> data;
  std::unique_ptr<app::RowKeeper> rows;
  std::unique_ptr<store::local::SegmentJournal> journal;
  std::atomic<bool> syncing{false};
  runtime::Timer sync_timer;

  std::unique_ptr<inference::Runtime> models;
  std::unique_ptr<speech::embedded::Silero> detector;
  InstantTranscriber transcriber;
  InstantVoice voice;
  runtime::Pool decoders{{.name = "inference", .threads = 1, .capacity = 4096}};
  std::unique_ptr<speech::LocalRecognizer> ear;
  std::unique_ptr<speech::ClauseSynthesizer> mouth;

  std::unique_ptr<media::MediaPlane> media;
  std::unique_ptr<call::LinePorts> ports;
  std::unique_ptr<Watch> watch;
  std::unique_ptr<telephony::Admission> admission;
  std::unique_ptr<call::Desk> desk;
  std::unique_ptr<telephony::sip_gateway::SipGateway> sip;

  Status open(const ServerOptions& options);
  Status open_stores(const std::filesystem::path& directory);
  Status open_engines(const ServerOptions& options);
  call::Services services();
  void sync_journal();
  template <class F>
  void on_calls_shard(F function) {
    std::promise<void> done;
    calls.post([&] {
      function();
      done.set_value();
    });
    done.get_future().wait();
  }
  ~Parts();
};

Status CompleteServer::Parts::open_stores(const std::filesystem::path& directory) {
  std::filesystem::create_directories(directory);
  TRY_ASSIGN(const auto keys, security::KeyRing::load_or_create(app::key_file_of(directory, {})));
  TRY_ASSIGN(data, app::StoredData::open(directory, keys));
  TRY_ASSIGN(journal,
             store::local::SegmentJournal::open({.directory = data->store().journal_directory()}, clock));
  rows = std::make_unique<app::RowKeeper>(data->store().history(), &data->outbox(), "/bench", clock, metrics,
                                          log);
  return {};
}

Status CompleteServer::Parts::open_engines(const ServerOptions& options) {
  TRY_ASSIGN(models, inference::Runtime::load(options.engines));
  TRY_ASSIGN(detector, speech::embedded::Silero::load(*models, options.engines / "silero/silero_vad.onnx"));
  speech::LocalRecognizer::Options hearing;
  hearing.on_error = [this](const Error&) { ++watch->problems; };
  ear = std::make_unique<speech::LocalRecognizer>(std::move(hearing), *detector, transcriber, decoders);
  mouth = std::make_unique<speech::ClauseSynthesizer>(voice, decoders);
  return {};
}

Status CompleteServer::Parts::open(const ServerOptions& options) {
  log = telemetry::Logger(log_sink, clock, telemetry::Level::error,
                          std::make_shared<const telemetry::Redactor>(std::vector<std::string>{}));
  watch = std::make_unique<Watch>(metrics, log);
  TRY(open_stores(options.directory));
  TRY(open_engines(options));
  TRY_ASSIGN(media, media::MediaPlane::start({.first_port = 20000,
                                              .last_port = 24999,
                                              .realtime = options.realtime,
                                              .pin_to_core = options.core},
                                             clock));
  ports = std::make_unique<call::LinePorts>(*media, media::LineOptions{});
  admission = std::make_unique<telephony::Admission>(static_cast<std::size_t>(options.calls),
                                                     std::chrono::seconds(1));
  desk = std::make_unique<call::Desk>(services());
  ports->on_closing([this](telephony::MediaPortId id) { desk->line_closing(id); });
  calls.start();
  Status opened;
  on_calls_shard([&] {
    auto gateway = telephony::sip_gateway::SipGateway::open(
        calls.context(), clock,
        {.udp_port = 0, .tcp_port = 0, .trunks = {{.name = "generator", .addresses = {"127.0.0.1"}}}}, *ports,
        *admission, *desk);
    if (gateway)
      sip = *std::move(gateway);
    else
      opened = fail(gateway.error());
    sync_journal();
  });
  return opened;
}

call::Services CompleteServer::Parts::services() {
  return {.loop = calls,
          .clock = clock,
          .policy = {},
          .versions = "bench",
          .line = [this](telephony::MediaPortId id) { return ports->line(id); },
          .ear = *ear,
          .voice = *mouth,
          .open_brain = [](const brain::CallSetting&) { return std::make_unique<InstantBrain>(); },
          .mask = [](std::string_view text,
                     conversation::Asked asked) { return understanding::mask(text, asked); },
          .run_tool = [](const call::Services::ToolRun&, const call::Services::ToolDone&) {},
          .journal = *journal,
          .keys = data->store().keys(),
          .keep = [this](call::Row row) { rows->add(std::move(row)); },
          .record =
              [this](const CallId& call, const security::Key& key, WallTime started) {
                auto open = [this, call, key, started] {
                  return data->store().recordings().open_recording(call, key, started);
                };
                return std::make_unique<audio::WavRecordingSink>(
                    std::make_unique<app::LazyBytes>(std::move(open)));
              },
          .today = [](WallTime now) { return Date(std::chrono::floor<std::chrono::days>(now)); },
          .office_open = [](WallTime) { return true; },
          .transfer_target = [](std::string_view) -> std::optional<std::string> { return std::nullopt; },
          .observer = watch.get()};
}

void CompleteServer::Parts::sync_journal() {
  if (!syncing.exchange(true)) {
    const bool taken = storage.post([this] {
      if (!journal->sync()) ++watch->problems;
      syncing = false;
      calls.post([this] { journal->deliver_synced(); });
    });
    if (!taken) syncing = false;
  }
  sync_timer = calls.after(kSyncEvery, [this] { sync_journal(); });
}

CompleteServer::Parts::~Parts() {
  if (sip)
    on_calls_shard([&] {
      sync_timer.cancel();
      desk->end_all("bench is over");
      sip.reset();
      desk.reset();
    });
  calls.stop();
  storage.stop();
  media.reset();
  rows.reset();
  decoders.stop();
}

Result<std::unique_ptr<CompleteServer>> CompleteServer::start(const ServerOptions& options) {
  auto parts = std::make_unique<Parts>();
  TRY(parts->open(options));
  return std::unique_ptr<CompleteServer>(new CompleteServer(std::move(parts)));
}

CompleteServer::CompleteServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
CompleteServer::~CompleteServer() = default;

std::uint16_t CompleteServer::sip_port() const { return parts_->sip->udp_port(); }
std::size_t CompleteServer::live_calls() const { return parts_->admission->calls(); }
media::Lateness CompleteServer::lateness() const { return parts_->media->lateness(); }

ServerFigures CompleteServer::figures() const {
  const Watch& watch = *parts_->watch;
  return {.realtime = parts_->media->realtime(),
          .turns = watch.turns,
          .answers_heard = watch.answers_heard,
          .received = watch.received,
          .lost = watch.lost,
          .frames_dropped = watch.frames_dropped,
          .recording_dropped = watch.recording_dropped,
          .problems = watch.problems};
}

}  // namespace attendant::bench
