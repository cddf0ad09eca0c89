// One caller of the turn-taking benchmark: does the steps of its plan on a real line, and writes down what
// was on the wire, both ways. It judges nothing. Lives on one loop; made for one call.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audio/frame.hpp"
#include "base/clock.hpp"
#include "media/line.hpp"
#include "plan.hpp"
#include "runtime/loop.hpp"
#include "telephony/leg.hpp"

namespace attendant::bench {

// Times since the caller saw the call answered.
struct StepDone {
  std::size_t step = 0;
  bool into = false;                   // said while the agent spoke
  std::chrono::milliseconds begin{0};  // of the file's first sample
  std::chrono::milliseconds first_voiced{0}, last_voiced{0};
};
struct Voiced {
  std::chrono::milliseconds from{0}, to{0};  // first and last voiced sample
};
struct CallSeen {
  std::string call, number;
  std::vector<StepDone> steps;
  std::vector<Voiced> agent;  // pieces of the agent's voice, less than kSameVoice apart inside
  std::string ended_by, reason;
  media::LineStats line;
};

class Caller final : public telephony::LegEvents {
 public:
  // `speech`: the samples of each step of the plan. `done` is posted once.
  Caller(runtime::Loop& loop, std::unique_ptr<telephony::Leg> leg, std::function<media::Line*()> line,
         const PlannedCall& plan, std::vector<audio::Samples> speech, std::function<void(CallSeen)> done);
  ~Caller() override;

  void line_closing();
  bool owns(telephony::MediaPortId port) const { return leg_->media_port() == port; }

  void on_answered() override;
  void on_hold(bool) override {}
  void on_digit(char, std::chrono::milliseconds) override {}
  void on_transfer(const telephony::TransferProgress&) override {}
  void on_snapshot(const boost::json::object&) override {}
  void on_ended(const telephony::Ended& ended) override;

 private:
  void on_tick();
  void on_frame(const media::CallerFrame& frame);
  void on_line_event(const media::LineEvent& event);
  void give_back_echo(const media::CallerFrame& frame);
  void act();
  void begin_step(bool into);
  void step_begun(Instant at);
  void step_over(Instant at);
  void hang_up(const std::string& reason);
  void finish(std::string by, std::string reason);
  std::chrono::milliseconds since_answer(Instant at) const;

  runtime::Loop& loop_;
  std::unique_ptr<telephony::Leg> leg_;
  std::function<media::Line*()> find_line_;
  PlannedCall plan_;
  std::vector<audio::Samples> speech_;
  std::function<void(CallSeen)> done_;
  media::Line* line_ = nullptr;
  runtime::TickToken tick_;

  Instant answered_{};
  Instant quiet_since_{};  // we said nothing since then
  bool speaking_ = false;
  std::size_t next_ = 0;                // step
  std::optional<Instant> agent_first_;  // voiced since we last spoke
  std::optional<Instant> agent_last_;
  CallSeen seen_;
  bool over_ = false;

  // With echo, what we send is made frame by frame from what we receive.
  std::deque<std::int16_t> echo_;
  std::size_t said_ = 0;  // of the current step's samples
  std::optional<Instant> stream_begun_;
  std::int64_t streamed_ = 0;  // samples
};

}  // namespace attendant::bench
