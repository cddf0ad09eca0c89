// Reads a small file of an engine (a vocabulary, a table) whole.
#pragma once

#include <filesystem>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace attendant::speech::embedded {

// ErrorCode::not_found names the file and the command that fetches it.
Result<Bytes> read_model_file(const std::filesystem::path& file);

}  // namespace attendant::speech::embedded
