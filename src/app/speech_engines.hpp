// The embedded speech engines, loaded as the configuration asks. Made once by the composition root; they
// outlive all streams.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "config/settings.hpp"
#include "inference/runtime.hpp"
#include "speech/embedded/engines.hpp"
#include "speech/recognizer.hpp"
#include "speech/synthesizer.hpp"
#include "telemetry/log.hpp"

namespace attendant::app {

// How the engines use the machine.
enum class Manner {
  serving,  // people wait for them
  patient,  // they give way to everybody: a test caller that listens beside the server which it calls
};

// Which recognisers the configuration means; with a judge of turns, where one was fetched.
speech::embedded::HearingOptions hearing_options(const config::Speech& speech,
                                                 const std::filesystem::path& engines);

class SpeechEngines {
 public:
  // `runtime` outlives the engines. ErrorCode::not_found names the file that is missing and the command that
  // fetches it.
  static Result<std::unique_ptr<SpeechEngines>> open(const inference::Runtime& runtime,
                                                     const config::Speech& speech, const config::Turn& turn,
                                                     telemetry::Logger log, Manner manner = Manner::serving);
  ~SpeechEngines();

  speech::Recognizer& recognizer();
  speech::Synthesizer& synthesizer();
  // Renders phrases that are always said the same, in the background, so that saying them costs nothing.
  void prepare(std::vector<std::string> phrases);
  // "moonshine-tiny, silero, piper-joe": for the journal.
  std::string versions() const;

 private:
  struct Parts;
  explicit SpeechEngines(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace attendant::app
