// A call without sound, under a clock of its own: the real conversation core, a real brain, real tools;
// speech is text, and playing a sentence takes as long as saying it would. For scenarios and for talking by
// keyboard. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "agents/agent.hpp"
#include "base/clock.hpp"
#include "brain/brain.hpp"
#include "conversation/core.hpp"
#include "lab/call_under_test.hpp"
#include "lab/caller_ear.hpp"
#include "lab/spoken_parts.hpp"
#include "runtime/shard.hpp"
#include "tools/spec.hpp"

namespace attendant::lab {

// "claim_id=CLM4532427 said=..."
std::string as_words(const boost::json::object& arguments);

class TextCall final : public CallUnderTest {
 public:
  using JudgeReadings = std::function<speech::JudgeReading(conversation::Asked asked)>;
  using CompletenessOf = std::function<float(std::string_view text, conversation::Asked asked,
                                             const std::optional<SentenceEnding>& ending)>;
  struct Options {
    std::string caller_number;
    bool office_open = true;
    bool transfers_succeed = true;
    std::chrono::milliseconds tools_take{0};   // each tool answers this long after it was called
    std::chrono::milliseconds brain_takes{0};  // and the brain, after each input
    std::function<bool(std::string_view name)>
        may_cancel{};  // whether a dropped tool is cancelled; empty: none
    conversation::Policy policy;
    // The agents; none: one with everything. Their files gate the tools of the catalogue, as in a call.
    agents::TeamPtr team = nullptr;
    const tools::Catalogue* catalogue = nullptr;
    // Where a brain works that answers later than it was asked (a language model over a network): a shard
    // that was not started. While an answer is owed this call's clock goes as fast as the shard's. Null: the
    // brain answers at once.
    runtime::Shard* brain_works_on = nullptr;
    // Hears the caller's words as sound; none: they come as text.
    std::shared_ptr<CallerEar> ear = nullptr;
    // As in a live call (call/services.hpp), of what the ear heard; empty: nobody judges.
    JudgeReadings judge_readings = nullptr;
    CompletenessOf completeness = nullptr;
  };
  // Runs a tool now and leaves the identity as the tool runtime does.
  using RunTool =
      std::function<ToolAnswer(conversation::Identity& identity, const conversation::RunTool& call)>;
  using Mask = std::function<std::string(std::string_view text, conversation::Asked asked)>;

  // The brain answers at once (brain::run_in_place), or on `brain_works_on`.
  TextCall(std::unique_ptr<brain::BrainSession> brain, RunTool run_tool, Mask mask, Options options);
  ~TextCall() override;

  void start() override;
  void says(std::string_view text) override;
  void keys(std::string_view digits) override;
  void is_silent() override;
  bool interrupts(std::string_view after, std::string_view text) override;
  void hangs_up() override;
  void settle() override;
  // Until we begin to speak, or the brain has nothing more to say.
  void await_first_words();
  bool ended() const override { return state_.ended; }
  const std::vector<Happening>& happenings() const override { return happenings_; }
  std::vector<std::string> journal() const override;

  const std::vector<conversation::Event>& events() const { return events_; }
  const conversation::Policy& policy() const { return options_.policy; }
  // What the ear could not do; the call went on without.
  const Status& problem() const { return problem_; }
  // Turns that the agent took while the caller had only paused.
  int cut_offs() const { return cut_offs_; }
  // One for each turn so far, with its times on this call's clock.
  const std::vector<conversation::TurnRecord>& turns() const { return turns_; }
  conversation::CallTime now() const { return now_; }

 private:
  struct Playing {
    UtteranceId utterance;
    std::string text;
    conversation::CallTime starts{0};
    conversation::CallTime ends{0};
    std::size_t happening = 0;  // its index
  };

  // A tool or the brain at work.
  struct Answering {
    conversation::CallTime at{0};
    std::function<void()> answer;
  };

  void happen(conversation::EventBody body);
  void speak_turn(std::string_view text, bool over_agent);
  void cough();
  void speak_as_sound(std::span<const SpokenPart> parts);
  void hear(const speech::HearingEvent& event);
  std::optional<float> completeness(const std::string& text,
                                    const std::optional<SentenceEnding>& ending) const;
  void pause_after(conversation::CallTime last_voiced);
  bool run_next(conversation::CallTime until);  // the earliest thing that is due; false when there is none
  conversation::CallTime next_due() const;
  bool wait_for_brain(conversation::CallTime until);  // whether it told something before
  bool waits_for_brain() const;
  void answered(std::uint32_t request, bool more);
  void catch_up();  // with the time that the brain took so far
  void run_until(conversation::CallTime time);
  void answer(const conversation::RunTool& call, conversation::Identity identity, const std::string& agent);
  std::optional<ToolAnswer> gate(const conversation::RunTool& call, const std::string& agent) const;
  void later(std::chrono::milliseconds after, std::function<void()> answer);

  void perform(const conversation::Think& effect);
  void perform(const conversation::Guess& effect);
  void perform(const conversation::KeepGuess& effect);
  void perform(const conversation::ForgetGuess& effect);
  void perform(const conversation::Prepare&) {}
  void perform(const conversation::Speak& effect);
  void perform(const conversation::StopSpeaking& effect);
  void perform(const conversation::Expect& effect);
  void perform(const conversation::RunTool& effect);
  void perform(const conversation::CancelTool& effect);
  void perform(const conversation::StartTimer& effect);
  void perform(const conversation::TransferTo& effect);
  void perform(const conversation::HangUp& effect);
  void perform(const conversation::AddNote& effect);
  void perform(const conversation::RecordTurn& effect) { turns_.push_back(effect.turn); }
  void perform(const conversation::Duck&) {}
  void perform(const conversation::TakeTurn&);
  void perform(const conversation::PauseRecording&) {}

  std::unique_ptr<brain::BrainSession> brain_;
  RunTool run_tool_;
  Mask mask_;
  Options options_;

  conversation::State state_;
  conversation::CallTime now_{0};
  std::vector<Playing> playing_;
  std::deque<Answering> answering_;
  std::set<std::uint32_t> owed_;     // requests that the brain has not answered to their end
  std::set<std::uint32_t> guesses_;  // those among them that may be forgotten
  struct Waiting {
    conversation::CallTime since{0};
    Instant began{};  // by the shard's clock
    bool told = false;
  };
  std::optional<Waiting> waiting_;
  std::map<std::uint32_t, conversation::RunTool> running_;  // tools, by id
  std::string open_text_;                                   // of the caller, not yet taken as a turn
  std::map<conversation::Timer, std::pair<conversation::CallTime, std::uint32_t>> timers_;
  std::vector<conversation::EventBody> pending_;
  bool stepping_ = false;
  bool turn_taken_ = false;  // since the caller began to be heard as sound
  int cut_offs_ = 0;
  conversation::CallTime ear_began_{
      0};  // this call's time at the ear's first step, without the time it slept
  std::int64_t ear_steps_ = 0;
  Status problem_;

  std::vector<conversation::Event> events_;
  std::vector<Happening> happenings_;
  std::vector<conversation::TurnRecord> turns_;
};

}  // namespace attendant::lab
