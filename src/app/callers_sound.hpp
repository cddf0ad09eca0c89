// Simulated callers that speak: our voice for theirs, put through a telephone line, heard by the recogniser
// of the configuration.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "config/settings.hpp"
#include "inference/runtime.hpp"
#include "lab/chance.hpp"
#include "lab/simulation.hpp"
#include "lab/telephone_channel.hpp"
#include "speech/embedded/engines.hpp"
#include "speech/listener.hpp"

namespace attendant::app {

// Lines as they are met: from a quiet room on a good line to a car on a poor one. Voices from slow to quick.
lab::LineConditions line_conditions(lab::Chance& chance);
float voice_rate(lab::Chance& chance);

class CallersSound {
 public:
  static Result<CallersSound> load(const inference::Runtime& models, const std::filesystem::path& engines,
                                   const config::Settings& settings);

  // For lab::AgentUnderTest; what it makes lives no longer than this and the runtime.
  std::function<Result<lab::AgentUnderTest::OpenEar>()> ears() const;

 private:
  const inference::Runtime* models_ = nullptr;
  std::filesystem::path engines_;
  speech::embedded::HearingOptions hearing_;
  speech::ListenPolicy policy_;
  std::shared_ptr<speech::embedded::Speech> voice_;
};

}  // namespace attendant::app
