// What it costs to journal an event: the append of SegmentJournal (encrypted, checksummed, while another
// thread syncs every 50 ms), beside what the same durability against kill -9 costs with a system call:
// write() of the sealed record to a file.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "security/aead.hpp"
#include "store/local/segment_journal.hpp"

namespace {

using namespace attendant;
using Nanoseconds = std::chrono::nanoseconds;

constexpr int kEvents = 200'000;
constexpr std::size_t kPayload = 300;  // a typical event of the conversation, as JSON
constexpr auto kSyncEvery = std::chrono::milliseconds(50);
// A busy shard has some thousand events a second; appending without pause would only measure the disk.
constexpr auto kPause = std::chrono::microseconds(20);

struct Costs {
  std::vector<Nanoseconds> each;

  template <class Work>
  void time(Work&& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    each.push_back(std::chrono::steady_clock::now() - begin);
    while (std::chrono::steady_clock::now() - begin < kPause) {
    }
  }
  void print(const char* name) {
    std::ranges::sort(each);
    const auto at = [&](double part) {
      return each[static_cast<std::size_t>(part * static_cast<double>(each.size() - 1))].count();
    };
    fmt::print("{:<28} p50 {:>6} ns   p99 {:>7} ns   p99.9 {:>8} ns   max {:>9} ns\n", name, at(0.5),
               at(0.99), at(0.999), at(1));
  }
};

void stop(const Error& error) {
  fmt::print(stderr, "bench_journal: {}\n", error.message);
  std::exit(1);
}

void print_conditions(const std::filesystem::path& directory) {
  utsname system{};
  ::uname(&system);
  std::string model = "unknown processor";
  std::ifstream cpu("/proc/cpuinfo");
  for (std::string line; std::getline(cpu, line);) {
    if (line.starts_with("model name")) {
      model = line.substr(line.find(':') + 2);
      break;
    }
  }
  fmt::print("{}, {} cores, Linux {}; {} events of {} bytes, one every {} us; sync every {} ms; in {}\n",
             model, std::thread::hardware_concurrency(), system.release, kEvents, kPayload, kPause.count(),
             kSyncEvery.count(), directory.string());
}

void measure_journal(const std::filesystem::path& directory, BytesView payload) {
  const SystemClock clock;
  auto journal = store::local::SegmentJournal::open(
      {.directory = directory / "journal", .call_reserve_bytes = 1U << 20}, clock);
  if (!journal) stop(journal.error());
  std::atomic<bool> done{false};
  std::thread pool([&] {
    while (!done) {
      if (const auto synced = (*journal)->sync(); !synced) stop(synced.error());
      std::this_thread::sleep_for(kSyncEvery);
    }
  });
  const security::KeyRing keys(security::Key::random());
  const CallId id("c-bench");
  auto call = (*journal)->admit(id, keys.new_call_key(id));
  if (!call) stop(call.error());
  Costs costs;
  int refused = 0;
  for (int i = 0; i < kEvents; ++i) {
    costs.time([&] { refused += (*call)->append("event", payload) ? 0 : 1; });
  }
  done = true;
  pool.join();
  costs.print("append to the journal");
  if (refused > 0) fmt::print("  {} appends were refused: the disk was slower than the events\n", refused);
}

void measure_write(const std::filesystem::path& directory, BytesView payload) {
  const int fd = ::open((directory / "file").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  security::Aead aead(security::Key::random());
  Costs costs;
  std::uint64_t written = 0;
  for (std::uint64_t i = 0; i < kEvents; ++i) {
    costs.time([&] {
      const Bytes sealed = aead.seal(security::counter_nonce(i), {}, payload);
      written += ::write(fd, sealed.data(), sealed.size()) > 0 ? 1U : 0U;
    });
  }
  ::close(fd);
  costs.print("peer: seal and write()");
  if (written < kEvents) fmt::print("  only {} writes succeeded\n", written);
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path base = argc > 1 ? argv[1] : std::filesystem::temp_directory_path();
  std::string name = (base / "bench-journal-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    fmt::print(stderr, "bench_journal: cannot make a directory in {}\n", base.string());
    return 2;
  }
  const std::filesystem::path directory = name;
  const Bytes payload(kPayload, 'x');
  print_conditions(directory);
  measure_journal(directory, payload);
  measure_write(directory, payload);
  std::filesystem::remove_all(directory);
}
