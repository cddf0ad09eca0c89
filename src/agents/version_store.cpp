#include "agents/version_store.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace attendant::agents {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLedger = "ledger.json";

std::unexpected<Error> cannot(std::string_view what, const fs::path& path, std::string_view why) {
  return fail(ErrorCode::unavailable, fmt::format("{} cannot be {}: {}", path.string(), what, why));
}

// One writer at a time, over all processes; goes with its file descriptor.
class Lock {
 public:
  explicit Lock(const fs::path& file)
      : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX) == 0) held_ = true;
  }
  ~Lock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  bool held() const { return held_; }

 private:
  int descriptor_;
  bool held_ = false;
};

// Whole or not at all.
Status write_file(const fs::path& path, std::string_view text) {
  const fs::path fresh = path.string() + ".new";
  std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (!file) return cannot("written", fresh, "the disk may be full");
  std::error_code error;
  fs::rename(fresh, path, error);
  if (error) return cannot("written", path, error.message());
  return {};
}

Status make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return cannot("made", folder, error.message());
  return {};
}

}  // namespace

Result<Ledger> VersionStore::ledger() const {
  const auto path = folder_ / kLedger;
  std::error_code error;
  if (!fs::exists(path, error)) return Ledger();
  std::ifstream file(path, std::ios::binary);
  if (!file) return cannot("read", path, std::strerror(errno));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  boost::system::error_code bad;
  const auto value = boost::json::parse(text, bad);
  if (bad) return fail(ErrorCode::invalid, fmt::format("{}: {}", path.string(), bad.message()));
  auto ledger = Ledger::from_json(value);
  if (!ledger) return fail(ledger.error().in(path.string()));
  return ledger;
}

Result<Ledger> VersionStore::change(const std::function<Status(Ledger&)>& how) const {
  TRY(make_folder(folder_));
  const Lock lock(folder_ / "lock");
  if (!lock.held()) return cannot("locked", folder_, std::strerror(errno));
  TRY_ASSIGN(auto now, ledger());
  TRY(how(now));
  TRY(write(now));
  return now;
}

Status VersionStore::write(const Ledger& ledger) const {
  return write_file(folder_ / kLedger, boost::json::serialize(ledger.to_json()) + "\n");
}

Result<Ledger> VersionStore::observe(const std::vector<AgentFile>& files, WallTime now) const {
  return change([&](Ledger& ledger) -> Status {
    if (!ledger.see(content_hash(files), now)) return {};
    // The files first: a ledger never names a version that is not there.
    const auto folder = folder_of(ledger.active());
    TRY(make_folder(folder));
    for (const auto& file : files) TRY(write_file(folder / fs::path(file.name).filename(), file.text));
    return {};
  });
}

Result<Ledger> VersionStore::activate(std::string_view version, const Vocabulary& known, WallTime now) const {
  return change([&](Ledger& ledger) -> Status {
    TRY(ledger.activate(version, now));
    return check(ledger.active(), known);
  });
}

Result<Ledger> VersionStore::roll_back(const Vocabulary& known, WallTime now) const {
  return change([&](Ledger& ledger) -> Status {
    TRY(ledger.roll_back(now));
    return check(ledger.active(), known);
  });
}

// What was good when it was made may name a tool or a person that is gone since.
Status VersionStore::check(const std::string& version, const Vocabulary& known) const {
  const auto team = load(version, known);
  return team ? Status() : Status(fail(team.error()));
}

Result<Team> VersionStore::load(const std::string& version, const Vocabulary& known) const {
  TRY_ASSIGN(const auto files, read_agent_files(folder_of(version)));
  TRY_ASSIGN(auto team, load_team(files, known));
  team.version = version;
  return team;
}

}  // namespace attendant::agents
