// Recordings: one encrypted file per call (security/chunk_cipher.hpp around the bytes of a WAV stream), in a
// folder per day.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "audio/byte_sink.hpp"
#include "base/clock.hpp"
#include "base/named.hpp"
#include "base/result.hpp"
#include "security/key.hpp"

namespace attendant::store::local {

struct ExportedRecording {
  std::uint64_t wav_bytes = 0;
  bool complete =
      false;  // false: the server stopped while recording; everything up to its last 4 KiB is there
};

// Any thread; a sink belongs to one thread at a time and blocks on the disk as file writes do.
class Recordings {
 public:
  explicit Recordings(std::filesystem::path directory);

  // The sink takes the bytes of a WAV file; its header may have unknown sizes (0xFFFFFFFF), export_wav
  // corrects them.
  Result<std::unique_ptr<audio::ByteSink>> open_recording(const CallId& call, const security::Key& call_key,
                                                          WallTime started);

  bool has(const CallId& call) const;
  Result<ExportedRecording> export_wav(const CallId& call, const security::Key& call_key,
                                       const std::filesystem::path& wav) const;
  Status erase(const CallId& call);  // no error when there is none
  // Whole days (UTC) before that of `time`; returns how many recordings they held.
  Result<std::uint32_t> erase_before(WallTime time);

 private:
  std::filesystem::path directory_;
};

}  // namespace attendant::store::local
