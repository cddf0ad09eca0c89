// The embedded engines, loaded together: what the composition root and the command line make use of. Members
// stand in the order in which they depend on each other.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "inference/runtime.hpp"
#include "speech/embedded/flite.hpp"
#include "speech/embedded/phonemizer.hpp"
#include "speech/second_opinion.hpp"
#include "speech/transcriber.hpp"
#include "speech/turn_judge.hpp"
#include "speech/voice.hpp"
#include "speech/voice_detector.hpp"

namespace attendant::speech::embedded {

struct HearingOptions {
  std::string recognizer = "moonshine-tiny";  // a folder of the engines
  // The recogniser that is asked again when what the first heard is in doubt; empty: none.
  std::string second_opinion;
  // Loaded after all else, while calls are taken already (it takes two seconds); called when it is there, or
  // cannot be read. Null: loaded with the rest.
  std::function<void(const Status&)> second_came_late;
  DoubtPolicy doubt;
  bool judge = true;  // Smart Turn, where it was fetched
};

struct Hearing {
  std::unique_ptr<VoiceDetector> detector;
  std::unique_ptr<Transcriber> first, second, both;  // `second` and `both` only with a second opinion
  std::unique_ptr<TurnJudge> judge;                  // null: nobody advises when a turn is over
  std::string degraded;  // what is missing and can be done without; empty: nothing

  // Both recognisers as one, where nobody waits.
  Transcriber& transcriber() const { return both ? *both : *first; }
};

// `engines`: the folder that tools/fetch-models fills. Takes about a second. Missing files:
// ErrorCode::not_found; but the judge of turns is only advice, and without it hearing is `degraded`.
Result<Hearing> load_hearing(const inference::Runtime& runtime, const std::filesystem::path& engines,
                             const HearingOptions& options);

struct SpeakingOptions {
  std::string voice = "piper-joe";  // or "flite", which needs no download
  // Tables like data/speech/pronunciation.tsv; what a later one says of a word holds.
  std::vector<std::filesystem::path> pronunciations;
};

struct Speech {
  std::unique_ptr<Flite> flite;
  std::unique_ptr<Phonemizer> phonemizer;
  std::unique_ptr<Voice> voice;
};

// `runtime` may be null for the voice "flite".
Result<Speech> load_speech(const inference::Runtime* runtime, const std::filesystem::path& engines,
                           const SpeakingOptions& options);

}  // namespace attendant::speech::embedded
