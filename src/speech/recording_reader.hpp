// Hears a whole recording on the calling thread, through the same loop as a live call: the recording's own
// time is the only clock, each decode is done at once. For `attendant transcribe` and measurements.
#pragma once

#include <functional>
#include <string>

#include "speech/hearing_event.hpp"
#include "speech/listener.hpp"
#include "speech/voice_detector.hpp"

namespace attendant::speech {

// Plays `samples` to the loop and reports each event. The rate is the policy's.
Status hear_recording(audio::SamplesView samples, const ListenPolicy& policy, VoiceDetector& detector,
                      Transcriber& transcriber, const std::function<void(const HearingEvent&)>& sink);

// The words of all finals, one space between.
Result<std::string> transcribe_recording(audio::SamplesView samples, const ListenPolicy& policy,
                                         VoiceDetector& detector, Transcriber& transcriber);

}  // namespace attendant::speech
