#include "app/files.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace attendant::app {
namespace {

std::unexpected<Error> failure(const std::filesystem::path& path, const char* what) {
  return fail(errno == ENOSPC   ? ErrorCode::exhausted
              : errno == ENOENT ? ErrorCode::not_found
                                : ErrorCode::unavailable,
              path.string() + ": " + what + ": " + std::strerror(errno));
}

}  // namespace

Result<Bytes> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return failure(path, "cannot be read");
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

Result<std::string> read_text(const std::filesystem::path& path) {
  TRY_ASSIGN(const auto bytes, read_file(path));
  return std::string(bytes.begin(), bytes.end());
}

Status write_file(const std::filesystem::path& path, BytesView bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  file.close();
  return file ? Status() : failure(path, "cannot be written");
}

}  // namespace attendant::app
