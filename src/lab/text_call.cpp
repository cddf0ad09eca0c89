#include "lab/text_call.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "agents/tool_gate.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "runtime/run_here.hpp"

namespace attendant::lab {

using namespace std::chrono_literals;
using conversation::CallTime;
using conversation::Timer;

namespace {

constexpr auto kPerCharacter = 62ms;  // of speech, about 16 characters a second
constexpr auto kReaction = 400ms;     // between the agent's last word and the caller's first
constexpr auto kPause = 220ms;        // silence at which the recogniser reports a pause
constexpr auto kCough = 900ms;
constexpr auto kDeafFor = 4s;     // after the caller's words: nothing of them was heard
constexpr auto kPatience = 2min;  // nothing in a text call takes longer

CallTime time_to_say(std::string_view text) {
  return kPerCharacter * static_cast<int>(std::max<std::size_t>(text.size(), 1));
}

}  // namespace

std::string as_words(const boost::json::object& arguments) {
  std::string text;
  for (const auto& entry : arguments) {
    if (!text.empty()) text += ' ';
    text += std::string(entry.key()) + '=';
    text += entry.value().is_string() ? std::string(entry.value().get_string())
                                      : boost::json::serialize(entry.value());
  }
  return text;
}

TextCall::TextCall(std::unique_ptr<brain::BrainSession> brain, RunTool run_tool, Mask mask, Options options)
    : brain_(std::move(brain)),
      run_tool_(std::move(run_tool)),
      mask_(std::move(mask)),
      options_(std::move(options)) {}

TextCall::~TextCall() = default;

// An effect can cause the next event at once (a tool answers): events are taken one after the other, never
// inside another.
void TextCall::happen(conversation::EventBody body) {
  pending_.push_back(std::move(body));
  if (stepping_) return;
  stepping_ = true;
  while (!pending_.empty()) {
    conversation::Event event{now_, std::move(pending_.front())};
    pending_.erase(pending_.begin());
    events_.push_back(event);
    const auto pace = std::pair(state_.rate, state_.level);
    const auto effects = conversation::step(state_, event, options_.policy);
    if (pace != std::pair(state_.rate, state_.level))
      happenings_.push_back({Happening::Kind::speech, "",
                             fmt::format("rate={:.2f} level={:.2f}", state_.rate, state_.level), ""});
    for (const auto& effect : effects) std::visit([this](const auto& one) { perform(one); }, effect);
  }
  stepping_ = false;
}

void TextCall::start() {
  happen(conversation::CallStarted{options_.caller_number, options_.office_open, "text"});
}

void TextCall::says(std::string_view text) {
  settle();
  if (ended()) return;
  now_ += kReaction;
  speak_turn(text, false);
}

void TextCall::speak_turn(std::string_view text, bool over_agent) {
  const auto parts = spoken_parts(text);
  if (options_.ear) return speak_as_sound(parts);
  open_text_.clear();
  for (const auto& [pause, words] : parts) {
    const auto said_at = now_;
    if (pause > kPause) {
      pause_after(said_at);
      run_until(said_at + pause);
      if (open_text_.empty()) ++cut_offs_;
    }
    if (ended()) return;
    if (open_text_.empty())  // nothing yet, or it was taken as a turn
      happen(conversation::SpeechStarted{});
    else if (pause > kPause)
      happen(conversation::SpeechResumed{});
    open_text_ += (open_text_.empty() ? "" : " ") + words;
    if (over_agent || !playing_.empty())
      happen(conversation::PartialHeard{mask_(open_text_, state_.listen.asked)});
    run_until(now_ + time_to_say(words));
  }
  pause_after(now_);
  if (const auto timer = timers_.find(Timer::end_of_turn); timer != timers_.end())
    run_until(timer->second.first);
}

void TextCall::perform(const conversation::TakeTurn&) {
  open_text_.clear();
  turn_taken_ = true;
  if (options_.ear) options_.ear->take_turn();
}

// Step by step: what the agent does while the caller speaks happens when it would.
void TextCall::speak_as_sound(std::span<const SpokenPart> parts) {
  auto& ear = *options_.ear;
  if (problem_) problem_ = ear.say(parts);
  // The ear's clock stands still between the caller's turns.
  ear_began_ = now_ - kEarStep * ear_steps_;
  turn_taken_ = false;
  for (auto quiet = 0ms; problem_ && !ended();) {
    const bool speaking = ear.speaking();
    run_until(now_ + kEarStep);
    const auto events = ear.advance(!playing_.empty());
    ++ear_steps_;
    if (!events) problem_ = fail(events.error());
    if (events)
      for (const auto& event : *events) hear(event);
    if (turn_taken_ && ear.speaking()) {
      ++cut_offs_;
      turn_taken_ = false;
    }
    quiet = speaking ? 0ms : quiet + kEarStep;
    if (!speaking && (turn_taken_ || quiet > kDeafFor)) break;
  }
}

void TextCall::hear(const speech::HearingEvent& event) {
  const auto masked = [this](const std::string& text) { return mask_(text, state_.listen.asked); };
  const auto time = [this](Instant at) {
    return ear_began_ + std::chrono::duration_cast<CallTime>(at.time_since_epoch());
  };
  std::visit(
      [&](const auto& e) {
        using E = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<E, speech::SpeechStarted>) {
          happen(conversation::SpeechStarted{});
        } else if constexpr (std::is_same_v<E, speech::Partial>) {
          happen(conversation::PartialHeard{.text = masked(e.text), .confidence = e.confidence});
        } else if constexpr (std::is_same_v<E, speech::Paused>) {
          const auto text = masked(e.text);
          happen(conversation::SpeechPaused{.text = text,
                                            .last_voiced = time(e.last_voiced),
                                            .silence = e.silence,
                                            .confidence = e.confidence,
                                            .completeness = completeness(text, e.ending)});
        } else if constexpr (std::is_same_v<E, speech::Resumed>) {
          happen(conversation::SpeechResumed{});
        } else if constexpr (std::is_same_v<E, speech::TurnJudged>) {
          happen(conversation::TurnAdvised{e.advice});
        } else {
          happen(conversation::SpeechFinal{masked(e.text), time(e.last_voiced), e.confidence, e.talking});
        }
      },
      event);
}

// Of the turn so far, whose end is `text`.
std::optional<float> TextCall::completeness(const std::string& text,
                                            const std::optional<SentenceEnding>& ending) const {
  if (!options_.completeness) return std::nullopt;
  const auto& before = state_.closed_text;
  return options_.completeness(before.empty() ? text : before + " " + text, state_.listen.asked, ending);
}

void TextCall::pause_after(CallTime last_voiced) {
  run_until(last_voiced + kPause);
  if (ended()) return;
  happen(conversation::SpeechPaused{.text = mask_(open_text_, state_.listen.asked),
                                    .last_voiced = last_voiced,
                                    .silence = kPause,
                                    .confidence = 1.0F});
}

void TextCall::keys(std::string_view digits) {
  settle();
  if (ended()) return;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    now_ += 300ms;
    happen(conversation::DigitPressed{});
  }
  happen(conversation::DigitsKeyed{std::string(digits)});
}

void TextCall::is_silent() {
  settle();
  if (const auto timer = timers_.find(Timer::no_input); timer != timers_.end())
    run_until(timer->second.first);
}

bool TextCall::interrupts(std::string_view after, std::string_view text) {
  // What is said while a tool or the brain is at work may still come.
  const auto limit = now_ + kPatience;
  const auto says_it = [&] {
    return std::ranges::any_of(playing_, [&](const Playing& one) { return one.text.contains(after); });
  };
  while (!says_it() && !answering_.empty() && !ended() && run_next(limit)) {
  }
  for (const auto& playing : playing_) {
    const auto at = playing.text.find(after);
    if (at == std::string::npos) continue;
    run_until(playing.starts + time_to_say(std::string_view(playing.text).substr(0, at + after.size())));
    if (text.empty() && !options_.ear)
      cough();
    else
      speak_turn(text, true);
    return true;
  }
  return false;
}

void TextCall::cough() {
  happen(conversation::SpeechStarted{});
  run_until(now_ + kCough);
  pause_after(now_);
}

void TextCall::hangs_up() {
  if (!ended()) happen(conversation::CallEnded{"caller", "bye"});
}

void TextCall::settle() {
  const auto limit = now_ + kPatience;
  while ((!playing_.empty() || !answering_.empty() || waits_for_brain()) && !ended() && run_next(limit)) {
  }
}

void TextCall::await_first_words() {
  const auto limit = now_ + kPatience;
  while (playing_.empty() && waits_for_brain() && !ended() && run_next(limit)) {
  }
}

bool TextCall::waits_for_brain() const { return options_.brain_works_on != nullptr && !owed_.empty(); }

CallTime TextCall::next_due() const {
  auto due = CallTime::max();
  for (const auto& [timer, entry] : timers_) due = std::min(due, entry.first);
  if (!playing_.empty()) due = std::min(due, playing_.front().ends);
  if (!answering_.empty()) due = std::min(due, answering_.front().at);
  return due;
}

bool TextCall::wait_for_brain(CallTime until) {
  auto& shard = *options_.brain_works_on;
  waiting_ = Waiting{.since = now_, .began = shard.clock().now()};
  runtime::run_here(shard, until - now_, [this] { return waiting_->told; });
  catch_up();
  const bool told = waiting_->told;
  waiting_.reset();
  return told;
}

void TextCall::catch_up() {
  if (!waiting_) return;
  const auto took =
      std::chrono::duration_cast<CallTime>(options_.brain_works_on->clock().now() - waiting_->began);
  now_ = std::max(now_, waiting_->since + took);
}

void TextCall::answered(std::uint32_t request, bool more) {
  catch_up();
  if (waiting_) waiting_->told = true;
  if (more) return;
  owed_.erase(request);
  guesses_.erase(request);
}

bool TextCall::run_next(CallTime until) {
  if (waits_for_brain()) {
    const auto due = std::min(next_due(), until);
    if (due > now_ && wait_for_brain(due)) return true;
  }
  auto when = until + 1ms;
  auto timer = timers_.end();
  for (auto at = timers_.begin(); at != timers_.end(); ++at) {
    if (at->second.first >= when) continue;
    when = at->second.first;
    timer = at;
  }
  const auto said = playing_.empty() ? until + 1ms : playing_.front().ends;
  if (!answering_.empty() && answering_.front().at < std::min(when, said)) {
    now_ = std::max(now_, answering_.front().at);
    const auto answer = std::move(answering_.front().answer);
    answering_.pop_front();
    answer();
    return true;
  }
  if (said < when) {
    now_ = std::max(now_, playing_.front().ends);
    const auto finished = playing_.front().utterance;
    playing_.erase(playing_.begin());
    if (!playing_.empty()) happen(conversation::ClauseStarted{playing_.front().utterance});
    happen(conversation::ClauseFinished{finished});
    return true;
  }
  if (timer == timers_.end()) return false;
  now_ = std::max(now_, when);
  const conversation::TimerFired fired{timer->first, timer->second.second};
  timers_.erase(timer);
  happen(fired);
  return true;
}

void TextCall::run_until(CallTime time) {
  while (!ended() && run_next(time)) {
  }
  now_ = std::max(now_, time);
}

void TextCall::perform(const conversation::Think& effect) {
  owed_.insert(effect.request);
  brain_->take(effect.input,
               [this, request = effect.request](std::vector<conversation::Act> acts, bool more) {
                 answered(request, more);
                 later(options_.brain_takes, [this, request, acts = std::move(acts), more] {
                   happen(conversation::BrainActed{.request = request, .acts = acts, .more = more});
                 });
               });
}

void TextCall::perform(const conversation::Guess& effect) {
  const auto request = effect.request;
  owed_.insert(request);
  guesses_.insert(request);
  const bool guesses =
      brain_->guess(effect.input, [this, request](std::vector<conversation::Act> acts, bool more) {
        answered(request, more);
        later(options_.brain_takes, [this, request, acts = std::move(acts), more] {
          happen(conversation::BrainGuessed{.request = request, .acts = acts, .more = more});
        });
      });
  if (guesses) return;
  answered(request, false);
  happen(conversation::BrainGuessed{.request = request, .acts = {}, .refused = true});
}

void TextCall::perform(const conversation::KeepGuess&) {
  happenings_.push_back({Happening::Kind::guess, "kept", "", ""});
  guesses_.clear();
  brain_->keep_guess();
}

void TextCall::perform(const conversation::ForgetGuess&) {
  happenings_.push_back({Happening::Kind::guess, "forgotten", "", ""});
  for (const auto request : guesses_) owed_.erase(request);
  guesses_.clear();
  brain_->forget_guess();
}

void TextCall::perform(const conversation::Speak& effect) {
  happenings_.push_back({Happening::Kind::said, effect.text, std::string(to_string(effect.kind)), ""});
  const auto starts = playing_.empty() ? now_ : playing_.back().ends;
  playing_.push_back(
      {effect.utterance, effect.text, starts, starts + time_to_say(effect.text), happenings_.size() - 1});
  happen(conversation::AudioQueued{effect.utterance});
  if (playing_.size() == 1) happen(conversation::ClauseStarted{effect.utterance});
}

void TextCall::perform(const conversation::StopSpeaking&) {
  if (playing_.empty()) return happen(conversation::PlaybackCut{});
  const auto& now_playing = playing_.front();
  const auto spoken =
      static_cast<std::size_t>(std::max<std::int64_t>((now_ - now_playing.starts) / kPerCharacter, 0));
  conversation::PlaybackCut cut{now_playing.utterance, now_playing.text.substr(0, spoken)};
  for (const auto& playing : playing_) happenings_[playing.happening].heard = "";
  happenings_[now_playing.happening].heard = cut.heard;
  playing_.clear();
  happen(std::move(cut));
}

void TextCall::perform(const conversation::Expect& effect) {
  if (options_.ear)
    options_.ear->expect(
        {.digits = effect.digits,
         .judge = options_.judge_readings ? options_.judge_readings(effect.asked) : nullptr});
  happenings_.push_back({Happening::Kind::asked, std::string(to_string(effect.asked)), "", ""});
}

void TextCall::perform(const conversation::RunTool& effect) {
  running_[effect.id] = effect;
  later(options_.tools_take, [this, effect, identity = identity_at_work(state_),
                              agent = agent_at_work(state_)] { answer(effect, identity, agent); });
}

void TextCall::later(std::chrono::milliseconds after, std::function<void()> answer) {
  if (after == 0ms) return answer();
  const Answering last{.at = now_ + after, .answer = std::move(answer)};
  answering_.insert(std::ranges::upper_bound(answering_, last.at, {}, &Answering::at), last);
}

void TextCall::answer(const conversation::RunTool& effect, conversation::Identity identity,
                      const std::string& agent) {
  if (running_.erase(effect.id) == 0) return;  // cancelled
  auto instead = gate(effect, agent);
  auto answer = instead ? *std::move(instead) : run_tool_(identity, effect);
  happenings_.push_back({Happening::Kind::tool, effect.name, as_words(effect.arguments),
                         std::string(to_string(answer.outcome))});
  happen(conversation::ToolAnswered{effect.id, effect.name, std::move(answer), std::move(identity),
                                    options_.tools_take});
}

std::optional<ToolAnswer> TextCall::gate(const conversation::RunTool& call, const std::string& agent) const {
  if (options_.team == nullptr) return std::nullopt;
  const auto* spec = options_.catalogue == nullptr ? nullptr : options_.catalogue->find(call.name);
  return agents::answer_instead(*options_.team, {.agent = agent,
                                                 .tool = call.name,
                                                 .arguments = call.arguments,
                                                 .confirmed = call.confirmed,
                                                 .asks_itself = spec != nullptr && spec->confirmation});
}

void TextCall::perform(const conversation::CancelTool& effect) {
  const auto one = running_.find(effect.id);
  if (one == running_.end() || !options_.may_cancel || !options_.may_cancel(one->second.name)) return;
  const auto call = std::move(one->second);
  running_.erase(one);
  happenings_.push_back({Happening::Kind::tool, call.name, as_words(call.arguments), "cancelled"});
  happen(conversation::ToolAnswered{
      call.id, call.name, {.outcome = Outcome::cancelled}, state_.identity, options_.tools_take});
}

void TextCall::perform(const conversation::StartTimer& effect) {
  timers_[effect.timer] = {now_ + effect.after, effect.number};
}

void TextCall::perform(const conversation::TransferTo& effect) {
  happenings_.push_back({Happening::Kind::transfer, effect.target, effect.summary, ""});
  happen(conversation::TransferEnded{options_.transfers_succeed,
                                     options_.transfers_succeed ? "" : "486 Busy Here"});
}

void TextCall::perform(const conversation::HangUp& effect) {
  happenings_.push_back({Happening::Kind::ended, effect.reason, "", ""});
  happen(conversation::CallEnded{"agent", effect.reason});
}

void TextCall::perform(const conversation::AddNote& effect) {
  happenings_.push_back({Happening::Kind::note, effect.key, effect.value, ""});
}

std::vector<std::string> TextCall::journal() const {
  std::vector<std::string> lines;
  lines.reserve(events_.size());
  for (const auto& event : events_) lines.push_back(boost::json::serialize(conversation::to_json(event)));
  return lines;
}

}  // namespace attendant::lab
