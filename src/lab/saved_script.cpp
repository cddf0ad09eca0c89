#include "lab/saved_script.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::lab {
namespace {

using Kind = CallerMove::Kind;

std::string one_line(std::string_view text) {
  std::string line;
  for (const auto word : split_words(text)) line += (line.empty() ? "" : " ") + std::string(word);
  return replace_all(line, "\"", "'");
}

std::string line_of(const CallerMove& move) {
  switch (move.kind) {
    case Kind::says:
      return "Caller: " + one_line(move.text);
    case Kind::keys:
      return "Caller keys: " + move.text;
    case Kind::silent:
      return "Caller is silent";
    case Kind::interrupts:
      return fmt::format("Caller interrupts after \"{}\": {}", one_line(move.after), one_line(move.text));
    case Kind::hangs_up:
      return "Caller hangs up";
  }
  return {};
}

}  // namespace

std::string as_call_script(const Goal& goal, const CaseResult& result, Date today,
                           std::chrono::milliseconds tools_take) {
  auto why = result.score.breaches;
  why.insert(why.end(), result.score.missed.begin(), result.score.missed.end());
  std::string script = fmt::format("# {} ({}): {}\ntoday {}\n", one_line(goal.title), result.which.name,
                                   one_line(join(why, "; ")), to_iso(today));
  if (!goal.caller_number.empty()) script += "caller number " + goal.caller_number + "\n";
  if (!goal.office_open) script += "office closed\n";
  if (tools_take.count() > 0) script += fmt::format("tools take {} ms\n", tools_take.count());
  for (const auto& made : result.conversation.moves) script += line_of(made.move) + "\n";
  for (const auto& words : goal.never_hears)
    script += fmt::format("Agent does not say: \"{}\"\n", one_line(words));
  for (const auto& wish : goal.wishes) {
    for (const auto& tool : wish.tools)
      if (tool.find('|') == std::string::npos)
        script += fmt::format("Journal: has tool_answered {}{}\n", tool, wish.may_be_refused ? "" : " ok");
    for (const auto& words : wish.hears)
      script += fmt::format("Journal: has brain_acted {}\n", one_line(words));
  }
  if (goal.ends == "transferred") script += "Journal: has transfer_ended\n";
  return script;
}

}  // namespace attendant::lab
