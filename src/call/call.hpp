// One live call. It turns what happens (voice, keys, playback, answers, timers, signalling) into events,
// writes each to the journal, asks the pure core what to do, and does it. Lives on one shard for life; made
// and destroyed by the Desk.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "call/mouth.hpp"
#include "call/projection.hpp"
#include "call/services.hpp"
#include "conversation/core.hpp"
#include "conversation/digit_collector.hpp"
#include "runtime/loop.hpp"
#include "telephony/leg.hpp"

namespace attendant::call {

class Call final : public telephony::LegEvents {
 public:
  // The leg was admitted and is ringing; `journal` has the call's reserve. `ended` is called once, from a
  // posted job, when nothing of the call is left to do.
  Call(const Services& services, CallId id, security::CallKey key, std::unique_ptr<telephony::Leg> leg,
       std::unique_ptr<store::CallJournal> journal, std::function<void()> ended);
  ~Call() override;

  // Answers the leg; everything else follows from there.
  Status begin();
  // Ends the call from our side (shutdown, operator): says nothing more.
  void end(std::string_view reason);
  // The line of this call is about to go.
  void line_closing(telephony::MediaPortId port);

  const CallId& id() const { return id_; }
  const conversation::State& state() const { return state_; }

  // telephony::LegEvents
  void on_answered() override;
  void on_hold(bool held) override;
  void on_digit(char digit, std::chrono::milliseconds duration) override;
  void on_transfer(const telephony::TransferProgress& progress) override;
  void on_snapshot(const boost::json::object& snapshot) override;
  void on_ended(const telephony::Ended& ended) override;

 private:
  void apply(conversation::EventBody body);
  void step_one(conversation::EventBody body);
  bool journaled(const conversation::Event& event);
  void keep(const conversation::Event& event, const std::vector<conversation::Effect>& effects);
  void finish(std::string by, std::string reason);

  // Effects of the core.
  void perform(const conversation::Think& effect);
  void perform(const conversation::Guess& effect);
  void perform(const conversation::KeepGuess&) { brain_->keep_guess(); }
  void perform(const conversation::ForgetGuess&);
  void perform(const conversation::Prepare& effect) { mouth_.prepare(effect.speak); }
  void perform(const conversation::Speak& effect) { mouth_.speak(effect); }
  void perform(const conversation::StopSpeaking&) { mouth_.stop(); }
  void perform(const conversation::Duck& effect);
  void perform(const conversation::TakeTurn&);
  void perform(const conversation::Expect& effect);
  void perform(const conversation::RunTool& effect);
  void perform(const conversation::CancelTool& effect);
  void perform(const conversation::StartTimer& effect);
  void perform(const conversation::PauseRecording& effect);
  void perform(const conversation::TransferTo& effect);
  void perform(const conversation::HangUp& effect);
  void perform(const conversation::AddNote&) {}     // a row, see Projection
  void perform(const conversation::RecordTurn&) {}  // a row, see Projection

  // Inputs.
  void on_tick();
  void on_line_event(const media::LineEvent& event);
  void on_hearing(const speech::HearingEvent& event);
  void on_key(char key);
  std::optional<float> completeness(const std::string& text,
                                    const std::optional<SentenceEnding>& ending) const;
  void cut_off();  // what is being played ends here, with the call
  void start_tool(const conversation::RunTool& effect);

  void problem(std::string_view what, const Error& error);
  std::string versions() const;  // of all that a replay needs to know
  conversation::CallTime time_of(Instant at) const;
  conversation::CallTime now() const { return time_of(services_.clock.now()); }
  // A job that does nothing once the call is gone.
  template <class F>
  auto while_alive(F function);

  const Services& services_;
  CallId id_;
  security::CallKey key_;
  std::unique_ptr<store::CallJournal> journal_;
  store::JournalPosition journaled_up_to_ = 0;
  std::function<void()> on_done_;

  conversation::State state_;
  std::deque<conversation::EventBody> pending_;
  bool stepping_ = false;
  Projection projection_;
  WallTime started_;
  agents::TeamPtr team_;  // from start to end, whatever comes into force meanwhile
  std::optional<Instant> answered_at_;
  std::optional<Instant> last_partial_;
  bool done_ = false;
  std::map<std::uint32_t, std::stop_source> tools_;  // under way, by the id of their RunTool

  conversation::DigitCollector keys_;
  std::array<runtime::Timer, conversation::kTimers> timers_;
  runtime::Timer transfer_timer_;
  runtime::TickToken tick_;

  std::unique_ptr<telephony::Leg> leg_;
  media::Line* line_ = nullptr;
  std::optional<media::UtteranceStarted> playing_;
  std::unique_ptr<LiveConversation> live_;  // before what uses its voice and its brain
  Mouth mouth_;
  std::unique_ptr<brain::BrainSession> brain_;
  std::unique_ptr<speech::RecognizerStream> ear_;
  std::shared_ptr<Call*> alive_;
};

}  // namespace attendant::call
