#include "caller.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "audio/level.hpp"

namespace attendant::bench {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSameVoice{100};
constexpr milliseconds kSettled{900};        // silence after which the agent has finished
constexpr milliseconds kPatience{8000};      // without an answer: go on
constexpr milliseconds kStillSpeaking{400};  // the agent may breathe
constexpr milliseconds kLongest{240'000};
constexpr std::int64_t kLead = 480;  // samples of echo sent ahead of time, so that late ticks leave no holes
const UtteranceId kStream{1'000'000};  // the one that carries echo and speech

Duration length_of(std::int64_t samples) { return audio::kTelephoneRate.duration_of(samples); }

std::int16_t clipped(float sample) {
  return static_cast<std::int16_t>(std::lround(std::clamp(sample, -32768.0F, 32767.0F)));
}

}  // namespace

Caller::Caller(runtime::Loop& loop, std::unique_ptr<telephony::Leg> leg, std::function<media::Line*()> line,
               const PlannedCall& plan, std::vector<audio::Samples> speech,
               std::function<void(CallSeen)> done)
    : loop_(loop),
      leg_(std::move(leg)),
      find_line_(std::move(line)),
      plan_(plan),
      speech_(std::move(speech)),
      done_(std::move(done)),
      seen_{.call = plan.name,
            .number = plan.number,
            .steps = {},
            .agent = {},
            .ended_by = {},
            .reason = {},
            .line = {}} {
  leg_->listen(this);
}

Caller::~Caller() { leg_->listen(nullptr); }

milliseconds Caller::since_answer(Instant at) const {
  return std::chrono::duration_cast<milliseconds>(at - answered_);
}

void Caller::on_answered() {
  answered_ = quiet_since_ = loop_.clock().now();
  line_ = find_line_();
  if (line_ == nullptr) return hang_up("no media");
  if (plan_.echo) {
    const auto delay = audio::kTelephoneRate.samples_in(plan_.echo->delay);
    echo_.assign(static_cast<std::size_t>(delay), 0);
    line_->play(kStream, audio::Samples(kLead), false);
    streamed_ = kLead;
  }
  tick_ = loop_.on_tick([this](Instant) { on_tick(); });
}

void Caller::on_ended(const telephony::Ended& ended) {
  finish(ended.end == telephony::LegEnd::we_hung_up        ? "caller"
         : ended.end == telephony::LegEnd::far_end_hung_up ? "agent"
                                                           : "network",
         ended.reason.empty() ? std::string(telephony::to_string(ended.end)) : ended.reason);
}

void Caller::hang_up(const std::string& reason) {
  if (over_) return;
  (void)leg_->hang_up();
  finish("caller", reason);
}

void Caller::line_closing() {
  if (line_ != nullptr) seen_.line = line_->stats();
  line_ = nullptr;
}

void Caller::finish(std::string by, std::string reason) {
  if (std::exchange(over_, true)) return;
  tick_.reset();
  line_closing();
  seen_.ended_by = std::move(by);
  seen_.reason = std::move(reason);
  loop_.post([done = std::move(done_), seen = std::move(seen_)] { done(seen); });
}

void Caller::on_tick() {
  media::CallerFrame frame;
  while (line_ != nullptr && line_->next_frame(frame)) on_frame(frame);
  while (line_ != nullptr) {
    const auto event = line_->next_event();
    if (!event) break;
    on_line_event(*event);
  }
  if (line_ != nullptr && !speaking_) act();
}

void Caller::on_frame(const media::CallerFrame& frame) {
  if (plan_.echo) give_back_echo(frame);
  const auto first = audio::first_voiced(frame.samples);
  if (!first) return;
  const auto last = audio::last_voiced(frame.samples);
  const Instant from = frame.captured + length_of(static_cast<std::int64_t>(*first));
  const Instant to = frame.captured + length_of(static_cast<std::int64_t>(*last));
  if (!seen_.agent.empty() && since_answer(from) - seen_.agent.back().to < kSameVoice)
    seen_.agent.back().to = since_answer(to);
  else
    seen_.agent.push_back({.from = since_answer(from), .to = since_answer(to)});
  if (to <= quiet_since_) return;
  if (!agent_first_) agent_first_ = from;
  agent_last_ = to;
}

// One frame out for each frame in: the echo of what came, and what we say.
void Caller::give_back_echo(const media::CallerFrame& frame) {
  const float gain = std::pow(10.0F, plan_.echo->db / 20.0F);
  echo_.insert(echo_.end(), frame.samples.begin(), frame.samples.end());
  audio::Samples out(frame.samples.size());
  if (speaking_ && said_ == 0 && stream_begun_) step_begun(*stream_begun_ + length_of(streamed_));
  for (auto& sample : out) {
    float sum = gain * static_cast<float>(echo_.front());
    echo_.pop_front();
    if (speaking_ && said_ < speech_[next_ - 1].size())
      sum += static_cast<float>(speech_[next_ - 1][said_++]);
    sample = clipped(sum);
  }
  streamed_ += static_cast<std::int64_t>(out.size());
  line_->play(kStream, out, false);
  if (speaking_ && said_ >= speech_[next_ - 1].size()) step_over(loop_.clock().now());
}

void Caller::on_line_event(const media::LineEvent& event) {
  if (const auto* started = std::get_if<media::UtteranceStarted>(&event)) {
    if (started->utterance == kStream)
      stream_begun_ = started->at;
    else
      step_begun(started->at);
  }
  const auto* finished = std::get_if<media::UtteranceFinished>(&event);
  if (finished == nullptr || finished->utterance == kStream) return;
  step_over(finished->last_voiced.value_or(finished->at));
}

// Who claims the turn waits for what the agent says from now on; who does not, for the end of what it was
// saying.
void Caller::step_over(Instant at) {
  speaking_ = false;
  quiet_since_ = at;
  if (!plan_.steps[next_ - 1].claims) return;
  if (agent_last_ && *agent_last_ <= quiet_since_) {
    agent_first_.reset();
    agent_last_.reset();
  }
}

// The step's file began to be sent at `begin`; it is sent without a hole.
void Caller::step_begun(Instant begin) {
  const auto& speech = speech_[next_ - 1];
  auto& step = seen_.steps.back();
  const auto at = [&](std::optional<std::size_t> sample) {
    return since_answer(begin + length_of(static_cast<std::int64_t>(sample.value_or(0))));
  };
  step.begin = since_answer(begin);
  step.first_voiced = at(audio::first_voiced(speech));
  step.last_voiced = at(audio::last_voiced(speech));
}

void Caller::act() {
  const Instant now = loop_.clock().now();
  if (now - answered_ > kLongest) return hang_up("took too long");
  const bool speaks = agent_last_ && now - *agent_last_ < kStillSpeaking;
  if (next_ < plan_.steps.size() && plan_.steps[next_].into && speaks) {
    if (now - *agent_first_ >= *plan_.steps[next_].into) begin_step(true);
    return;
  }
  const bool finished = agent_last_ && now - *agent_last_ >= kSettled;
  const bool nothing = !agent_last_ && now - quiet_since_ >= kPatience;
  if (!finished && !nothing) return;
  // What was meant to be said into the agent's words is not said into silence.
  while (next_ < plan_.steps.size() && plan_.steps[next_].into) ++next_;
  if (next_ == plan_.steps.size()) return hang_up("nothing more to say");
  begin_step(false);
}

void Caller::begin_step(bool into) {
  seen_.steps.push_back({.step = next_, .into = into});
  ++next_;
  speaking_ = true;
  said_ = 0;
  if (plan_.steps[next_ - 1].claims) {
    agent_first_.reset();
    agent_last_.reset();
  }
  quiet_since_ = loop_.clock().now();
  if (!plan_.echo) line_->play(UtteranceId(static_cast<std::uint32_t>(next_)), speech_[next_ - 1], true);
}

}  // namespace attendant::bench
