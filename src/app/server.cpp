#include "app/server.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <iterator>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "admin/health.hpp"
#include "admin/operations.hpp"
#include "app/agent_files.hpp"
#include "app/agent_keeper.hpp"
#include "app/call_brains.hpp"
#include "app/call_watch.hpp"
#include "app/dialogue_options.hpp"
#include "app/language_lines.hpp"
#include "app/language_models.hpp"
#include "app/lazy_bytes.hpp"
#include "app/line_options.hpp"
#include "app/live_calls.hpp"
#include "app/model_service.hpp"
#include "app/office_hours.hpp"
#include "app/outside_http.hpp"
#include "app/places.hpp"
#include "app/reading_judge.hpp"
#include "app/record_engine.hpp"
#include "app/recovery.hpp"
#include "app/row_keeper.hpp"
#include "app/speech_engines.hpp"
#include "app/stored_data.hpp"
#include "app/talk_door.hpp"
#include "app/tool_bench.hpp"
#include "app/tool_set.hpp"
#include "app/turn_policy.hpp"
#include "audio/recording_sink.hpp"
#include "brain/dialogue/dialogue_brain.hpp"
#include "brain/dialogue/fixed_lines.hpp"
#include "call/desk.hpp"
#include "call/line_ports.hpp"
#include "inference/runtime.hpp"
#include "media/media_plane.hpp"
#include "net/http_server.hpp"
#include "records/sqlite_store.hpp"
#include "runtime/pool.hpp"
#include "runtime/shard.hpp"
#include "speech/recorded_lines.hpp"
#include "store/local/segment_journal.hpp"
#include "telemetry/async_log.hpp"
#include "telemetry/redact.hpp"
#include "telephony/sip/sip_gateway.hpp"
#include "tools/runtime.hpp"
#include "understanding/completeness.hpp"
#include "understanding/mask.hpp"
#include "understanding/understander.hpp"

namespace attendant::app {
namespace {

constexpr std::string_view kEventSource = "/attendant";
constexpr std::chrono::milliseconds kSyncEvery{50};
constexpr std::chrono::hours kRetentionEvery{6};

telemetry::Level to_level(config::LogLevel level) { return static_cast<telemetry::Level>(level); }

// Takes only the called numbers of the configuration; the rest is not here.
class NumberFilter final : public telephony::CallTaker {
 public:
  NumberFilter(std::vector<std::string> numbers, telephony::CallTaker& next)
      : numbers_(std::move(numbers)), next_(next) {}
  void take(std::unique_ptr<telephony::Leg> leg) override {
    if (numbers_.empty() || std::ranges::find(numbers_, leg->party().called_number) != numbers_.end())
      next_.take(std::move(leg));
  }

 private:
  std::vector<std::string> numbers_;
  telephony::CallTaker& next_;
};

}  // namespace

struct Server::Parts {
  config::Settings settings;
  SystemClock clock;

  // What everything reports to.
  std::unique_ptr<telemetry::AsyncLog> log_sink;
  telemetry::Logger log;
  telemetry::Registry metrics;

  // Threads.
  std::unique_ptr<runtime::Shard> calls;  // SIP and all calls
  std::unique_ptr<runtime::Shard> admin;  // the operator's listener
  std::unique_ptr<runtime::Pool> storage;
  std::unique_ptr<runtime::Pool> dialogue;
  std::unique_ptr<runtime::Pool> waiting;  // for tools of other machines

  // What is kept.
  std::filesystem::path directory;
  std::unique_ptr<StoredData> data;
  std::unique_ptr<RowKeeper> rows;
  std::unique_ptr<store::local::SegmentJournal> journal;
  std::atomic<bool> syncing{false};
  std::atomic<bool> journal_short{false};
  runtime::Timer sync_timer;
  runtime::Timer retention_timer;

  // What is known and said.
  std::unique_ptr<inference::Runtime> models;  // ends last: sessions of the rest are of it
  std::unique_ptr<records::SqliteStore> records;
  std::unique_ptr<OutsideHttp> outside;                   // null: nothing is elsewhere
  std::unique_ptr<insurance::RecordStore> other_records;  // null: `records` alone
  std::vector<tools::ToolFile> tool_files;
  std::unique_ptr<ToolSet> tools;
  std::unique_ptr<ToolBench> tool_bench;
  std::shared_ptr<const understanding::Understander> understander;
  std::unique_ptr<const understanding::Completeness> completeness;
  std::unique_ptr<AgentKeeper> agents;
  std::unique_ptr<brain::DialogueBrain> brain;
  std::unique_ptr<LanguageModels> language_models;  // null: none are configured
  std::unique_ptr<CallBrains> brains;
  std::unique_ptr<ModelService> model_service;  // null: off
  std::unique_ptr<SpeechEngines> speech;
  std::unique_ptr<speech::RecordedLines> voice;  // in front of the engine's
  std::unique_ptr<LiveCalls> live_calls;         // null: no model is configured that speaks itself

  // Calls.
  std::unique_ptr<media::MediaPlane> media;
  std::unique_ptr<call::LinePorts> ports;
  std::unique_ptr<CallWatch> watch;
  std::unique_ptr<call::Desk> desk;
  std::unique_ptr<NumberFilter> numbers;
  std::unique_ptr<telephony::Admission> admission;
  std::unique_ptr<telephony::sip_gateway::SipGateway> sip;
  std::unique_ptr<TalkDoor> talk;  // null: off

  // The operator.
  admin::Health health;
  net::Router router;
  std::unique_ptr<net::HttpServer> http;

  Status keep_things(const config::Loaded& config);
  Status know_things(const std::function<void(const std::string&)>& progress);
  Status know_records_and_words(const std::function<void(const std::string&)>& progress,
                                const std::filesystem::path& engines);
  Status know_models();
  Status serve_models();
  Status take_calls(const ServerOptions& options);
  Status watch_over();
  call::Services services(const ServerOptions& options);
  Date today(WallTime now) const {
    return settings.insurance.as_of.value_or(Date(std::chrono::floor<std::chrono::days>(now)));
  }
  std::unique_ptr<LiveView> live_view(const ServerOptions& options);
  Status open_talk();
  void sync_journal();
  void run_retention();
  void add_stop_steps(runtime::Stopper& stopper);
  // Runs on the calls' shard and waits: gateway and desk live there.
  template <class F>
  void on_calls_shard(F function) {
    std::promise<void> done;
    calls->post([&] {
      function();
      done.set_value();
    });
    done.get_future().wait();
  }
};

Result<std::unique_ptr<Server>> Server::start(const config::Loaded& config, const ServerOptions& options,
                                              runtime::Stopper& stopper,
                                              const std::function<void(const std::string&)>& progress) {
  auto parts = std::make_unique<Parts>();
  auto& p = *parts;
  p.settings = config.settings;

  TRY_ASSIGN(p.tool_files, read_tool_files(p.settings.tools));
  auto secrets = config.secrets;
  for (const auto& file : p.tool_files)
    secrets.insert(secrets.end(), file.secrets.begin(), file.secrets.end());

  p.log_sink = std::make_unique<telemetry::AsyncLog>(2);
  p.log = telemetry::Logger(*p.log_sink, p.clock, to_level(p.settings.log.level),
                            std::make_shared<const telemetry::Redactor>(std::move(secrets)));
  p.calls = std::make_unique<runtime::Shard>("calls", p.clock);
  p.admin = std::make_unique<runtime::Shard>("admin", p.clock);
  p.storage = std::make_unique<runtime::Pool>(
      runtime::Pool::Options{.name = "storage", .threads = 2, .capacity = 4096});
  p.dialogue = std::make_unique<runtime::Pool>(
      runtime::Pool::Options{.name = "dialogue", .threads = 1, .capacity = 1024, .nice = 0});
  p.waiting = std::make_unique<runtime::Pool>(runtime::Pool::Options{
      .name = "waiting", .threads = static_cast<unsigned>(p.settings.tools.threads), .capacity = 256});

  TRY(p.keep_things(config));
  TRY(p.know_things(progress));
  TRY(p.know_models());
  p.calls->start();
  p.admin->start();
  TRY(p.serve_models());
  TRY(p.take_calls(options));
  TRY(p.watch_over());
  auto phrases = brain::fixed_lines(dialogue_options(p.settings), p.agents->team().get());
  std::ranges::copy(waiting_lines(p.tools->runtime().catalogue()), std::back_inserter(phrases));
  std::erase_if(phrases, [&p](const std::string& phrase) { return p.voice->has(phrase); });
  p.speech->prepare(std::move(phrases));
  p.add_stop_steps(stopper);
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

// ---- what is kept
// --------------------------------------------------------------------------------------------------
Status Server::Parts::keep_things(const config::Loaded&) {
  directory = settings.store.dir;
  std::error_code made;
  std::filesystem::create_directories(directory, made);
  if (made)
    return fail(ErrorCode::unavailable,
                fmt::format("store.dir: {} cannot be made: {}", directory.string(), made.message()));
  const auto key_file = key_file_of(directory, settings.store.key_file);
  auto keys = settings.store.key_file.empty() ? security::KeyRing::load_or_create(key_file)
                                              : security::KeyRing::load(key_file);
  if (!keys) return fail(keys.error().in("store.key_file"));
  TRY_ASSIGN(data, StoredData::open(directory, *keys));
  TRY_ASSIGN(const auto recovered, data->store().recover(recovery_projection(turn_policy(settings.turn))));
  for (const auto& problem : recovered.problems) log.warning("recovery", {{"problem", problem}});
  if (settings.events.outbox)
    TRY(data->publish(recovered.journalled,
                      events::EventMaker(std::string(kEventSource), events::Texts::leave_out)));
  if (recovered.open_calls > 0) log.info("recovery", {{"calls_closed", recovered.open_calls}});
  TRY_ASSIGN(journal, store::local::SegmentJournal::open({.directory = data->store().journal_directory(),
                                                          .segment_bytes = settings.store.journal_segment},
                                                         clock));
  rows =
      std::make_unique<RowKeeper>(data->store().history(), settings.events.outbox ? &data->outbox() : nullptr,
                                  std::string(kEventSource), clock, metrics, log);
  return {};
}

// ---- what is known and said
// ----------------------------------------------------------------------------------------
Status Server::Parts::know_things(const std::function<void(const std::string&)>& progress) {
  progress("loading the speech models, the language model and the insurer's records");
  const auto engines = engines_folder(settings.speech.engines_dir);
  TRY_ASSIGN(models, inference::Runtime::load(engines));
  auto voices = std::async(std::launch::async, [this] {
    return SpeechEngines::open(*models, settings.speech, settings.turn, log);
  });
  const Status read = know_records_and_words(progress, engines);
  auto opened = voices.get();
  TRY(read);
  TRY_ASSIGN(speech, std::move(opened));
  voice = std::make_unique<speech::RecordedLines>(speech->synthesizer());
  for (const auto& problem :
       load_language_lines(data_folder() / "speech/languages", settings.speech.recordings_dir, *voice)) {
    log.warning("recorded sentences", {{"problem", problem}});
    progress(problem);
  }
  return {};
}

Status Server::Parts::know_records_and_words(const std::function<void(const std::string&)>& progress,
                                             const std::filesystem::path& engines) {
  TRY_ASSIGN(records, records::SqliteStore::open({.path = records_file(directory).string(),
                                                  .data = settings.insurance.data_dir,
                                                  .keys = data->store().keys()}));
  agents = std::make_unique<AgentKeeper>(AgentKeeper::Options{.source = agents_folder(settings),
                                                              .versions = agent_versions_folder(directory),
                                                              .known = vocabulary_of(settings),
                                                              .reload = settings.agents.reload},
                                         clock, log);
  TRY(agents->start());
  if (settings.insurance.records != config::RecordEngine::sqlite || !tool_files.empty()) {
    TRY_ASSIGN(outside, OutsideHttp::start(clock));
  }
  TRY_ASSIGN(other_records, open_record_engine(settings.insurance, *records, outside.get(), clock));
  TRY_ASSIGN(auto opened, understanding::Understander::open(data_folder() / "understanding/intents.bin",
                                                            engines / "minilm", models.get()));
  understander = std::make_shared<const understanding::Understander>(std::move(opened));
  TRY_ASSIGN(auto head, understanding::Completeness::load(data_folder() / "understanding/completeness.bin"));
  completeness = std::make_unique<const understanding::Completeness>(std::move(head));
  if (!understander->degraded().empty()) {
    log.warning("understanding", {{"degraded", understander->degraded()}});
    progress(understander->degraded());
  }
  TRY_ASSIGN(tools, ToolSet::open({.documents_dir = settings.insurance.documents_dir,
                                   .files = tool_files,
                                   .documents_file = documents_file(directory).string(),
                                   .records = other_records ? other_records.get() : records.get(),
                                   .model = understander->sentence_model(),
                                   .clock = clock,
                                   .http = outside.get()},
                                  [this](const std::string& problem) {
                                    log.warning("tools", {{"problem", problem}});
                                  }));
  // With records elsewhere every tool waits for other machines.
  auto& reading = other_records ? *waiting : *storage;
  tool_bench = std::make_unique<ToolBench>(tools->runtime(), reading, *waiting, *calls);
  brain = std::make_unique<brain::DialogueBrain>(
      dialogue_options(settings), tools->runtime().catalogue(), understander,
      [this](std::function<void()> work, std::function<void()> then) {
        const bool taken = dialogue->post([this, work, then] {
          work();
          calls->post([then] { then(); });
        });
        if (!taken) {  // a caller's turn is never dropped
          work();
          calls->post([then] { then(); });
        }
      });
  return {};
}

Status Server::Parts::know_models() {
  TRY_ASSIGN(language_models, LanguageModels::make(*calls, settings.models, metrics, log));
  brains = std::make_unique<CallBrains>(settings, *brain, tools->runtime().catalogue(),
                                        language_models ? &language_models->gateway() : nullptr, *calls);
  TRY_ASSIGN(live_calls, LiveCalls::make(settings.models,
                                         {.shard = *calls,
                                          .clock = clock,
                                          .log = log,
                                          .voice = *voice,
                                          .texts = {.company = settings.texts.company,
                                                    .greeting = settings.texts.greeting,
                                                    .office_hours = dialogue_options(settings).office_hours},
                                          .person_target = dialogue_options(settings).person_target,
                                          .rescue = *brain}));
  return {};
}

Status Server::Parts::serve_models() {
  if (settings.models.serve.listen.host.empty() || !language_models) return {};
  TRY_ASSIGN(model_service, ModelService::make(settings.models.serve, {.shard = *calls,
                                                                       .clock = clock,
                                                                       .gateway = language_models->gateway(),
                                                                       .metrics = metrics,
                                                                       .log = log}));
  return model_service->open();
}

// ---- calls
// ---------------------------------------------------------------------------------------------------------
call::Services Server::Parts::services(const ServerOptions& options) {
  return {
      .loop = *calls,
      .clock = clock,
      .policy = turn_policy(settings.turn),
      .versions = fmt::format("attendant 0.1.0; {}; {}; config {}", brains->version(), speech->versions(),
                              options.config_name),
      .line = [this](telephony::MediaPortId id) -> media::Line* {
        if (auto* line = ports->line(id); line != nullptr || talk == nullptr) return line;
        return talk->line(id);
      },
      .ear = speech->recognizer(),
      .voice = *voice,
      .open_brain = [this](const brain::CallSetting& call) { return brains->open(call); },
      .team = [this] { return agents->team(); },
      .open_live = [this](const brain::CallSetting& call) -> std::unique_ptr<call::LiveConversation> {
        return live_calls ? live_calls->open(call) : nullptr;
      },
      .mask = [](std::string_view text,
                 conversation::Asked asked) { return understanding::mask(text, asked); },
      .judge_readings =
          [this](conversation::Asked asked) { return reading_judge(asked, today(clock.wall())); },
      .completeness =
          [this](std::string_view text, conversation::Asked asked,
                 const std::optional<SentenceEnding>& ending) {
            return completeness->score(text, asked, ending);
          },
      .tool_catalogue = &tools->runtime(),
      .run_tool = [this](call::Services::ToolRun run,
                         call::Services::ToolDone done) { tool_bench->run(std::move(run), std::move(done)); },
      .journal = *journal,
      .keys = data->store().keys(),
      .keep = [this](call::Row row) { rows->add(std::move(row)); },
      .record =
          [this](const CallId& call, const security::Key& key, WallTime started) {
            auto open = [this, call, key, started] {
              return data->store().recordings().open_recording(call, key, started);
            };
            return std::make_unique<audio::WavRecordingSink>(std::make_unique<LazyBytes>(std::move(open)));
          },
      .today = [this](WallTime now) { return today(now); },
      .office_open = [this](WallTime now) { return office_is_open(settings.people, now); },
      .transfer_target = [this](std::string_view name) -> std::optional<std::string> {
        for (const auto& [target, uri] : settings.people.targets)
          if (target == name) return uri;
        return std::nullopt;
      },
      .observer = watch.get()};
}

std::unique_ptr<LiveView> Server::Parts::live_view(const ServerOptions& options) {
  std::vector<LiveView::Show> shows;
  if (options.show_calls) shows.emplace_back(LivePrinter(stdout, *options.show_calls));
  if (!settings.talk.listen.host.empty())
    shows.emplace_back([this](const LiveLine& line) {
      if (talk) talk->show(line);
    });
  return shows.empty() ? nullptr : std::make_unique<LiveView>(std::move(shows));
}

Status Server::Parts::open_talk() {
  if (settings.talk.listen.host.empty()) return {};
  TRY_ASSIGN(talk, TalkDoor::make(settings.talk, directory,
                                  {.calls = *calls,
                                   .clock = clock,
                                   .log = log,
                                   .recorder = media->recorder(),
                                   .admission = *admission,
                                   .desk = *desk,
                                   .keys = data->store().keys()}));
  talk->on_closing([this](telephony::MediaPortId id) { desk->line_closing(id); });
  return talk->open();
}

Status Server::Parts::take_calls(const ServerOptions& options) {
  TRY_ASSIGN(media, media::MediaPlane::start(plane_options(settings.media), clock));
  if (settings.media.real_time == config::RealTime::on && !media->realtime())
    return fail(ErrorCode::refused,
                "media.real_time is on, but the system does not permit real-time priority: give the process "
                "CAP_SYS_NICE, or set it to auto");
  ports = std::make_unique<call::LinePorts>(*media, media::LineOptions{});
  watch = std::make_unique<CallWatch>(metrics, log, live_view(options));
  admission = std::make_unique<telephony::Admission>(
      static_cast<std::size_t>(settings.sip.max_calls),
      std::chrono::duration_cast<std::chrono::seconds>(settings.sip.retry_after));
  desk = std::make_unique<call::Desk>(services(options));
  ports->on_closing([this](telephony::MediaPortId id) { desk->line_closing(id); });
  numbers = std::make_unique<NumberFilter>(settings.sip.numbers, *desk);
  Status opened;
  on_calls_shard([&] {
    auto gateway = telephony::sip_gateway::SipGateway::open(calls->context(), clock, sip_options(settings),
                                                            *ports, *admission, *numbers);
    if (gateway)
      sip = *std::move(gateway);
    else
      opened = fail(gateway.error().in("sip"));
    sync_journal();
    run_retention();
    agents->watch(*calls, [this](runtime::Job look) {
      return storage->post(std::move(look), runtime::Priority::background);
    });
    tools->watch(*calls, [this](runtime::Job look) {
      return waiting->post(std::move(look), runtime::Priority::background);
    });
  });
  TRY(opened);
  return open_talk();
}

// At most every 50 ms; a slow disk gets no second sync while one is under way.
void Server::Parts::sync_journal() {
  journal_short = journal->unreserved() == 0;
  if (!syncing.exchange(true)) {
    const bool taken = storage->post([this] {
      if (const auto synced = journal->sync(); !synced) log.error("journal", synced.error());
      syncing = false;
      calls->post([this] { journal->deliver_synced(); });
    });
    if (!taken) syncing = false;
  }
  sync_timer = calls->after(kSyncEvery, [this] { sync_journal(); });
}

// With a connection of its own: the history's belongs to the writer.
void Server::Parts::run_retention() {
  const auto& store = settings.store;
  const Keep keep{.calls = {.journal = store.keep_journals,
                            .recordings = store.keep_recordings,
                            .transcripts = store.keep_history,
                            .audit = store.keep_audit},
                  .events = store.keep_events,
                  .audit = store.keep_audit,
                  .requests = store.keep_requests};
  const bool taken = storage->post(
      [this, keep] {
        auto stored = StoredData::open(directory, data->store().keys());
        if (!stored) return log.error("retention", stored.error());
        const auto gone = (*stored)->run_retention(keep, clock.wall());
        if (!gone) return log.error("retention", gone.error());
        const auto& [calls, event_files, trail] = *gone;
        if (calls.calls.size() + calls.segments + calls.recordings + event_files > 0 ||
            trail.audit + trail.requests > 0)
          log.info("retention", {{"calls", calls.calls.size()},
                                 {"segments", calls.segments},
                                 {"recordings", calls.recordings},
                                 {"event_files", event_files},
                                 {"audit_rows", trail.audit},
                                 {"requests", trail.requests}});
      },
      runtime::Priority::background);
  if (!taken) log.warning("retention", {{"problem", "the storage pool is full"}});
  retention_timer = calls->after(kRetentionEvery, [this] { run_retention(); });
}

// ---- the operator
// --------------------------------------------------------------------------------------------------
Status Server::Parts::watch_over() {
  health.add("loop", admin::loop_lag_check([this] { return calls->lag(); }, settings.admin.ready_lag));
  health.add("journal", [this]() -> std::optional<std::string> {
    if (journal_short) return "the journal's reserve is used up: new calls are refused";
    return std::nullopt;
  });
  metrics.gauge_from("attendant_loop_lag_seconds", "How late the calls' loop runs what is due", {},
                     [this] { return std::chrono::duration<double>(calls->lag()).count(); });
  metrics.gauge_from("attendant_lines_open", "RTP lines open", {},
                     [this] { return static_cast<double>(media->lines()); });
  metrics.gauge_from(
      "attendant_send_lateness_seconds", "Lateness of sent frames against their slot, since start",
      {{"quantile", "0.99"}},
      [this] { return std::chrono::duration<double>(media->lateness().quantile(0.99)).count(); });
  metrics.gauge_from("attendant_storage_waiting", "Jobs waiting in the storage pool", {},
                     [this] { return static_cast<double>(storage->stats().waiting); });
  if (settings.admin.listen.host.empty()) return {};
  admin::add_operations(router, metrics, health);
  http = std::make_unique<net::HttpServer>(
      *admin,
      net::HttpServer::Options{.address = settings.admin.listen.host, .port = settings.admin.listen.port},
      router, log);
  if (const auto started = http->start(); !started) return fail(started.error().in("admin.listen"));
  return {};
}

// New calls are refused at once; live ones may finish within the grace; then everything ends in the order of
// its making, backwards.
void Server::Parts::add_stop_steps(runtime::Stopper& stopper) {
  stopper.add_step("refuse new calls", [this] {
    admission->set_open(false);
    on_calls_shard([&] { desk->close(); });
  });
  stopper.add_step("let calls end", [this] {
    const auto until = clock.now() + settings.server.stop_grace;
    while (admission->calls() > 0 && clock.now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    on_calls_shard([&] { desk->end_all("server stopped"); });
  });
  stopper.add_step("close listeners", [this] {
    if (http) http->stop();
    if (talk) talk->close();
    if (model_service) model_service->close();
    on_calls_shard([&] {
      sync_timer.cancel();
      retention_timer.cancel();
      agents->stop();
      tools->stop_watching();
      sip.reset();
    });
  });
  stopper.add_step("stop threads", [this] {
    on_calls_shard([&] { desk.reset(); });
    calls->stop();
    admin->stop();
    dialogue->stop();
    waiting->stop();
    storage->stop();
  });
  stopper.add_step("write what is left", [this] {
    media.reset();
    rows.reset();
    if (const auto synced = journal->sync(); !synced) log.error("journal", synced.error());
  });
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() = default;

std::string Server::where() const {
  const auto& p = *parts_;
  std::string transports;
  if (p.sip->udp_port() != 0) transports += fmt::format("UDP {}", p.sip->udp_port());
  if (p.sip->tcp_port() != 0)
    transports += fmt::format("{}TCP {}", transports.empty() ? "" : ", ", p.sip->tcp_port());
  auto text = fmt::format("SIP on {} ({})", p.settings.sip.listen_udp.host, transports);
  if (p.http)
    text +=
        fmt::format(", metrics and health on http://{}:{}/", p.settings.admin.listen.host, p.http->port());
  if (p.model_service) text += fmt::format(", language models on {}", p.model_service->where());
  if (p.talk) text += fmt::format(", a page to talk to (one call) on {}", p.talk->new_link());
  return text;
}

}  // namespace attendant::app
