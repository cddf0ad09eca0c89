#include "speech/embedded/model_file.hpp"

#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "inference/runtime.hpp"

namespace attendant::speech::embedded {

Result<Bytes> read_model_file(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return inference::missing_engine_file(file);
  std::ifstream stream(file, std::ios::binary);
  Bytes bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (!stream) return fail(ErrorCode::unavailable, fmt::format("{} cannot be read", file.string()));
  return bytes;
}

}  // namespace attendant::speech::embedded
