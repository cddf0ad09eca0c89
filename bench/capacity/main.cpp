// capacity_bench --speech FILE.wav [--calls N] [--seconds N] [--dir D] [--engines D] [--json]
// Calls on one core of the complete server, their generator on the other; with real-time priority and
// without.
#include <filesystem>
#include <span>
#include <string>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/files.hpp"
#include "app/one_heap.hpp"
#include "app/places.hpp"
#include "audio/wav.hpp"
#include "callers.hpp"
#include "complete_server.hpp"
#include "process.hpp"

namespace attendant::bench {
namespace {

struct Settings {
  int calls = 300;
  int seconds = 30;
  std::string speech, directory = "capacity_bench_data", engines;
  bool json = false;
};

constexpr int kServerCore = 0;

template <class T>
bool send_value(int fd, const T& value) {
  return send_bytes(fd, std::as_bytes(std::span(&value, 1)));
}
template <class T>
bool receive_value(int fd, T& value) {
  return receive_bytes(fd, std::as_writable_bytes(std::span(&value, 1)));
}

// Sockets and recordings of all calls.
void allow_many_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

// Two seconds of it, from the first voiced part on, are 40 % of the callers' five.
Result<audio::Samples> load_turn(const std::string& file) {
  TRY_ASSIGN(const auto bytes, app::read_file(file));
  const auto wav = audio::parse_wav(bytes);
  if (!wav) return fail(wav.error().in(file));
  if (wav->rate != audio::kTelephoneRate) return fail(ErrorCode::invalid, file + ": is not at 8 kHz");
  auto samples = wav->channel(0);
  const auto begin = std::min<std::size_t>(samples.size(), 1600);  // the clip's silence
  const auto end = std::min<std::size_t>(samples.size(), begin + 16000);
  return audio::Samples(samples.begin() + static_cast<std::ptrdiff_t>(begin),
                        samples.begin() + static_cast<std::ptrdiff_t>(end));
}

// The child process. Its marks through the pipe: 'u' all calls are up, 'e' the time is over; then the
// figures.
int generate(const Settings& settings, const audio::Samples& speech, bool realtime, int from_server,
             int to_server) {
  const int core = cores() > 1 ? 1 : 0;
  pin_this_thread(core);
  std::uint16_t port = 0;
  if (!receive_value(from_server, port)) return 1;
  const auto figures = place_calls(
      {.calls = settings.calls,
       .core = core,
       .realtime = realtime,
       .sip_port = port,
       .time = std::chrono::seconds(settings.seconds),
       .speech = speech},
      [&] { send_value(to_server, 'u'); }, [&] { send_value(to_server, 'e'); });
  if (!figures) {
    fmt::print(stderr, "capacity_bench: the generator: {}\n", figures.error().message);
    return 1;
  }
  return send_value(to_server, *figures) ? 0 : 1;
}

struct Cost {
  media::Lateness lateness;  // of the time in which all calls were up
  double core_share = 0;
  double kilobytes = 0;            // a call, all resident memory
  double kilobytes_anonymous = 0;  // without mapped files: the journal's pages belong to the page cache
};

media::Lateness between(const media::Lateness& before, media::Lateness after) {
  for (std::size_t i = 0; i < after.counts.size(); ++i) after.counts[i] -= before.counts[i];
  after.frames -= before.frames;
  return after;
}

void print_text(const Settings& settings, const Cost& cost, const ServerFigures& server,
                const CallerFigures& callers) {
  const auto ms = [&](double fraction) {
    return static_cast<double>(cost.lateness.quantile(fraction).count()) / 1e3;
  };
  fmt::print("priority: server {}, generator {}; {} of {} calls up for {} s, {} ended early\n",
             server.realtime ? "real-time" : "ordinary", callers.realtime ? "real-time" : "ordinary",
             callers.answered, settings.calls, settings.seconds, callers.ended);
  fmt::print("  send lateness ms: p50 {:.2f}  p99 {:.2f}  p99.9 {:.2f}   (generator's own p99 {:.2f})\n",
             ms(0.5), ms(0.99), ms(0.999), static_cast<double>(callers.late_p99_us) / 1e3);
  fmt::print("  packets: callers received {}, lost {}; callers sent {}, server received {}, lost {}\n",
             callers.received, callers.lost, callers.sent, server.received, server.lost);
  fmt::print("  server: {:.0f} % of its core, {:.0f} KB a call ({:.0f} without mapped files)\n",
             cost.core_share * 100.0, cost.kilobytes, cost.kilobytes_anonymous);
  fmt::print(
      "  turns {}, with an answer heard {}; frames dropped {}, recording frames dropped {}, problems {}\n",
      server.turns, server.answers_heard, server.frames_dropped, server.recording_dropped, server.problems);
}

void print_json(const Settings& settings, const Cost& cost, const ServerFigures& server,
                const CallerFigures& callers) {
  const auto us = [&](double fraction) { return cost.lateness.quantile(fraction).count(); };
  fmt::print(R"({{"bench":"capacity","realtime":{},"calls":{},"answered":{},"ended_early":{},"seconds":{},)"
             R"("late_p50_us":{},"late_p99_us":{},"late_p999_us":{},"generator_late_p99_us":{},)"
             R"("received":{},"lost":{},"core_share":{:.3f},"kb_a_call":{:.1f},"kb_a_call_anonymous":{:.1f},)"
             R"("turns":{},"answers_heard":{},"frames_dropped":{},"recording_dropped":{},"problems":{}}})"
             "\n",
             server.realtime, settings.calls, callers.answered, callers.ended, settings.seconds, us(0.5),
             us(0.99), us(0.999), callers.late_p99_us, callers.received, callers.lost, cost.core_share,
             cost.kilobytes, cost.kilobytes_anonymous, server.turns, server.answers_heard,
             server.frames_dropped, server.recording_dropped, server.problems);
}

double kilobytes_a_call(std::size_t before, std::size_t now, int calls) {
  return (static_cast<double>(now) - static_cast<double>(before)) / 1024.0 / calls;
}

// The server's process, parent of the generator's.
Status measure(const Settings& settings, const audio::Samples& speech, bool realtime) {
  int down[2];
  int up[2];
  if (::pipe(down) != 0 || ::pipe(up) != 0) return fail(ErrorCode::exhausted, "no pipe to the generator");
  const pid_t child = ::fork();  // before any thread exists
  if (child < 0) return fail(ErrorCode::exhausted, "no process for the generator");
  if (child == 0) ::_exit(generate(settings, speech, realtime, down[0], up[1]));
  ::close(down[0]);
  ::close(up[1]);

  pin_this_thread(kServerCore);
  std::filesystem::remove_all(settings.directory);
  TRY_ASSIGN(auto server, CompleteServer::start({.calls = settings.calls,
                                                 .core = kServerCore,
                                                 .realtime = realtime,
                                                 .directory = settings.directory,
                                                 .engines = app::engines_folder(settings.engines)}));
  app::give_back_free_memory();  // as the server does: calls shall not live on what loading left over
  const Memory before = memory();
  char mark = 0;
  CallerFigures callers;
  if (!send_value(down[1], server->sip_port()) || !receive_value(up[0], mark))
    return fail(ErrorCode::unavailable, "the generator ended");
  const auto lateness_before = server->lateness();
  const auto cpu_before = cpu_time();
  const auto begun = std::chrono::steady_clock::now();
  if (!receive_value(up[0], mark)) return fail(ErrorCode::unavailable, "the generator ended");
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  const Memory now = memory();
  const Cost cost{.lateness = between(lateness_before, server->lateness()),
                  .core_share = std::chrono::duration<double>(cpu_time() - cpu_before) / took,
                  .kilobytes = kilobytes_a_call(before.resident, now.resident, settings.calls),
                  .kilobytes_anonymous = kilobytes_a_call(before.anonymous, now.anonymous, settings.calls)};
  if (!receive_value(up[0], callers))
    return fail(ErrorCode::unavailable, "the generator ended without figures");
  ::waitpid(child, nullptr, 0);
  for (int i = 0; i < 100 && server->live_calls() > 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  (settings.json ? print_json : print_text)(settings, cost, server->figures(), callers);
  (void)std::fflush(stdout);
  server.reset();
  std::filesystem::remove_all(settings.directory);
  return {};
}

// In a process of its own, so that one run's memory and threads are not the next one's.
int measure_apart(const Settings& settings, const audio::Samples& speech, bool realtime) {
  const pid_t child = ::fork();
  if (child == 0) {
    const Status status = measure(settings, speech, realtime);
    if (!status) fmt::print(stderr, "capacity_bench: {}\n", status.error().message);
    (void)std::fflush(nullptr);
    ::_exit(status ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  fmt::print(stderr, "capacity_bench: the server was ended by signal {}\n", WTERMSIG(status));
  return 1;
}

int run(const Settings& settings) {
  const auto speech = load_turn(settings.speech);
  if (!speech) {
    fmt::print(stderr, "capacity_bench: {}\n", speech.error().message);
    return 2;
  }
  allow_many_files();
  const int realtime = measure_apart(settings, *speech, true);
  const int ordinary = measure_apart(settings, *speech, false);
  return realtime != 0 ? realtime : ordinary;
}

}  // namespace
}  // namespace attendant::bench

int main(int argc, char** argv) {
  attendant::app::use_one_heap();  // as the server has it
  attendant::bench::Settings settings;
  CLI::App app("Calls on one core of the complete server, their generator on the other");
  app.add_option("--speech", settings.speech, "what callers say: a WAV file at 8 kHz")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--calls", settings.calls, "at the same time")
      ->check(CLI::Range(1, 2000))
      ->capture_default_str();
  app.add_option("--seconds", settings.seconds, "with all calls up")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
  app.add_option("--dir", settings.directory, "for what the server stores; removed")->capture_default_str();
  app.add_option("--engines", settings.engines, "folder that tools/fetch-models filled");
  app.add_flag("--json", settings.json, "one object a run");
  CLI11_PARSE(app, argc, argv);
  return attendant::bench::run(settings);
}
