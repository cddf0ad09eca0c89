#include "app/live_view.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace attendant::app {
namespace {

namespace json = boost::json;

struct Part {
  std::string_view name;
  std::optional<conversation::CallTime> from, to;
};

std::string bar_of(const std::array<Part, 5>& parts, conversation::CallTime total, int width) {
  constexpr std::array<std::string_view, 5> kBlocks = {"░", "▒", "▓", "█", "▪"};
  std::string bar;
  if (total.count() <= 0) return bar;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    if (!part.from || !part.to) continue;
    const auto cells = (*part.to - *part.from).count() * width / total.count();
    for (long long k = 0; k < cells; ++k) bar += kBlocks[i];
  }
  return bar;
}

}  // namespace

std::string waterfall_line(const conversation::TurnRecord& turn, int bar_width) {
  const auto wire = turn.first_answer ? turn.first_answer : turn.first_audio;
  if (!turn.last_voiced || !wire) return {};
  const std::array<Part, 5> parts = {{{"heard", turn.last_voiced, turn.decided},
                                      {"words", turn.decided, turn.first_text},
                                      {"voice", turn.first_text, turn.first_queued},
                                      {"wire", turn.first_queued, turn.first_audio},
                                      {"answer", turn.first_audio, wire}}};
  const auto total = *wire - *turn.last_voiced;
  std::string text = fmt::format("answer after {} ms: ", total.count());
  bool first = true;
  for (const auto& part : parts) {
    if (!part.from || !part.to || (part.name == "answer" && part.from == part.to)) continue;
    text += fmt::format("{}{} {}", std::exchange(first, false) ? "" : " + ", part.name,
                        (*part.to - *part.from).count());
  }
  return text + "  " + bar_of(parts, total, bar_width);
}

void LiveView::on_event(const CallId& id, const conversation::Event& event,
                        const std::vector<conversation::Effect>& effects) {
  auto& call = calls_[id];
  note_effects(id, call, event, effects);
  if (const auto* started = std::get_if<conversation::CallStarted>(&event.body)) {
    const auto& from = started->caller_number;
    line(id, "call", fmt::format("{} from {}", id.value(), from.empty() ? "an unknown number" : from),
         {{"state", "started"}, {"from", from}});
  } else if (const auto* partial = std::get_if<conversation::PartialHeard>(&event.body)) {
    line(id, "partial", partial->text, {{"text", partial->text}});
  } else if (const auto* clause = std::get_if<conversation::ClauseStarted>(&event.body)) {
    const auto at = call.speaking.find(clause->utterance);
    if (at == call.speaking.end()) return;
    line(id, "agent", at->second.text, {{"text", at->second.text}, {"utterance", clause->utterance.value()}});
    if (!std::exchange(call.answered, true)) show_timing(id, call, event.at);
  } else if (const auto* cut = std::get_if<conversation::PlaybackCut>(&event.body)) {
    line(id, "interrupted",
         cut->heard.empty() ? std::string("(interrupted before a word was heard)")
                            : fmt::format("(interrupted; heard: \"{}\")", cut->heard),
         {{"heard", cut->heard}});
  } else if (const auto* tool = std::get_if<conversation::ToolAnswered>(&event.body)) {
    const auto at = call.tools.find(tool->id);
    const auto arguments = at == call.tools.end() ? json::object() : at->second.arguments;
    const auto outcome = to_string(tool->answer.outcome);
    line(id, "tool",
         fmt::format("{} {} -> {} ({} ms)", tool->name, json::serialize(arguments), outcome,
                     tool->took.count()),
         {{"name", tool->name},
          {"arguments", arguments},
          {"outcome", outcome},
          {"took_ms", tool->took.count()}});
  } else if (const auto* ended = std::get_if<conversation::CallEnded>(&event.body)) {
    line(id, "call", fmt::format("ended by {}: {}", ended->by, ended->reason),
         {{"state", "ended"}, {"by", ended->by}, {"reason", ended->reason}});
    calls_.erase(id);
  }
}

void LiveView::note_effects(const CallId& id, Watched& call, const conversation::Event& event,
                            const std::vector<conversation::Effect>& effects) {
  if (const auto* paused = std::get_if<conversation::SpeechPaused>(&event.body))
    call.last_voiced = paused->last_voiced;
  if (const auto* queued = std::get_if<conversation::AudioQueued>(&event.body);
      queued != nullptr && !call.queued)
    call.queued = event.at;
  for (const auto& effect : effects) {
    if (const auto* speak = std::get_if<conversation::Speak>(&effect)) {
      call.speaking[speak->utterance] = *speak;
      if (!call.text) call.text = event.at;
    } else if (const auto* tool = std::get_if<conversation::RunTool>(&effect)) {
      call.tools[tool->id] = *tool;
    } else if (const auto* note = std::get_if<conversation::AddNote>(&effect)) {
      if (note->key == "agent") line(id, "desk", note->value, {{"agent", note->value}});
    } else if (const auto* think = std::get_if<conversation::Think>(&effect)) {
      const auto* heard = std::get_if<conversation::Heard>(&think->input);
      const bool keyed = std::holds_alternative<conversation::Keyed>(think->input);
      if (heard == nullptr && !keyed) continue;
      const std::string words = heard != nullptr ? heard->text : "[keyed digits]";
      line(id, "caller", words, {{"text", words}});
      if (keyed) call.last_voiced = event.at;
      call.decided = event.at;
      call.text.reset();
      call.queued.reset();
      call.answered = false;
    }
  }
}

void LiveView::show_timing(const CallId& id, const Watched& call, conversation::CallTime on_wire) const {
  if (!call.last_voiced || !call.decided) return;
  const conversation::TurnRecord turn{.last_voiced = call.last_voiced,
                                      .decided = call.decided,
                                      .first_text = call.text,
                                      .first_queued = call.queued,
                                      .first_audio = on_wire};
  json::object members{{"answer_ms", (on_wire - *call.last_voiced).count()},
                       {"decided_ms", (*call.decided - *call.last_voiced).count()}};
  if (call.text) members["text_ms"] = (*call.text - *call.last_voiced).count();
  if (call.queued) members["queued_ms"] = (*call.queued - *call.last_voiced).count();
  line(id, "timing", waterfall_line(turn, 24), std::move(members));
}

void LiveView::on_problem(const CallId& id, std::string_view what, const Error& error) {
  line(id, "problem", fmt::format("{}: {}", what, error.message),
       {{"what", what}, {"message", error.message}});
}

void LiveView::on_line_stats(const CallId& id, const media::LineStats& stats) {
  line(id, "line",
       fmt::format("{} packets sent, {} received, {} lost, jitter {:.1f} ms, MOS {:.1f}", stats.sent,
                   stats.received, stats.lost, static_cast<double>(stats.jitter_ms),
                   static_cast<double>(stats.mos)),
       {{"sent", stats.sent},
        {"received", stats.received},
        {"lost", stats.lost},
        {"jitter_ms", stats.jitter_ms},
        {"mos", stats.mos}});
}

void LiveView::line(const CallId& id, std::string_view kind, std::string_view text,
                    json::object members) const {
  for (const auto& show : shows_) show({id, kind, text, members});
}

}  // namespace attendant::app
