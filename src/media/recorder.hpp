// Takes what the taps of all lines collect, and writes it to their sinks in blocks of a tenth of a second.
// It owns the storage thread; a test calls run_once() instead.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "audio/recording_sink.hpp"
#include "base/result.hpp"
#include "media/recording_tap.hpp"

namespace attendant::media {

class Recorder {
 public:
  using Finished = std::function<void(Result<audio::RecordingSummary>)>;

  Recorder() = default;
  ~Recorder();  // writes out what the taps hold; recordings still open are finished

  // Starts the storage thread.
  void start();
  // Any thread. `finished` is called once, on the storage thread.
  void add(std::shared_ptr<RecordingTap> tap, std::unique_ptr<audio::RecordingSink> sink, Finished finished);
  // One round over all taps.
  void run_once();

 private:
  struct Block {
    audio::Samples caller, agent;
  };

  class Recording {
   public:
    Recording(std::shared_ptr<RecordingTap> tap, std::unique_ptr<audio::RecordingSink> sink,
              Finished finished)
        : tap_(std::move(tap)), sink_(std::move(sink)), finished_(std::move(finished)) {}
    // Takes what is there, by way of a block that all recordings share. False when the recording is over.
    bool drain(Block& block);
    void finish();

   private:
    void append(const RecordedTick& tick, Block& block);
    void flush(Block& block);
    void give_up(Error error);

    std::shared_ptr<RecordingTap> tap_;
    std::unique_ptr<audio::RecordingSink> sink_;  // null after it failed
    Finished finished_;
    std::uint32_t next_ = 0;
    bool paused_ = false;
  };

  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<std::unique_ptr<Recording>> added_;       // under mutex_
  bool stopping_ = false;                               // under mutex_
  std::vector<std::unique_ptr<Recording>> recordings_;  // the storage thread's
  Block block_;                                         // the storage thread's
  std::thread thread_;
};

}  // namespace attendant::media
