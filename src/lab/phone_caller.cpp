#include "lab/phone_caller.hpp"

#include <type_traits>
#include <utility>

#include "audio/level.hpp"
#include "audio/recording_sink.hpp"
#include "base/text.hpp"
#include "lab/what_was_asked.hpp"

namespace attendant::lab {
namespace {

std::string joined(std::string_view a, std::string_view b) {
  a = trim(a);
  b = trim(b);
  if (a.empty() || b.empty()) return std::string(a.empty() ? b : a);
  return std::string(a) + " " + std::string(b);
}

}  // namespace

PhoneCaller::PhoneCaller(runtime::Loop& loop, std::unique_ptr<telephony::Leg> leg,
                         std::function<media::Line*()> line, speech::Recognizer* ear, NextAction next,
                         Options options, Listener listener)
    : loop_(loop),
      leg_(std::move(leg)),
      find_line_(std::move(line)),
      ear_(ear),
      next_(std::move(next)),
      options_(options),
      listener_(std::move(listener)),
      alive_(std::make_shared<PhoneCaller*>(this)) {
  leg_->listen(this);
}

PhoneCaller::~PhoneCaller() {
  alive_.reset();
  leg_->listen(nullptr);
}

void PhoneCaller::on_answered() {
  answered_ = loop_.clock().now();
  listening_since_ = *answered_;
  line_ = find_line_();
  if (line_ == nullptr) return hang_up("no media");
  if (ear_ != nullptr) {
    auto stream =
        ear_->open(audio::kTelephoneRate, [this, self = std::weak_ptr(alive_)](speech::HearingEvent event) {
          loop_.post([self, event = std::move(event)] {
            if (const auto caller = self.lock()) (*caller)->on_hearing(event);
          });
        });
    if (!stream) return hang_up(stream.error().message);
    stream_ = *std::move(stream);
  }
  if (recording_)
    line_->start_recording(std::make_unique<audio::WavRecordingSink>(std::move(recording_)),
                           [](const Result<audio::RecordingSummary>&) {});
  tick_ = loop_.on_tick([this](Instant now) { on_tick(now); });
}

void PhoneCaller::on_ended(const telephony::Ended& ended) {
  done(ended.end == telephony::LegEnd::we_hung_up        ? "caller"
       : ended.end == telephony::LegEnd::far_end_hung_up ? "agent"
                                                         : "network",
       ended.reason.empty() ? std::string(telephony::to_string(ended.end)) : ended.reason);
}

void PhoneCaller::hang_up(std::string_view reason) {
  if (done_) return;
  if (const auto status = leg_->hang_up(); !status) return done("network", status.error().message);
  done("caller", std::string(reason));
}

void PhoneCaller::line_closing() {
  if (line_ != nullptr) report_.line = line_->stats();
  line_ = nullptr;
}

void PhoneCaller::done(std::string by, std::string reason) {
  if (std::exchange(done_, true)) return;
  close_turn();
  tick_.reset();
  stream_.reset();
  line_closing();
  report_.ended_by = std::move(by);
  report_.reason = std::move(reason);
  if (answered_)
    report_.duration =
        std::chrono::duration_cast<std::chrono::milliseconds>(loop_.clock().now() - *answered_);
  loop_.post([listener = listener_.call_done, report = report_] { listener(report); });
}

void PhoneCaller::on_tick(Instant now) {
  media::CallerFrame frame;
  while (line_ != nullptr && line_->next_frame(frame)) on_frame(frame);
  while (line_ != nullptr) {
    const auto event = line_->next_event();
    if (!event) break;
    on_line_event(*event);
  }
  if (line_ != nullptr && doing_ == Doing::listening && !interrupt(now)) act(now);
}

void PhoneCaller::on_frame(const media::CallerFrame& frame) {
  if (stream_) stream_->push(frame.samples, frame.captured);
  const auto first = audio::first_voiced(frame.samples);
  if (!first || doing_ == Doing::speaking) return;
  const auto at = frame.captured + audio::kTelephoneRate.duration_of(static_cast<std::int64_t>(*first));
  if (we_voiced_ && at <= *we_voiced_) return;  // still the agent's words from before our turn
  if (!agent_voiced_ && turn_ && we_voiced_)
    turn_->first = std::chrono::duration_cast<std::chrono::milliseconds>(at - *we_voiced_);
  if (!agent_began_) agent_began_ = at;
  const auto last = audio::last_voiced(frame.samples);
  agent_voiced_ = frame.captured + audio::kTelephoneRate.duration_of(static_cast<std::int64_t>(*last));
}

void PhoneCaller::on_line_event(const media::LineEvent& event) {
  const auto* finished = std::get_if<media::UtteranceFinished>(&event);
  if (finished == nullptr || finished->utterance.value() != utterances_) return;
  doing_ = Doing::listening;
  listening_since_ = finished->at;
  we_voiced_ = finished->last_voiced.value_or(finished->at);
  agent_began_.reset();
  agent_voiced_.reset();
}

void PhoneCaller::on_hearing(const speech::HearingEvent& event) {
  std::visit(
      [this](const auto& e) {
        using E = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<E, speech::SpeechStarted> || std::is_same_v<E, speech::Resumed>) {
          words_are_known_ = false;
        } else if constexpr (std::is_same_v<E, speech::Paused>) {
          open_words_ = e.text;
          words_are_known_ = true;
        } else if constexpr (std::is_same_v<E, speech::Final>) {
          closed_words_ = joined(closed_words_, e.text);
          open_words_.clear();
          words_are_known_ = true;
        }
      },
      event);
}

// The agent has finished when it has been silent for a while and all its words are understood; or it said
// nothing at all.
void PhoneCaller::act(Instant now) {
  if (answered_ && now - *answered_ > options_.longest) return hang_up("took too long");
  const bool spoke = agent_voiced_.has_value();
  const bool finished = spoke && now - *agent_voiced_ >= options_.settled && (!stream_ || words_are_known_);
  const bool silent = !spoke && now - listening_since_ >= options_.patience;
  const bool stuck = spoke && now - *agent_voiced_ >= options_.patience;
  if (!finished && !silent && !stuck) return;

  const auto words = joined(closed_words_, open_words_);
  closed_words_.clear();
  open_words_.clear();
  if (stream_) stream_->take_turn();
  if (!words.empty() && listener_.agent_said) listener_.agent_said(words);
  if (turn_)
    turn_->agent = words;
  else
    report_.greeting = words;
  close_turn();
  const auto asked = what_was_asked(words);
  auto action = next_(asked);
  if (!action) return hang_up("nothing more to say");
  auto& turn = turn_.emplace(CallerTurn{.number = static_cast<int>(report_.turns.size()) + 1});
  if (asked) turn.asked = to_string(*asked);
  std::visit([this, &turn](const auto& a) { perform(a, turn); }, *action);
}

bool PhoneCaller::interrupt(Instant now) {
  if (!interruption_ || !agent_began_ || now - *agent_began_ < interruption_->after) return false;
  close_turn();  // of its answer only the beginning was heard
  auto& turn = turn_.emplace(CallerTurn{.number = static_cast<int>(report_.turns.size()) + 1});
  const auto speech = std::exchange(interruption_, std::nullopt)->speech;
  say(speech, turn);
  return true;
}

void PhoneCaller::perform(const SayFile& file, CallerTurn& turn) {
  interruption_ = file.interruption;
  say(file, turn);
}

void PhoneCaller::say(const Speech& speech, CallerTurn& turn) {
  turn.said = speech.name;
  turn.text = speech.text;
  doing_ = Doing::speaking;
  line_->play(UtteranceId(++utterances_), speech.samples, true);
}

void PhoneCaller::perform(const PressKeys& keys, CallerTurn& turn) {
  turn.said = "[keys " + std::to_string(keys.keys.size()) + "]";
  if (const auto sent = line_->send_keys(keys.keys); !sent) return hang_up(sent.error().message);
  // Keys make no sound: the answer is measured from the last key, about a quarter of a second each.
  listening_since_ = loop_.clock().now();
  we_voiced_ = listening_since_ + std::chrono::milliseconds(200) * keys.keys.size();
  agent_began_.reset();
  agent_voiced_.reset();
}

void PhoneCaller::close_turn() {
  if (!turn_) return;
  report_.turns.push_back(*turn_);
  turn_.reset();
  if (listener_.turn_done) listener_.turn_done(report_.turns.back());
}

}  // namespace attendant::lab
