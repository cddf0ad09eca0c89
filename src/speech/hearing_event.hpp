// What an ear reports about one caller. Values; a RecognizerStream delivers them in order, on the
// recogniser's thread. Instants are capture times of the audio, never of its processing.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "base/clock.hpp"
#include "base/sentence_ending.hpp"
#include "base/turn_advice.hpp"

namespace attendant::speech {

// A voice was found; what it says is not known yet. Opens an utterance.
struct SpeechStarted {
  Instant at;  // first voiced sample
};
// The open utterance as far as it was decoded; empty: a voice without words so far. For display and
// interruption only: it may still change entirely.
struct Partial {
  std::string text;
  float confidence = 1.0F;
  Instant at;  // the audio up to here was decoded
};
// The caller is silent; `text` is the whole open utterance. It stands until Resumed; the listener of this
// event decides when the silence ends the turn (RecognizerStream::take_turn). Empty text: a voice without
// words, or noise.
struct Paused {
  std::string text;
  Instant last_voiced;
  std::chrono::milliseconds silence{0};  // at the time of this event
  float confidence = 1.0F;               // 0..1
  std::optional<SentenceEnding> ending;  // where the recogniser tells
};
// The caller went on: the text of the last Paused is void, a longer one follows.
struct Resumed {
  Instant at;
};
// What the judge thinks of the silence that the open utterance is in. It holds until Resumed; told again only
// when it changes (unsure before the first).
struct TurnJudged {
  TurnAdvice advice = TurnAdvice::unsure;
};
// The recogniser closed the utterance itself: after its long silence, at its cap, or because the audio ended.
struct Final {
  std::string text;
  Instant begin;  // first voiced sample
  Instant last_voiced;
  float confidence = 1.0F;
  bool capped = false;   // closed at the cap: the caller may have been still speaking
  bool talking = false;  // the next utterance was open already when this one's text was known
};

using HearingEvent = std::variant<SpeechStarted, Partial, Paused, Resumed, TurnJudged, Final>;

}  // namespace attendant::speech
