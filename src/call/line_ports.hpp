// RTP ports for telephony, from the media plane: a leg's port and the call's Line are two views of one thing.
// One per shard; used on its thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "media/line.hpp"
#include "media/media_plane.hpp"
#include "telephony/media_ports.hpp"

namespace attendant::call {

class LinePorts final : public telephony::MediaPorts {
 public:
  LinePorts(media::MediaPlane& plane, media::LineOptions options) : plane_(plane), options_(options) {}

  Result<telephony::MediaPort> open(const std::string& local_ip) override;
  Status set_remote(telephony::MediaPortId port, const telephony::MediaRemote& remote) override;
  telephony::RtpPosition position(telephony::MediaPortId port) const override;
  void close(telephony::MediaPortId port) override;

  media::Line* line(telephony::MediaPortId port) const;
  // Told before a line goes away, so that its call lets go of it.
  void on_closing(std::function<void(telephony::MediaPortId)> closing) { closing_ = std::move(closing); }

 private:
  media::MediaPlane& plane_;
  media::LineOptions options_;
  std::uint64_t last_ = 0;
  std::map<telephony::MediaPortId, std::unique_ptr<media::Line>> lines_;
  std::function<void(telephony::MediaPortId)> closing_;
};

}  // namespace attendant::call
