#include "inference/onnx_form.hpp"

#include <memory>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inference/subgraph_names.hpp"

namespace attendant::inference {
namespace {

constexpr int kNoOptimisation = 0;

// A file in memory: the library writes models to paths only.
class MemoryFile {
 public:
  MemoryFile() : fd_(memfd_create("model", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (fd_ >= 0) close(fd_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return fmt::format("/proc/self/fd/{}", fd_); }

  Result<std::string> read() const {
    struct stat about{};
    if (fstat(fd_, &about) != 0 || about.st_size == 0)
      return fail(ErrorCode::unavailable, "ONNX Runtime wrote no ONNX");
    std::string bytes(static_cast<std::size_t>(about.st_size), '\0');
    std::size_t got = 0;
    while (got < bytes.size()) {
      const auto more = pread(fd_, bytes.data() + got, bytes.size() - got, static_cast<off_t>(got));
      if (more <= 0) return fail(ErrorCode::unavailable, "the model cannot be read back");
      got += static_cast<std::size_t>(more);
    }
    return bytes;
  }

 private:
  int fd_;
};

}  // namespace

Result<std::string> onnx_form(const Api& api, const void* env, const std::filesystem::path& model) {
  void* raw = nullptr;
  TRY(api.call(Slot::create_session_options, &raw));
  const auto release_settings = [&api](void* p) { api.release(Slot::release_session_options, p); };
  const std::unique_ptr<void, decltype(release_settings)> settings(raw, release_settings);
  const MemoryFile file;
  TRY(api.call(Slot::set_optimisation_level, raw, kNoOptimisation));
  TRY(api.call(Slot::set_optimised_model_path, raw, file.path().c_str()));
  TRY(api.call(Slot::add_session_config, raw, "session.save_model_format", "ONNX"));

  void* session = nullptr;
  TRY(api.call(Slot::create_session, env, model.c_str(), static_cast<const void*>(raw), &session));
  api.release(Slot::release_session, session);
  TRY_ASSIGN(const std::string written, file.read());
  return with_subgraph_names(written);
}

}  // namespace attendant::inference
