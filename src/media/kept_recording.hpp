// A recording that a test keeps and looks at. One thread.
#pragma once

#include <string>
#include <vector>

#include "audio/recording_sink.hpp"
#include "base/result.hpp"

namespace attendant::media {

class KeptRecording final : public audio::RecordingSink {
 public:
  struct Kept {
    audio::Samples caller, agent;
    std::vector<std::string> marks;
  };
  explicit KeptRecording(Kept& kept) : kept_(kept) {}
  Status write(audio::SamplesView caller, audio::SamplesView agent) override {
    kept_.caller.insert(kept_.caller.end(), caller.begin(), caller.end());
    kept_.agent.insert(kept_.agent.end(), agent.begin(), agent.end());
    if (full) return fail(ErrorCode::exhausted, "the disk is full");
    return {};
  }
  void pause() override { kept_.marks.push_back("pause at " + std::to_string(kept_.caller.size())); }
  void resume() override { kept_.marks.push_back("resume at " + std::to_string(kept_.caller.size())); }
  Result<audio::RecordingSummary> finish() override { return audio::RecordingSummary{}; }
  bool full = false;

 private:
  Kept& kept_;
};

}  // namespace attendant::media
