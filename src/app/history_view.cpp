#include "app/history_view.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "base/date.hpp"
#include "base/text.hpp"

namespace attendant::app {
namespace {

using std::chrono::milliseconds;

constexpr int kBarWidth = 40;

struct Stage {
  std::string_view name;
  std::string_view block;
  store::TurnTimings::Stage end;
};
std::array<Stage, 4> stages(const store::TurnTimings& at) {
  return {Stage{"turn end", "░", at.decision}, Stage{"words", "▒", at.text},
          Stage{"voice", "▓", at.audio_queued}, Stage{"wire", "█", at.audio_on_wire}};
}

std::string length_text(const store::CallSummary& call) {
  if (!call.ended) return "open";
  const auto seconds = std::chrono::floor<std::chrono::seconds>(*call.ended - call.started).count();
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

std::string answer_text(const store::CallSummary& call) {
  return call.median_answer ? fmt::format("{} ms", call.median_answer->count()) : "-";
}

std::string or_dash(const std::string& text) { return text.empty() ? "-" : text; }

milliseconds longest_answer(const store::CallDetail& call) {
  milliseconds longest{1};
  for (const auto& turn : call.turns) {
    const auto& at = turn.timings;
    if (at.end_of_speech && at.audio_on_wire)
      longest = std::max(longest, *at.audio_on_wire - *at.end_of_speech);
  }
  return longest;
}

void add_turn(std::string& page, const store::TurnRow& turn, milliseconds longest) {
  auto out = std::back_inserter(page);
  const auto at = turn.at.count();
  fmt::format_to(out, "\n{:>3}:{:02}.{}  ", at / 60000, at / 1000 % 60, at / 100 % 10);
  if (!turn.caller.empty()) fmt::format_to(out, "caller  {}\n          ", turn.caller);
  fmt::format_to(out, "agent   {}{}\n", turn.agent, turn.interrupted ? " … (interrupted)" : "");
  if (!turn.intents.empty()) fmt::format_to(out, "          intent  {}\n", turn.intents);
  if (const auto bar = waterfall(turn.timings, longest, kBarWidth); !bar.empty()) {
    fmt::format_to(out, "          answer  {}\n", bar);
  }
}

void add_tool(std::string& page, const store::ToolCallRow& tool) {
  fmt::format_to(std::back_inserter(page), "          tool    {} {} -> {} ({} ms)\n", tool.name,
                 tool.arguments, tool.outcome, tool.took.count());
}

}  // namespace

std::string time_text(WallTime time) { return replace_all(to_iso(time).substr(0, 19), "T", " "); }

std::string waterfall(const store::TurnTimings& timings, milliseconds longest, int width) {
  if (!timings.end_of_speech || !timings.audio_on_wire) return {};
  std::string bar;
  std::string legend;
  milliseconds from = *timings.end_of_speech;
  std::int64_t drawn = 0;
  for (const Stage& stage : stages(timings)) {
    if (!stage.end) continue;
    const auto took = *stage.end - from;
    from = *stage.end;
    // Drawn up to the rounded end of the stage, so that the stages together are as long as the whole.
    const auto until =
        (from - *timings.end_of_speech).count() * width / std::max<std::int64_t>(longest.count(), 1);
    for (; drawn < until; ++drawn) bar += stage.block;
    fmt::format_to(std::back_inserter(legend), "{}{} {} {}", legend.empty() ? "" : ", ", stage.block,
                   stage.name, took.count());
  }
  const std::string rest(static_cast<std::size_t>(std::max<std::int64_t>(width - drawn, 0)), ' ');
  return fmt::format("{:>5} ms  {}{}  {}", (*timings.audio_on_wire - *timings.end_of_speech).count(), bar,
                     rest, legend);
}

std::string history_table(std::span<const store::CallSummary> calls) {
  if (calls.empty()) return "No calls.\n";
  std::string table;
  auto out = std::back_inserter(table);
  constexpr auto kRow = "{:<28}  {:<19}  {:>6}  {:>5}  {:>5}  {:>8}  {:>9}  {:<3}  {:<14}  {}\n";
  fmt::format_to(out, kRow, "CALL", "STARTED (UTC)", "LENGTH", "TURNS", "TOOLS", "ANSWER", "MODELS", "REC",
                 "OUTCOME", "ENDED BY");
  for (const auto& call : calls) {
    fmt::format_to(out, kRow, call.call.value(), time_text(call.started), length_text(call), call.turns,
                   call.tool_calls, answer_text(call), or_dash(call.model_cost), call.recorded ? "yes" : "no",
                   or_dash(call.outcome), or_dash(call.reason));
  }
  return table;
}

std::string history_page(const store::CallDetail& call) {
  const auto& summary = call.summary;
  std::string page;
  auto out = std::back_inserter(page);
  fmt::format_to(out, "Call {}\n", summary.call.value());
  fmt::format_to(out, "  {} UTC, {} over {}, length {}, ended by: {}\n", time_text(summary.started),
                 summary.direction, summary.channel, length_text(summary), or_dash(summary.reason));
  fmt::format_to(out, "  from {} to {}, recording: {}\n", or_dash(call.caller), or_dash(call.called),
                 summary.recorded ? "yes" : "no");
  fmt::format_to(out, "  {} turns, {} tool calls, answer time (median) {}\n", summary.turns,
                 summary.tool_calls, answer_text(summary));
  for (const auto& [key, value] : call.notes) fmt::format_to(out, "  {}: {}\n", key, value);

  const auto longest = longest_answer(call);
  for (const auto& turn : call.turns) {
    add_turn(page, turn, longest);
    for (const auto& tool : call.tools) {
      if (tool.turn == turn.turn) add_tool(page, tool);
    }
  }
  return page;
}

}  // namespace attendant::app
