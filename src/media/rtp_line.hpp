// The shard's end of an RTP line: a Line whose every call is a message over the Link. Works the same whether
// a media thread or a test drives the engine at the other end.
#pragma once

#include <memory>

#include "media/line.hpp"
#include "media/link.hpp"
#include "media/recorder.hpp"

namespace attendant::media {

class RtpLine final : public Line {
 public:
  // `link` and `recorder` outlive the line; `closed` is called after it has said goodbye over the link.
  RtpLine(Endpoint local, std::shared_ptr<Link> link, Recorder& recorder, std::function<void()> closed);
  ~RtpLine() override;
  RtpLine(const RtpLine&) = delete;
  RtpLine& operator=(const RtpLine&) = delete;

  Endpoint local() const override { return local_; }
  void set_remote(const Remote& remote) override;
  void play(UtteranceId utterance, audio::SamplesView samples, bool last) override;
  void stop() override;
  void duck(float level) override;
  Status send_keys(std::string_view keys) override;
  void key_from_signalling(char key) override;
  bool next_frame(CallerFrame& out) override { return link_->frames.pop(out); }
  std::optional<LineEvent> next_event() override;
  void start_recording(std::unique_ptr<audio::RecordingSink> sink, RecordingFinished finished) override;
  void pause_recording() override;
  void resume_recording() override;
  void stop_recording() override;
  LineStats stats() const override { return link_->stats.read(); }

 private:
  Endpoint local_;
  std::shared_ptr<Link> link_;
  Recorder& recorder_;
  std::function<void()> closed_;
  bool takes_keys_ = false;
  std::uint64_t chunks_ = 0;  // handed over so far
};

}  // namespace attendant::media
