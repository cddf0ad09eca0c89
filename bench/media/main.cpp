// media_bench [calls] [seconds] [recordings directory]: calls on one core, their generator on the other, with
// real-time priority and without. Prints its conditions and one line of figures a run.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include "answering_side.hpp"
#include "base/text.hpp"
#include "calling_side.hpp"
#include "process.hpp"

namespace attendant::bench {
namespace {

struct Settings {
  int calls = 300;
  std::chrono::seconds time{10};
  std::string recordings = "media_bench_recordings";
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

template <class Side>
void run(Side& side, std::chrono::seconds time) {
  constexpr std::chrono::milliseconds kTick{10};
  auto next = std::chrono::steady_clock::now();
  for (const auto end = next + time; next < end; next += kTick) {
    std::this_thread::sleep_until(next);
    side.tick();
  }
}

// The child process: places the calls and reports through the pipe.
int generate(const Settings& settings, bool realtime, int from_server, int to_server) {
  const int core = cores() > 1 ? 1 : 0;
  pin_this_thread(core);
  const SystemClock clock;
  auto side = CallingSide::start({.calls = settings.calls, .core = core, .realtime = realtime}, clock);
  if (!side) {
    fmt::print(stderr, "media_bench: {}\n", side.error().message);
    return 1;
  }
  std::vector<media::Endpoint> servers(static_cast<std::size_t>(settings.calls));
  const auto callers = (*side)->endpoints();
  if (!receive_bytes(from_server, std::as_writable_bytes(std::span(servers)))) return 1;
  if (!send_bytes(to_server, std::as_bytes(std::span(callers)))) return 1;
  (*side)->connect(servers);
  run(**side, settings.time);
  return send_value(to_server, (*side)->figures()) ? 0 : 1;
}

void print(const Settings& settings, const AnsweringFigures& server, const CallingFigures& callers,
           double cpu, double kilobytes) {
  const auto ms = [&](double fraction) {
    return static_cast<double>(server.lateness.quantile(fraction).count()) / 1e3;
  };
  fmt::print("priority: server {}, generator {}; {} calls, {} s, {} turns\n",
             server.realtime ? "SCHED_FIFO" : "ordinary", callers.realtime ? "SCHED_FIFO" : "ordinary",
             settings.calls, settings.time.count(), server.turns);
  fmt::print(
      "  send lateness ms: p50 {:.2f}  p99 {:.2f}  p99.9 {:.2f}  max {:.2f}   (generator's own p99 {:.2f})\n",
      ms(0.5), ms(0.99), ms(0.999), static_cast<double>(server.lateness.max.count()) / 1e3,
      static_cast<double>(callers.late_p99_us) / 1e3);
  fmt::print("  packets: we sent {}, they received {}, lost {}; they sent {}, we received {}, lost {}\n",
             server.sent, callers.received, callers.lost, callers.sent, server.received, server.lost);
  fmt::print(
      "  server: {:.0f} % of its core, {:.0f} KB a call; frames dropped {}, recording frames dropped {}\n",
      cpu, kilobytes, server.frames_dropped, server.recording_dropped);
}

// The server's process, parent of the generator's.
Status measure(const Settings& settings, bool realtime) {
  int down[2];
  int up[2];
  if (::pipe(down) != 0 || ::pipe(up) != 0) return fail(ErrorCode::exhausted, "no pipe to the generator");
  const pid_t child = ::fork();  // before any thread exists
  if (child < 0) return fail(ErrorCode::exhausted, "no process for the generator");
  if (child == 0) ::_exit(generate(settings, realtime, down[0], up[1]));
  ::close(down[0]);
  ::close(up[1]);

  pin_this_thread(kServerCore);
  const SystemClock clock;
  const std::size_t before = memory().resident;
  TRY_ASSIGN(const auto side, AnsweringSide::start({.calls = settings.calls,
                                                    .core = kServerCore,
                                                    .realtime = realtime,
                                                    .recordings = settings.recordings},
                                                   clock));
  const auto servers = side->endpoints();
  std::vector<media::Endpoint> callers(servers.size());
  const bool met = send_bytes(down[1], std::as_bytes(std::span(servers))) &&
                   receive_bytes(up[0], std::as_writable_bytes(std::span(callers)));
  if (!met) return fail(ErrorCode::unavailable, "the generator ended");
  side->connect(callers);

  const auto cpu_before = cpu_time();
  // A second longer than the callers: their last packets are answered.
  run(*side, settings.time + std::chrono::seconds(1));
  const auto cpu =
      std::chrono::duration<double>(cpu_time() - cpu_before) / (settings.time + std::chrono::seconds(1));
  const double kilobytes = static_cast<double>(memory().resident - before) / 1024.0 / settings.calls;

  CallingFigures generator;
  if (!receive_value(up[0], generator))
    return fail(ErrorCode::unavailable, "the generator ended without figures");
  ::waitpid(child, nullptr, 0);
  print(settings, side->figures(), generator, cpu * 100.0, kilobytes);
  return {};
}

int main_of(std::span<char*> arguments) {
  Settings settings;
  if (arguments.size() > 1) settings.calls = static_cast<int>(parse_integer(arguments[1]).value_or(0));
  if (arguments.size() > 2) settings.time = std::chrono::seconds(parse_integer(arguments[2]).value_or(0));
  if (arguments.size() > 3) settings.recordings = arguments[3];
  if (settings.calls < 1 || settings.calls > 2000 || settings.time.count() < 1) {
    fmt::print(stderr, "usage: media_bench [calls 1-2000] [seconds] [recordings directory]\n");
    return 2;
  }
  std::filesystem::create_directories(settings.recordings);
  fmt::print(
      "G.711 calls without signalling: RTP, jitter buffer, resampling to 16 kHz, energy gate, stereo "
      "recording to\n"
      "disk; callers speak 40 % of the time. Kernel {}, {} cores, server on core {}.\n",
      kernel(), cores(), kServerCore);
  (void)std::fflush(stdout);
  for (const bool realtime : {true, false}) {
    if (const Status status = measure(settings, realtime); !status) {
      fmt::print(stderr, "media_bench: {}\n", status.error().message);
      return 1;
    }
    (void)std::fflush(stdout);
  }
  std::filesystem::remove_all(settings.recordings);
  return 0;
}

}  // namespace
}  // namespace attendant::bench

int main(int argc, char** argv) {
  return attendant::bench::main_of(std::span(argv, static_cast<std::size_t>(argc)));
}
