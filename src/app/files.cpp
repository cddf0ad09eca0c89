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
  TRY_ASSIGN(const auto file, FileBytes::create(path));
  TRY(file->append(bytes));
  return file->close();
}

Result<std::unique_ptr<FileBytes>> FileBytes::create(const std::filesystem::path& path) {
  std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "wb"));
  if (!file) return failure(path, "cannot be written");
  return std::unique_ptr<FileBytes>(new FileBytes(std::move(file)));
}

Status FileBytes::append(BytesView bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size())
    return failure("the file", "cannot be written");
  return {};
}

Status FileBytes::rewrite_head(BytesView head) {
  if (std::fseek(file_.get(), 0, SEEK_SET) != 0) return failure("the file", "cannot go back");
  TRY(append(head));
  return std::fseek(file_.get(), 0, SEEK_END) == 0 ? Status() : failure("the file", "cannot go on");
}

Status FileBytes::close() {
  if (!file_) return {};
  return std::fclose(file_.release()) == 0 ? Status() : failure("the file", "cannot be closed");
}

}  // namespace attendant::app
