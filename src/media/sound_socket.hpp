// The far end of a SocketLine: what its leg does with the sound that we play. Implemented by the legs that
// send it as messages of a WebSocket. Called on the line's shard, from within tick(); neither call may block
// or call back into the line.
#pragma once

#include "audio/frame.hpp"

namespace attendant::media {

class SoundSocket {
 public:
  virtual ~SoundSocket() = default;
  // The next sound to be heard, at the line's wire rate: about 20 ms, now and then a few samples more or
  // less. Nothing is sent while nothing plays: the far end hears silence then.
  virtual void send_sound(audio::SamplesView samples) = 0;
  // Playback was stopped: the far end drops what it has not played yet.
  virtual void flush() = 0;
};

}  // namespace attendant::media
