// Whole files, for the command-line tools and at start. Blocking.
#pragma once

#include <filesystem>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace attendant::app {

Result<Bytes> read_file(const std::filesystem::path& path);  // not_found names the file
Result<std::string> read_text(const std::filesystem::path& path);
Status write_file(const std::filesystem::path& path, BytesView bytes);

}  // namespace attendant::app
