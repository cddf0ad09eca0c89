// A simulated caller on a real line: listens to the agent, waits until it has finished, says the next thing,
// and measures how long the answer took. It lives on one loop and is made for one call.
//
// first_ms of a turn = last voiced sample sent -> first voiced sample received, both as the packets were on
// the wire.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "audio/byte_sink.hpp"
#include "audio/frame.hpp"
#include "base/clock.hpp"
#include "lab/call_script.hpp"
#include "media/line.hpp"
#include "runtime/loop.hpp"
#include "speech/recognizer.hpp"
#include "telephony/leg.hpp"

namespace attendant::lab {

struct Speech {
  std::string name;        // for the report
  std::string text;        // what is said in it, if known
  audio::Samples samples;  // 8 kHz
};
struct SayFile : Speech {
  // Said over the agent, so long after its answer to this began.
  struct Interruption {
    std::chrono::milliseconds after{0};
    Speech speech;
  };
  std::optional<Interruption> interruption{};
};
struct PressKeys {
  std::string keys;
};
using CallerAction = std::variant<SayFile, PressKeys>;

struct CallerTurn {
  int number = 0;
  std::string said;                                // file name or "[keys]"
  std::string text;                                // its words, if known
  std::string asked;                               // what the agent had asked, when somebody listened
  std::string agent;                               // what the agent answered, when somebody listened
  std::optional<std::chrono::milliseconds> first;  // first_ms; none: the agent said nothing
};

struct CallReport {
  std::vector<CallerTurn> turns;
  std::string greeting;
  std::string ended_by;  // "caller", "agent", "network"
  std::string reason;
  std::chrono::milliseconds duration{0};
  media::LineStats line;
};

class PhoneCaller final : public telephony::LegEvents {
 public:
  struct Options {
    std::chrono::milliseconds settled{900};    // silence after which the agent has finished
    std::chrono::milliseconds patience{9000};  // without an answer: go on
    std::chrono::milliseconds longest{180'000};
  };
  struct Listener {
    std::function<void(const std::string&)> agent_said;  // with a recogniser: after each of the agent's turns
    std::function<void(const CallerTurn&)> turn_done;    // its answer was heard
    std::function<void(const CallReport&)> call_done;    // once, the last
  };
  // The next thing to say, given what the agent asked; nullopt: nothing more, hang up.
  using NextAction = std::function<std::optional<CallerAction>(std::optional<conversation::Asked>)>;

  // `ear` may be null: then nobody understands the agent and actions go by order.
  PhoneCaller(runtime::Loop& loop, std::unique_ptr<telephony::Leg> leg, std::function<media::Line*()> line,
              speech::Recognizer* ear, NextAction next, Options options, Listener listener);
  ~PhoneCaller() override;

  void hang_up(std::string_view reason);
  // Keeps both sides from the answer on.
  void record_to(std::unique_ptr<audio::ByteSink> bytes) { recording_ = std::move(bytes); }
  // The line is about to go.
  void line_closing();

  // telephony::LegEvents
  void on_answered() override;
  void on_hold(bool) override {}
  void on_digit(char, std::chrono::milliseconds) override {}
  void on_transfer(const telephony::TransferProgress&) override {}
  void on_snapshot(const boost::json::object&) override {}
  void on_ended(const telephony::Ended& ended) override;

 private:
  enum class Doing { listening, speaking };

  void on_tick(Instant now);
  void on_frame(const media::CallerFrame& frame);
  void on_line_event(const media::LineEvent& event);
  void on_hearing(const speech::HearingEvent& event);
  void act(Instant now);
  bool interrupt(Instant now);  // true: the caller speaks over the agent now
  void say(const Speech& speech, CallerTurn& turn);
  void perform(const SayFile& file, CallerTurn& turn);
  void perform(const PressKeys& keys, CallerTurn& turn);
  void close_turn();
  void done(std::string by, std::string reason);

  runtime::Loop& loop_;
  std::unique_ptr<telephony::Leg> leg_;
  std::function<media::Line*()> find_line_;
  media::Line* line_ = nullptr;
  speech::Recognizer* ear_;
  std::unique_ptr<speech::RecognizerStream> stream_;
  NextAction next_;
  Options options_;
  Listener listener_;
  runtime::TickToken tick_;

  Doing doing_ = Doing::listening;
  std::optional<Instant> answered_;
  Instant listening_since_{};
  std::optional<Instant> agent_began_;   // first voiced sample received since we spoke
  std::optional<Instant> agent_voiced_;  // the last one
  std::optional<SayFile::Interruption> interruption_;
  std::optional<Instant> we_voiced_;  // last voiced sample of our last turn
  bool words_are_known_ = true;       // the recogniser has caught up with the agent
  std::string closed_words_, open_words_;
  std::unique_ptr<audio::ByteSink> recording_;
  std::uint32_t utterances_ = 0;
  std::optional<CallerTurn> turn_;
  CallReport report_;
  bool done_ = false;
  std::shared_ptr<PhoneCaller*> alive_;
};

}  // namespace attendant::lab
