// The way in for the talk page: its HTTPS listener on the calls' shard, its gateway, its links. Made after
// the desk, stopped before it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "app/live_view.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/settings.hpp"
#include "media/line.hpp"
#include "media/recorder.hpp"
#include "net/http.hpp"
#include "runtime/shard.hpp"
#include "security/key_ring.hpp"
#include "telemetry/log.hpp"
#include "telephony/admission.hpp"
#include "telephony/leg.hpp"

namespace attendant::app {

class TalkDoor {
 public:
  // All of it outlives the door.
  struct Needs {
    runtime::Shard& calls;
    const Clock& clock;
    telemetry::Logger log;
    media::Recorder& recorder;
    telephony::Admission& admission;
    telephony::CallTaker& desk;
    const security::KeyRing& keys;
  };

  // `directory` keeps the development certificate when no other is configured.
  static Result<std::unique_ptr<TalkDoor>> make(const config::Talk& settings,
                                                const std::filesystem::path& directory, const Needs& needs);
  ~TalkDoor();

  Status open();  // starts to listen; any thread but the calls' shard
  void close();   // likewise

  std::string new_link() const;  // any thread

  // On the calls' shard.
  media::Line* line(telephony::MediaPortId port) const;
  void on_closing(std::function<void(telephony::MediaPortId)> closing);
  void show(const LiveLine& line);

 private:
  struct Parts;
  explicit TalkDoor(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace attendant::app
