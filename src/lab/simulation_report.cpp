#include "lab/simulation_report.hpp"

#include <algorithm>
#include <map>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::lab {
namespace {

namespace json = boost::json;

double percent(int part, int whole) { return whole == 0 ? 100.0 : 100.0 * part / whole; }

long long at_quantile(const std::vector<std::chrono::milliseconds>& sorted, double fraction) {
  if (sorted.empty()) return 0;
  const auto at = static_cast<std::size_t>(fraction * static_cast<double>(sorted.size()));
  return sorted[std::min(at, sorted.size() - 1)].count();
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        // XML allows no other control characters.
        out += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? ' ' : c;
    }
  }
  return out;
}

json::array texts(const std::vector<std::string>& list) {
  json::array out;
  for (const auto& one : list) out.emplace_back(one);
  return out;
}

json::value stage(const std::optional<conversation::CallTime>& time) {
  return time ? json::value(time->count()) : json::value(nullptr);
}

json::object turn_json(const conversation::TurnRecord& turn) {
  json::array said, tools;
  for (const auto& spoken : turn.agent)
    said.push_back({{"kind", to_string(spoken.kind)}, {"text", spoken.text}, {"cut", spoken.cut}});
  for (const auto& tool : turn.tools)
    tools.push_back({{"name", tool.name},
                     {"arguments", tool.arguments},
                     {"outcome", tool.outcome},
                     {"ms", tool.took.count()}});
  return {{"caller", turn.caller},
          {"agent", std::move(said)},
          {"tools", std::move(tools)},
          {"intents", texts(turn.intents)},
          {"asked", to_string(turn.asked)},
          {"times",
           {{"end_of_speech", stage(turn.last_voiced)},
            {"decision", stage(turn.decided)},
            {"text", stage(turn.first_text)},
            {"queued", stage(turn.first_queued)},
            {"sound", stage(turn.first_audio)},
            {"answer", stage(turn.first_answer)}}}};
}

}  // namespace

double Totals::success_percent() const { return percent(successes, cases); }
double Totals::recall_percent() const { return percent(tools.found, tools.wanted); }
double Totals::precision_percent() const { return percent(tools.fitting, tools.run); }
double Totals::grounded_percent() const { return percent(values - ungrounded, values); }

Totals totals_of(std::span<const CaseResult> results) {
  Totals totals;
  for (const auto& result : results) {
    const auto& score = result.score;
    ++totals.cases;
    totals.successes += score.success() ? 1 : 0;
    totals.breaches += static_cast<int>(score.breaches.size());
    totals.turns += score.pace.turns;
    totals.cut_offs += score.pace.cut_offs;
    totals.pauses += score.pace.pauses;
    totals.late += score.pace.late;
    totals.dead_air += score.pace.dead_air;
    totals.talked += score.pace.duration;
    totals.tools.wanted += score.tools.wanted;
    totals.tools.found += score.tools.found;
    totals.tools.run += score.tools.run;
    totals.tools.fitting += score.tools.fitting;
    totals.values += score.ground.values;
    totals.ungrounded += static_cast<int>(score.ground.ungrounded.size());
    totals.answers.insert(totals.answers.end(), score.pace.answers.begin(), score.pace.answers.end());
  }
  std::ranges::sort(totals.answers);
  return totals;
}

std::string as_table(const Callers& callers, std::span<const CaseResult> results, const Effort& effort) {
  struct Row {
    int all = 0, good = 0;
  };
  std::map<std::string, Row> by_goal, by_persona;
  for (const auto& result : results) {
    for (auto* row : {&by_goal[callers.goals[result.which.goal].id],
                      &by_persona[callers.personas.all[result.which.persona].id]}) {
      ++row->all;
      row->good += result.score.success() ? 1 : 0;
    }
  }
  std::string text;
  const auto part = [&text](std::string_view head, const std::map<std::string, Row>& rows) {
    text += fmt::format("{:<34} success\n", head);
    for (const auto& [name, row] : rows)
      text +=
          fmt::format("  {:<32} {:>5.1f} %  {}/{}\n", name, percent(row.good, row.all), row.good, row.all);
  };
  part("goal", by_goal);
  part("persona", by_persona);
  for (const auto& result : results) {
    if (result.score.success()) continue;
    text += fmt::format("failed {}: {}\n", result.which.name, join(result.score.missed, "; "));
    for (const auto& breach : result.score.breaches)
      text += fmt::format("BREACH {}: {}\n", result.which.name, breach);
  }
  const auto totals = totals_of(results);
  text += fmt::format(
      "{} conversations: task success {:.1f} %, policy breaches {}\n"
      "tools: recall {:.1f} %, precision {:.1f} %; values spoken {}, grounded {:.2f} %\n"
      "{} turns, {:.1f} a conversation; {:.1f} minutes talked; answers p50 {} ms, p95 {} ms, above {} ms: "
      "{}; silence above "
      "{} ms: {}; pauses inside sentences {}, taken for the end {} ({:.1f} %)\n",
      totals.cases, totals.success_percent(), totals.breaches, totals.recall_percent(),
      totals.precision_percent(), totals.values, totals.grounded_percent(), totals.turns,
      totals.cases == 0 ? 0.0 : static_cast<double>(totals.turns) / totals.cases,
      static_cast<double>(totals.talked.count()) / 60'000, at_quantile(totals.answers, 0.5),
      at_quantile(totals.answers, 0.95), kAnswerBudget.count(), totals.late, kDeadAir.count(),
      totals.dead_air, totals.pauses, totals.cut_offs, percent(totals.cut_offs, totals.pauses));
  if (effort.seconds > 0)
    text +=
        fmt::format("took {:.2f} s on {} threads, {:.2f} s of CPU: {:.0f} conversations an hour\n",
                    effort.seconds, effort.threads, effort.cpu_seconds, totals.cases / effort.seconds * 3600);
  return text;
}

json::object as_json(const AgentUnderTest& agent, const Callers& callers, std::span<const CaseResult> results,
                     const Effort& effort, bool whole) {
  json::array personas, goals, cases;
  for (const auto& persona : callers.personas.all)
    personas.push_back({{"id", persona.id}, {"about", persona.about}});
  for (const auto& goal : callers.goals)
    goals.push_back(
        {{"id", goal.id}, {"title", goal.title}, {"line", to_string(goal.line)}, {"story", goal.story}});
  for (const auto& result : results) {
    const auto& score = result.score;
    json::object one{{"name", result.which.name},
                     {"persona", callers.personas.all[result.which.persona].id},
                     {"goal", callers.goals[result.which.goal].id},
                     {"success", score.success()},
                     {"missed", texts(score.missed)},
                     {"breaches", texts(score.breaches)},
                     {"ungrounded", texts(score.ground.ungrounded)},
                     {"turns", score.pace.turns},
                     {"ms", score.pace.duration.count()},
                     {"late", score.pace.late},
                     {"dead_air", score.pace.dead_air},
                     {"cut_offs", score.pace.cut_offs},
                     {"tools",
                      {{"wanted", score.tools.wanted},
                       {"found", score.tools.found},
                       {"run", score.tools.run},
                       {"fitting", score.tools.fitting}}}};
    if (whole) {
      json::array turns;
      for (const auto& turn : result.conversation.turns) turns.push_back(turn_json(turn));
      one["conversation"] = std::move(turns);
    }
    cases.push_back(std::move(one));
  }
  const auto totals = totals_of(results);
  return {{"agent", agent.name},
          {"totals",
           {{"cases", totals.cases},
            {"success_percent", totals.success_percent()},
            {"breaches", totals.breaches},
            {"tool_recall_percent", totals.recall_percent()},
            {"tool_precision_percent", totals.precision_percent()},
            {"grounded_percent", totals.grounded_percent()},
            {"turns", totals.turns},
            {"talked_ms", totals.talked.count()},
            {"answer_p50_ms", at_quantile(totals.answers, 0.5)},
            {"answer_p95_ms", at_quantile(totals.answers, 0.95)},
            {"late", totals.late},
            {"dead_air", totals.dead_air},
            {"pauses", totals.pauses},
            {"cut_offs", totals.cut_offs}}},
          {"effort",
           {{"seconds", effort.seconds},
            {"cpu_seconds", effort.cpu_seconds},
            {"threads", effort.threads},
            {"conversations_an_hour", effort.seconds > 0 ? totals.cases / effort.seconds * 3600 : 0.0}}},
          {"personas", std::move(personas)},
          {"goals", std::move(goals)},
          {"cases", std::move(cases)}};
}

std::string as_junit(const Callers& callers, std::span<const CaseResult> results) {
  const auto failures = std::ranges::count_if(results, [](const auto& one) { return !one.score.success(); });
  std::string xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"attendant simulate\" tests=\"{}\" "
      "failures=\"{}\">\n",
      results.size(), failures);
  for (const auto& result : results) {
    xml += fmt::format("  <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\"",
                       escaped(callers.goals[result.which.goal].id), escaped(result.which.name),
                       static_cast<double>(result.score.pace.duration.count()) / 1000);
    if (result.score.success()) {
      xml += "/>\n";
      continue;
    }
    auto why = result.score.breaches;
    why.insert(why.end(), result.score.missed.begin(), result.score.missed.end());
    xml += fmt::format(">\n    <failure message=\"{}\">{}</failure>\n  </testcase>\n",
                       escaped(join(why, "; ")), escaped(transcript_of(result)));
  }
  return xml + "</testsuite>\n";
}

std::string transcript_of(const CaseResult& result) {
  std::string text = result.which.name + "\n";
  for (const auto& turn : result.conversation.turns) {
    if (!turn.caller.empty()) text += "Caller: " + turn.caller + "\n";
    for (const auto& tool : turn.tools)
      text += fmt::format("  [{} {} -> {}]\n", tool.name, json::serialize(tool.arguments), tool.outcome);
    for (const auto& spoken : turn.agent)
      text += fmt::format("Agent: {}{}\n", spoken.text, spoken.cut ? " --" : "");
  }
  for (const auto& why : result.score.missed) text += "MISSED: " + why + "\n";
  for (const auto& why : result.score.breaches) text += "BREACH: " + why + "\n";
  return text;
}

}  // namespace attendant::lab
