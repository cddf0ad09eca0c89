// A language model that hears and speaks itself (speech to speech): the caller's sound in, its own sound and
// words out, tools called by name. One session per call. The engine for the Realtime protocol is in
// realtime/; tests script one.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <boost/json/object.hpp>

#include "audio/frame.hpp"
#include "base/result.hpp"

namespace attendant::speech {

struct LiveTool {
  std::string name;
  std::string description;
  boost::json::object parameters;  // JSON Schema
};

struct LiveSetting {
  std::string instructions;
  std::vector<LiveTool> tools;
};

// ---- what a session tells, in this order as far as one answer is concerned
struct LiveReady {};  // it took its setting and listens
// What it is saying, as text; a little ahead of the sound or behind it.
struct LiveWords {
  std::string text;  // never empty
};
// Its sound, at kTelephoneRate. Comes faster than it is played.
struct LiveSound {
  audio::Samples pcm;  // never empty
};
struct LiveToolCall {
  std::string id;  // of its own
  std::string name;
  std::string arguments;  // JSON text, as the model wrote it
};
// Nothing more comes of the answer, not even after `cut`. An error: no whole answer.
struct LiveAnswered {
  Status status;
};
struct LiveSpeech {  // its own detector of voices; advice only
  bool talking = false;
};
struct LiveHeard {
  std::string text;  // what it took the caller to say; may come late
};
// The session is of no further use.
struct LiveFailed {
  Error error;
};
using LiveEvent = std::variant<LiveReady, LiveWords, LiveSound, LiveToolCall, LiveAnswered, LiveSpeech,
                               LiveHeard, LiveFailed>;

// On one shard. Nothing is told from within a call of these, nor after the session was destroyed, which hangs
// up.
class LiveSession {
 public:
  virtual ~LiveSession() = default;

  // The caller's sound, at kTelephoneRate: a turn of it, or all of it where the model's own detector of
  // voices is on.
  virtual void hear(audio::SamplesView pcm) = 0;
  // The caller's turn is over: answer what was heard. An answer still under way is given up first.
  virtual void answer() = 0;
  // Answer what was added.
  virtual void go_on() = 0;
  // As if it had been said: `ours` by the model, else by the caller. Asks for no answer.
  virtual void add_words(std::string_view text, bool ours) = 0;
  // To a LiveToolCall. Asks for no answer.
  virtual void add_tool_answer(const std::string& id, std::string_view text) = 0;
  // Other instructions and functions from now on, in the same conversation and voice.
  virtual void set(const LiveSetting& setting) = 0;
  // Of the answer under way, or last told, only so much was, or will be, played: the caller interrupted, or
  // the rest is not wanted. The model is to remember no more of it. A second time it may be less.
  virtual void cut(std::chrono::milliseconds played) = 0;
};

class LiveModel {
 public:
  virtual ~LiveModel() = default;
  using Tell = std::function<void(LiveEvent)>;
  virtual std::unique_ptr<LiveSession> open(const LiveSetting& setting, Tell tell) = 0;
  virtual std::string name() const = 0;  // for the journal's versions
};

}  // namespace attendant::speech
