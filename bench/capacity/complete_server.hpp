// The whole server but for its models of language and its records: SIP, media threads, jitter buffers, voice
// detection behind the energy gate, the conversation core, encrypted journal and recordings on disk, history,
// metrics and log. Recogniser, voice and brain are instant. Threads that it starts stay on the core of the
// thread that starts it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "media/lateness.hpp"

namespace attendant::bench {

struct ServerOptions {
  int calls = 300;
  int core = 0;
  bool realtime = true;
  std::filesystem::path directory;  // of all that is stored
  std::filesystem::path engines;    // folder of the engines: the voice detector is the real one
};

struct ServerFigures {
  bool realtime = false;
  std::uint64_t turns = 0;  // answered
  std::uint64_t answers_heard = 0;
  std::uint64_t received = 0;
  std::uint64_t lost = 0;  // of the callers' packets
  std::uint64_t frames_dropped = 0;
  std::uint64_t recording_dropped = 0;
  std::uint64_t problems = 0;
};

class CompleteServer {
 public:
  static Result<std::unique_ptr<CompleteServer>> start(const ServerOptions& options);
  ~CompleteServer();

  std::uint16_t sip_port() const;
  std::size_t live_calls() const;
  media::Lateness lateness() const;
  // Of calls that have ended.
  ServerFigures figures() const;

 private:
  struct Parts;
  explicit CompleteServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace attendant::bench
