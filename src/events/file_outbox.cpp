#include "events/file_outbox.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fcntl.h>
#include <unistd.h>

#include "base/date.hpp"

namespace attendant::events {
namespace {

constexpr std::string_view kExtension = ".jsonl";

Error file_error(const std::filesystem::path& file, int number) {
  return {.code = number == ENOSPC || number == EDQUOT ? ErrorCode::exhausted : ErrorCode::unavailable,
          .message = "outbox " + file.string() + ": " + std::strerror(number)};
}

std::string day_of(WallTime time) { return to_iso(Date(std::chrono::floor<std::chrono::days>(time))); }

std::optional<std::filesystem::path> find(const std::filesystem::path& directory, const CallId& call) {
  std::error_code none;
  for (const auto& day : std::filesystem::directory_iterator(directory, none)) {
    auto file = day.path() / (call.value() + std::string(kExtension));
    std::error_code error;
    if (std::filesystem::exists(file, error)) return file;
  }
  return std::nullopt;
}

}  // namespace

// The open file of one call and the ids it holds.
class FileOutbox::CallFile {
 public:
  static Result<std::unique_ptr<CallFile>> open(const std::filesystem::path& file) {
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0) return fail(file_error(file, errno));
    std::unique_ptr<CallFile> opened(new CallFile(file, fd));
    TRY(opened->read_back());
    return opened;
  }
  ~CallFile() { ::close(descriptor_); }
  CallFile(const CallFile&) = delete;
  CallFile& operator=(const CallFile&) = delete;

  Status append(const CloudEvent& event) {
    if (ids_.contains(event.id)) return {};
    const std::string line = boost::json::serialize(to_json(event, ids_.size() + 1)) + "\n";
    // One write with O_APPEND: a reader sees the line whole, or not yet.
    const ssize_t written = ::write(descriptor_, line.data(), line.size());
    if (written != static_cast<ssize_t>(line.size())) {
      const int failed = written < 0 ? errno : ENOSPC;
      if (written > 0 && ::ftruncate(descriptor_, size_) != 0) return fail(file_error(file_, errno));
      return fail(file_error(file_, failed));
    }
    size_ += written;
    ids_.insert(event.id);
    return {};
  }

  Status sync() const {
    if (::fdatasync(descriptor_) != 0) return fail(file_error(file_, errno));
    return {};
  }

 private:
  CallFile(std::filesystem::path file, int descriptor) : file_(std::move(file)), descriptor_(descriptor) {}

  Status read_back() {
    std::ifstream in(file_, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(in), {}};
    std::size_t begin = 0;
    for (std::size_t end = content.find('\n'); end != std::string::npos; end = content.find('\n', begin)) {
      boost::json::error_code invalid;
      const auto line =
          boost::json::parse(boost::json::string_view(content).substr(begin, end - begin), invalid);
      const auto* id = !invalid && line.is_object() ? line.get_object().if_contains("id") : nullptr;
      if (id == nullptr || !id->is_string()) break;
      ids_.emplace(id->get_string());
      begin = end + 1;
    }
    size_ = static_cast<off_t>(begin);
    if (begin < content.size() && ::ftruncate(descriptor_, size_) != 0) return fail(file_error(file_, errno));
    return {};
  }

  std::filesystem::path file_;
  int descriptor_;
  off_t size_ = 0;
  std::set<std::string> ids_;
};

FileOutbox::FileOutbox(std::filesystem::path directory) : directory_(std::move(directory)) {}
FileOutbox::~FileOutbox() = default;
FileOutbox::FileOutbox(FileOutbox&&) noexcept = default;
FileOutbox& FileOutbox::operator=(FileOutbox&&) noexcept = default;

Result<FileOutbox::CallFile*> FileOutbox::file_of(const CloudEvent& event) {
  const auto known = open_.find(event.call);
  if (known != open_.end()) return known->second.get();
  // A call that goes over midnight, or that is recovered a day later, keeps its file.
  auto file = find(directory_, event.call);
  if (!file) {
    const auto folder = directory_ / day_of(event.time);
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return fail(file_error(folder, error.value()));
    file = folder / (event.call.value() + std::string(kExtension));
  }
  TRY_ASSIGN(auto opened, CallFile::open(*file));
  return open_.emplace(event.call, std::move(opened)).first->second.get();
}

Status FileOutbox::append(const CloudEvent& event) {
  TRY_ASSIGN(auto* file, file_of(event));
  return file->append(event);
}

Status FileOutbox::finish(const CallId& call) {
  const auto known = open_.find(call);
  if (known == open_.end()) return {};
  const Status synced = known->second->sync();
  open_.erase(known);
  return synced;
}

bool FileOutbox::is_whole(const CallId& call, bool recorded) const {
  const auto file = find(directory_, call);
  if (!file) return false;
  std::ifstream in(*file, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  const auto has = [&](std::string_view event) {
    return content.find("\"" + event_id(call, event) + "\"") != std::string::npos;
  };
  return content.ends_with('\n') && has(kEnded) && (!recorded || has(kRecordingReady));
}

Status FileOutbox::erase(const CallId& call) {
  open_.erase(call);
  const auto file = find(directory_, call);
  if (!file) return {};
  if (::unlink(file->c_str()) != 0 && errno != ENOENT) return fail(file_error(*file, errno));
  return {};
}

Result<std::uint32_t> FileOutbox::erase_before(WallTime time) {
  const std::string keep_from = day_of(time);
  std::vector<std::filesystem::path> old;
  std::error_code none;
  for (const auto& day : std::filesystem::directory_iterator(directory_, none)) {
    const std::string name = day.path().filename().string();
    if (parse_date(name) && name < keep_from) old.push_back(day.path());
  }
  std::uint32_t erased = 0;
  for (const auto& day : old) {
    std::error_code error;
    const auto removed = std::filesystem::remove_all(day, error);
    if (error) return fail(file_error(day, error.value()));
    erased += static_cast<std::uint32_t>(removed) - 1;  // the folder itself
  }
  return erased;
}

}  // namespace attendant::events
