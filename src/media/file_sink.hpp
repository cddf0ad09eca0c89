// A recording's bytes in a plain file. One thread at a time.
#pragma once

#include <memory>
#include <string>

#include "audio/byte_sink.hpp"
#include "base/result.hpp"

namespace attendant::media {

// Creates the file or empties it; readable by its owner only.
Result<std::unique_ptr<audio::ByteSink>> open_file_sink(const std::string& path);

}  // namespace attendant::media
