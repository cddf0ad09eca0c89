// Whole files, and a recording into a plain file, for the command-line tools. Blocking.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>

#include "audio/byte_sink.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

namespace attendant::app {

Result<Bytes> read_file(const std::filesystem::path& path);  // not_found names the file
Result<std::string> read_text(const std::filesystem::path& path);
Status write_file(const std::filesystem::path& path, BytesView bytes);

class FileBytes final : public audio::ByteSink {
 public:
  static Result<std::unique_ptr<FileBytes>> create(const std::filesystem::path& path);
  Status append(BytesView bytes) override;
  Status rewrite_head(BytesView head) override;
  Status close() override;

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  explicit FileBytes(std::unique_ptr<std::FILE, Close> file) : file_(std::move(file)) {}
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace attendant::app
