#include "app/call_watch.hpp"

#include <chrono>
#include <utility>

namespace attendant::app {
namespace {

double seconds(conversation::CallTime from, conversation::CallTime to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

CallWatch::CallWatch(telemetry::Registry& metrics, telemetry::Logger log, std::unique_ptr<LiveView> live)
    : metrics_(metrics),
      log_(std::move(log)),
      live_(std::move(live)),
      active_(metrics.gauge("attendant_calls_active", "Calls that are up now")),
      started_(metrics.counter("attendant_calls_total", "Calls answered")),
      interruptions_(metrics.counter("attendant_interruptions_total", "Times a caller stopped our speech")),
      guesses_used_(
          metrics.counter("attendant_guesses_total",
                          "Answers got ready before the caller's turn was over, by what became of them",
                          {{"outcome", "used"}})),
      guesses_wasted_(
          metrics.counter("attendant_guesses_total",
                          "Answers got ready before the caller's turn was over, by what became of them",
                          {{"outcome", "wasted"}})),
      answer_(metrics.histogram(
          "attendant_turn_answer_seconds",
          "Last voiced sample of the caller to the first voiced sample of the answer on the wire",
          telemetry::latency_buckets())),
      decision_(metrics.histogram("attendant_turn_decision_seconds",
                                  "Last voiced sample of the caller to the decision that the turn is over",
                                  telemetry::latency_buckets())),
      voice_(metrics.histogram("attendant_turn_voice_seconds",
                               "First sentence of the answer to its first audio",
                               telemetry::latency_buckets())),
      mos_(metrics.histogram("attendant_call_mos", "Estimated quality of what we heard, by call",
                             {1, 2, 3, 3.5, 4, 4.3, 4.5})),
      lost_packets_(
          metrics.counter("attendant_rtp_lost_packets_total", "RTP packets of callers that never came")) {}

void CallWatch::on_event(const CallId& call, const conversation::Event& event,
                         const std::vector<conversation::Effect>& effects) {
  if (live_) live_->on_event(call, event, effects);
  if (std::holds_alternative<conversation::CallStarted>(event.body)) {
    started_.add();
    active_.add(1);
    log_.info("call answered", {{"call", call}});
  } else if (const auto* ended = std::get_if<conversation::CallEnded>(&event.body)) {
    active_.add(-1);
    metrics_.counter("attendant_calls_ended_total", "Calls ended, by who ended them", {{"by", ended->by}})
        .add();
    log_.info("call ended",
              {{"call", call}, {"by", ended->by}, {"reason", ended->reason}, {"ms", event.at.count()}});
  } else if (const auto* tool = std::get_if<conversation::ToolAnswered>(&event.body)) {
    metrics_
        .counter("attendant_tool_calls_total", "Tool calls, by tool and outcome",
                 {{"tool", tool->name}, {"outcome", std::string(to_string(tool->answer.outcome))}})
        .add();
    log_.info("tool", {{"call", call},
                       {"tool", tool->name},
                       {"outcome", to_string(tool->answer.outcome)},
                       {"ms", tool->took.count()}});
  }
  for (const auto& effect : effects) {
    if (std::holds_alternative<conversation::StopSpeaking>(effect)) interruptions_.add();
    if (const auto* record = std::get_if<conversation::RecordTurn>(&effect)) count(call, record->turn);
  }
}

void CallWatch::count(const CallId& call, const conversation::TurnRecord& turn) {
  const int used = turn.guess_used ? 1 : 0;
  guesses_used_.add(static_cast<std::uint64_t>(used));
  guesses_wasted_.add(static_cast<std::uint64_t>(turn.guesses - used));
  const auto wire = turn.first_answer ? turn.first_answer : turn.first_audio;
  if (!turn.last_voiced || !wire) return;
  answer_.observe(seconds(*turn.last_voiced, *wire));
  if (turn.decided) decision_.observe(seconds(*turn.last_voiced, *turn.decided));
  if (turn.first_text && turn.first_queued) voice_.observe(seconds(*turn.first_text, *turn.first_queued));
  log_.info("turn", {{"call", call},
                     {"turn", turn.turn.value()},
                     {"answer_ms", (*wire - *turn.last_voiced).count()},
                     {"interrupted", !turn.agent.empty() && turn.agent.back().cut}});
}

void CallWatch::on_problem(const CallId& call, std::string_view what, const Error& error) {
  if (live_) live_->on_problem(call, what, error);
  metrics_
      .counter("attendant_problems_total", "Things that went wrong in a call", {{"what", std::string(what)}})
      .add();
  log_.with({"call", call}).error(what, error);
}

void CallWatch::on_line_stats(const CallId& call, const media::LineStats& stats) {
  if (live_) live_->on_line_stats(call, stats);
  if (stats.mos > 0) mos_.observe(static_cast<double>(stats.mos));
  lost_packets_.add(stats.lost);
}

}  // namespace attendant::app
