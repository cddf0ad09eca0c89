#include "call/call.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include <boost/json/serialize.hpp>

#include "agents/tool_gate.hpp"

namespace attendant::call {
namespace {

constexpr std::chrono::milliseconds kPartialsApart{200};  // at most five a second reach the journal

}  // namespace

template <class F>
auto Call::while_alive(F function) {
  return [call = std::weak_ptr<Call*>(alive_), function = std::move(function)](auto&&... arguments) mutable {
    if (call.lock()) function(std::forward<decltype(arguments)>(arguments)...);
  };
}

Call::Call(const Services& services, CallId id, security::CallKey key, std::unique_ptr<telephony::Leg> leg,
           std::unique_ptr<store::CallJournal> journal, std::function<void()> ended)
    : services_(services),
      id_(std::move(id)),
      key_(std::move(key)),
      journal_(std::move(journal)),
      on_done_(std::move(ended)),
      projection_(id_, services.clock.wall()),
      started_(services.clock.wall()),
      team_(services.team ? services.team() : nullptr),
      keys_(services.policy.digit_gap),
      leg_(std::move(leg)),
      mouth_(services.loop, services.voice,
             {.queued = [this](UtteranceId id) { apply(conversation::AudioQueued{id}); },
              .failed =
                  [this](UtteranceId id, const Error& error) {
                    problem("speech", error);
                    apply(conversation::ClauseFinished{id});
                  }}),
      alive_(std::make_shared<Call*>(this)) {
  leg_->listen(this);
}

Call::~Call() {
  alive_.reset();
  if (leg_) leg_->listen(nullptr);
}

Status Call::begin() {
  const auto& party = leg_->party();
  store::CallStart start{.call = id_,
                         .started = started_,
                         .caller = party.caller_number,
                         .called = party.called_number,
                         .versions = {{"all", versions()}},
                         .wrapped_key = key_.wrapped};
  // In the journal first: should history miss the row (a full disk, a crash), recovery has it from there.
  TRY(journal_->append(kStartRecord, as_bytes(start_record(start))));
  services_.keep(std::move(start));
  return leg_->answer();
}

// ---- signalling
// ----------------------------------------------------------------------------------------------------
void Call::on_answered() {
  if (answered_at_) return;
  answered_at_ = services_.clock.now();
  const auto port = leg_->media_port();
  line_ = port ? services_.line(*port) : nullptr;
  if (line_ == nullptr) return end("no media");
  mouth_.attach(*line_);
  const brain::CallSetting setting{
      .call = id_,
      .today = services_.today(services_.clock.wall()),
      .team = team_,
      .catalogue = services_.tool_catalogue == nullptr ? nullptr : services_.tool_catalogue->catalogue_now()};
  if (services_.open_live) live_ = services_.open_live(setting);
  if (live_) {
    mouth_.use(live_->voice());
    live_->on_advice([this](TurnAdvice advice) { apply(conversation::TurnAdvised{advice}); });
  }
  brain_ = live_ ? live_->open_brain(setting) : services_.open_brain(setting);
  auto ear = services_.ear.open(audio::kTelephoneRate,
                                [this, call = std::weak_ptr<Call*>(alive_)](speech::HearingEvent event) {
                                  services_.loop.post([call, event = std::move(event)] {
                                    if (const auto self = call.lock()) (*self)->on_hearing(event);
                                  });
                                });
  if (!ear) {
    problem("ear", ear.error());
    return end("no recogniser is free");
  }
  ear_ = *std::move(ear);
  if (auto sink = services_.record(id_, key_.key, started_)) {
    // The summary arrives on the storage thread; the row is posted to the shard like everything else.
    line_->start_recording(
        std::move(sink), [keep = services_.keep, &loop = services_.loop, &clock = services_.clock,
                          id = id_](Result<audio::RecordingSummary> summary) {
          if (!summary) return;
          loop.post([keep, id, at = clock.wall()] { keep(RecordedRow{.call = id, .at = at}); });
        });
  }
  tick_ = services_.loop.on_tick([this](Instant) { on_tick(); });
  apply(conversation::CallStarted{.caller_number = leg_->party().caller_number,
                                  .office_open = services_.office_open(services_.clock.wall()),
                                  .versions = versions()});
}

void Call::on_hold(bool held) {
  // While held, media stands still by itself (Direction).
  apply(conversation::HoldChanged{held});
}

void Call::on_digit(char digit, std::chrono::milliseconds) {
  if (line_ != nullptr) line_->key_from_signalling(digit);
}

void Call::on_transfer(const telephony::TransferProgress& progress) {
  using telephony::TransferStage;
  if (progress.stage != TransferStage::succeeded && progress.stage != TransferStage::failed) return;
  transfer_timer_.cancel();
  const auto reason =
      progress.status > 0 ? std::to_string(progress.status) + " " + progress.reason : progress.reason;
  apply(conversation::TransferEnded{.reached = progress.stage == TransferStage::succeeded, .reason = reason});
}

void Call::on_snapshot(const boost::json::object& snapshot) {
  if (done_) return;
  const auto written = journal_->append(kSnapshotRecord, as_bytes(boost::json::serialize(snapshot)));
  if (!written) problem("journal", written.error());
}

void Call::on_ended(const telephony::Ended& ended) {
  using telephony::LegEnd;
  const bool ours = ended.end == LegEnd::we_hung_up;
  const bool caller = ended.end == LegEnd::far_end_hung_up || ended.end == LegEnd::cancelled;
  finish(ours     ? "agent"
         : caller ? "caller"
                  : "network",
         ended.reason.empty() ? std::string(telephony::to_string(ended.end)) : ended.reason);
}

void Call::line_closing(telephony::MediaPortId port) {
  if (!leg_ || leg_->media_port() != port || line_ == nullptr) return;
  if (services_.observer != nullptr) services_.observer->on_line_stats(id_, line_->stats());
  cut_off();
  mouth_.detach();
  line_ = nullptr;
}

// The line cannot say any more what it played: sound is sent in real time, so the clock knows.
void Call::cut_off() {
  const auto begun = std::exchange(playing_, std::nullopt);
  if (!begun) return;
  const auto played =
      std::chrono::duration_cast<std::chrono::milliseconds>(services_.clock.now() - begun->at);
  const auto samples = audio::kTelephoneRate.samples_in(played);
  apply(conversation::PlaybackCut{.utterance = begun->utterance,
                                  .heard = mouth_.heard(begun->utterance, samples)});
}

void Call::end(std::string_view reason) {
  if (done_) return;
  if (const auto hung_up = leg_->hang_up(); !hung_up) problem("hang-up", hung_up.error());
  finish("server", std::string(reason));
}

void Call::finish(std::string by, std::string reason) {
  if (done_) return;
  if (ear_) ear_->finish();
  tick_.reset();
  if (answered_at_) {
    cut_off();
    apply(conversation::CallEnded{.by = std::move(by), .reason = std::move(reason)});
  } else {
    services_.keep(
        store::CallEnd{.call = id_, .ended = services_.clock.wall(), .reason = by + ": " + reason});
  }
  done_ = true;
  for (auto& [id, tool] : tools_) tool.request_stop();
  for (auto& timer : timers_) timer.cancel();
  transfer_timer_.cancel();
  if (line_ != nullptr) line_->stop_recording();
  if (const auto closed = journal_->close("ended"); !closed) problem("journal", closed.error());
  services_.loop.post([done = std::move(on_done_)] { done(); });
}

// ---- events
// --------------------------------------------------------------------------------------------------------
// Effects may answer at once with new events: they wait until the step that caused them is complete.
void Call::apply(conversation::EventBody body) {
  pending_.push_back(std::move(body));
  if (std::exchange(stepping_, true)) return;
  while (!pending_.empty()) {
    auto next = std::move(pending_.front());
    pending_.pop_front();
    step_one(std::move(next));
  }
  stepping_ = false;
}

void Call::step_one(conversation::EventBody body) {
  if (done_) return;
  const conversation::Event event{.at = now(), .body = std::move(body)};
  if (!journaled(event)) return;
  const auto effects = conversation::step(state_, event, services_.policy);
  keep(event, effects);
  for (const auto& effect : effects) std::visit([this](const auto& e) { perform(e); }, effect);
}

// No event acts before it is in the journal. When even the reserve is used up, the call ends normally.
bool Call::journaled(const conversation::Event& event) {
  const auto written =
      journal_->append(kEventRecord, as_bytes(boost::json::serialize(conversation::to_json(event))));
  if (written) {
    journaled_up_to_ = *written;
    return true;
  }
  problem("journal", written.error());
  if (std::holds_alternative<conversation::CallEnded>(event.body)) return true;
  services_.loop.post(while_alive([this] { end("the journal is full"); }));
  return false;
}

void Call::keep(const conversation::Event& event, const std::vector<conversation::Effect>& effects) {
  for (auto& row : projection_.rows(event, effects)) services_.keep(std::move(row));
  if (services_.observer != nullptr) services_.observer->on_event(id_, event, effects);
}

// ---- effects
// -------------------------------------------------------------------------------------------------------
void Call::perform(const conversation::Think& effect) {
  brain_->take(effect.input,
               while_alive([this, request = effect.request](std::vector<conversation::Act> acts, bool more) {
                 apply(conversation::BrainActed{.request = request, .acts = std::move(acts), .more = more});
               }));
}

void Call::perform(const conversation::Guess& effect) {
  const bool guesses = brain_->guess(
      effect.input,
      while_alive([this, request = effect.request](std::vector<conversation::Act> acts, bool more) {
        apply(conversation::BrainGuessed{.request = request, .acts = std::move(acts), .more = more});
      }));
  if (!guesses) apply(conversation::BrainGuessed{.request = effect.request, .acts = {}, .refused = true});
}

void Call::perform(const conversation::ForgetGuess&) {
  brain_->forget_guess();
  mouth_.forget_prepared();
}

void Call::perform(const conversation::Duck& effect) {
  if (line_ != nullptr) line_->duck(effect.level);
}

void Call::perform(const conversation::TakeTurn&) { ear_->take_turn(); }

void Call::perform(const conversation::Expect& effect) {
  ear_->expect({.digits = effect.digits,
                .judge = services_.judge_readings ? services_.judge_readings(effect.asked) : nullptr});
  keys_.expect(effect.digits);
}

// A write to an account must not happen before the journal that says why is on the disk; reads do not wait.
void Call::perform(const conversation::RunTool& effect) {
  const auto tools =
      services_.tool_catalogue == nullptr ? nullptr : services_.tool_catalogue->catalogue_now();
  const auto* spec = tools == nullptr ? nullptr : tools->find(effect.name);
  if (team_ != nullptr) {
    if (auto answer = agents::answer_instead(*team_, {.agent = conversation::agent_at_work(state_),
                                                      .tool = effect.name,
                                                      .arguments = effect.arguments,
                                                      .confirmed = effect.confirmed,
                                                      .asks_itself = spec != nullptr && spec->confirmation}))
      return apply(conversation::ToolAnswered{.id = effect.id,
                                              .name = effect.name,
                                              .answer = *std::move(answer),
                                              .identity = conversation::identity_at_work(state_)});
  }
  const bool writes = spec != nullptr && spec->access == tools::Access::write && effect.confirmed;
  if (!writes) return start_tool(effect);
  services_.journal.when_synced(journaled_up_to_, while_alive([this, effect] { start_tool(effect); }));
}

void Call::start_tool(const conversation::RunTool& effect) {
  const auto wall = services_.clock.wall();
  Services::ToolRun run{.context = {.call = id_,
                                    .source_number = leg_->party().caller_number,
                                    .today = services_.today(wall),
                                    .now = wall},
                        .identity = conversation::identity_at_work(state_),
                        .name = effect.name,
                        .arguments = effect.arguments,
                        .confirmed = effect.confirmed,
                        .stop = tools_[effect.id].get_token()};
  services_.run_tool(
      std::move(run), while_alive([this, id = effect.id, name = effect.name, begun = services_.clock.now()](
                                      ToolAnswer answer, conversation::Identity identity) {
        tools_.erase(id);
        apply(conversation::ToolAnswered{
            .id = id,
            .name = name,
            .answer = std::move(answer),
            .identity = std::move(identity),
            .took = std::chrono::duration_cast<std::chrono::milliseconds>(services_.clock.now() - begun)});
      }));
}

void Call::perform(const conversation::CancelTool& effect) {
  if (const auto tool = tools_.find(effect.id); tool != tools_.end()) tool->second.request_stop();
}

void Call::perform(const conversation::StartTimer& effect) {
  timers_[static_cast<std::size_t>(effect.timer)] = services_.loop.after(effect.after, [this, effect] {
    apply(conversation::TimerFired{.timer = effect.timer, .number = effect.number});
  });
}

void Call::perform(const conversation::PauseRecording& effect) {
  if (line_ == nullptr) return;
  if (effect.paused)
    line_->pause_recording();
  else
    line_->resume_recording();
}

void Call::perform(const conversation::TransferTo& effect) {
  const auto target = services_.transfer_target(effect.target);
  if (!target) return apply(conversation::TransferEnded{.reached = false, .reason = "no such target"});
  services_.journal.when_synced(
      journaled_up_to_, while_alive([this, target = *target] {
        if (const auto sent = leg_->transfer(target); !sent)
          return apply(conversation::TransferEnded{.reached = false, .reason = sent.error().message});
        transfer_timer_ = services_.loop.after(services_.transfer_patience, [this] {
          apply(conversation::TransferEnded{.reached = false, .reason = "no answer"});
        });
      }));
}

void Call::perform(const conversation::HangUp& effect) {
  services_.loop.post(while_alive([this, reason = effect.reason] {
    if (done_) return;
    if (const auto hung_up = leg_->hang_up(); !hung_up) problem("hang-up", hung_up.error());
    finish("agent", reason);
  }));
}

// ---- what comes in
// -------------------------------------------------------------------------------------------------
void Call::on_tick() {
  media::CallerFrame frame;
  while (line_ != nullptr && line_->next_frame(frame)) {
    ear_->push(frame.samples, frame.captured, frame.sent);
    if (live_) live_->hear(frame.samples);
  }
  while (line_ != nullptr) {
    const auto event = line_->next_event();
    if (!event) break;
    on_line_event(*event);
  }
  if (auto group = keys_.tick(now())) apply(*std::move(group));
}

void Call::on_line_event(const media::LineEvent& event) {
  std::visit(
      [this](const auto& e) {
        using E = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<E, media::UtteranceStarted>) {
          playing_ = e;
        } else if constexpr (std::is_same_v<E, media::UtteranceVoiced>) {
          apply(conversation::ClauseStarted{e.utterance});
        } else if constexpr (std::is_same_v<E, media::UtteranceFinished>) {
          playing_.reset();
          if (live_) live_->played_all(e.utterance);
          mouth_.forget(e.utterance);
          apply(conversation::ClauseFinished{e.utterance});
        } else if constexpr (std::is_same_v<E, media::Cut>) {
          playing_.reset();
          if (live_) live_->played(e.utterance, e.samples_played);
          apply(conversation::PlaybackCut{.utterance = e.utterance,
                                          .heard = mouth_.heard(e.utterance, e.samples_played)});
        } else if constexpr (std::is_same_v<E, media::KeyPressed>) {
          on_key(e.key);
        } else if constexpr (std::is_same_v<E, media::CallerStirs>) {
          if (conversation::heeds_stirs(state_)) apply(conversation::CallerStirred{});
        } else if constexpr (std::is_same_v<E, media::MediaTimedOut>) {
          services_.loop.post(while_alive([this] { end("media timeout"); }));
        } else if constexpr (std::is_same_v<E, media::SoundMissing>) {
          problem("media",
                  Error{.code = ErrorCode::unavailable, .message = "no sound arrives from the caller"});
        }
      },
      event);
}

void Call::on_key(char key) {
  apply(conversation::DigitPressed{});
  if (auto group = keys_.press(key, now())) apply(*std::move(group));
}

void Call::on_hearing(const speech::HearingEvent& event) {
  if (done_) return;
  if (live_) live_->on_hearing(event);
  const auto masked = [this](const std::string& text) { return services_.mask(text, state_.listen.asked); };
  std::visit(
      [&](const auto& e) {
        using E = std::decay_t<decltype(e)>;
        if constexpr (std::is_same_v<E, speech::SpeechStarted>) {
          apply(conversation::SpeechStarted{});
        } else if constexpr (std::is_same_v<E, speech::Partial>) {
          if (e.text.empty() && state_.speaking.empty()) return;  // there is nobody to be interrupted
          const auto at = services_.clock.now();
          if (last_partial_ && at - *last_partial_ < kPartialsApart) return;
          last_partial_ = at;
          apply(conversation::PartialHeard{.text = masked(e.text), .confidence = e.confidence});
        } else if constexpr (std::is_same_v<E, speech::Paused>) {
          const auto text = masked(e.text);
          apply(conversation::SpeechPaused{.text = text,
                                           .last_voiced = time_of(e.last_voiced),
                                           .silence = e.silence,
                                           .confidence = e.confidence,
                                           .completeness = completeness(text, e.ending)});
        } else if constexpr (std::is_same_v<E, speech::Resumed>) {
          apply(conversation::SpeechResumed{});
        } else if constexpr (std::is_same_v<E, speech::TurnJudged>) {
          apply(conversation::TurnAdvised{e.advice});
        } else {
          apply(conversation::SpeechFinal{.text = masked(e.text),
                                          .last_voiced = time_of(e.last_voiced),
                                          .confidence = e.confidence,
                                          .talking = e.talking});
        }
      },
      event);
}

// Of the turn so far, whose end is `text`.
std::optional<float> Call::completeness(const std::string& text,
                                        const std::optional<SentenceEnding>& ending) const {
  if (!services_.completeness) return std::nullopt;
  const auto& before = state_.closed_text;
  return services_.completeness(before.empty() ? text : before + " " + text, state_.listen.asked, ending);
}

// ---- small change
// --------------------------------------------------------------------------------------------------
void Call::problem(std::string_view what, const Error& error) {
  if (services_.observer != nullptr) services_.observer->on_problem(id_, what, error);
}

std::string Call::versions() const {
  if (team_ == nullptr) return services_.versions;
  return services_.versions + "; agents " + team_->version;
}

conversation::CallTime Call::time_of(Instant at) const {
  if (!answered_at_ || at <= *answered_at_) return conversation::CallTime(0);
  return std::chrono::duration_cast<conversation::CallTime>(at - *answered_at_);
}

}  // namespace attendant::call
