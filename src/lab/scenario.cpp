#include "lab/scenario.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::lab {
namespace {

constexpr std::array<std::string_view, 9> kQuestions = {
    "open", "member_id", "dob", "zip", "claim", "service", "confirm", "anything_else", "phone"};
constexpr std::array<std::string_view, 2> kGuesses = {"kept", "forgotten"};
constexpr std::array<std::string_view, 4> kPaces = {"slower", "faster", "louder", "quieter"};

// The rest of a line that begins with `opening`.
std::optional<std::string_view> after(std::string_view line, std::string_view opening) {
  if (!line.starts_with(opening)) return std::nullopt;
  return trim(line.substr(opening.size()));
}

std::unexpected<Error> wrong(std::string message) { return fail(ErrorCode::invalid, std::move(message)); }

// "a" "b": every part in quotes; at least one.
Result<std::vector<std::string>> quoted(std::string_view text) {
  std::vector<std::string> parts;
  while (!(text = trim(text)).empty()) {
    if (text.front() != '"')
      return wrong(fmt::format("words to look for stand in quotes, here is: {}", text));
    const auto end = text.find('"', 1);
    if (end == std::string_view::npos) return wrong("a quote is not closed");
    if (end == 1) return wrong("nothing stands between the quotes");
    parts.emplace_back(text.substr(1, end - 1));
    text.remove_prefix(end + 1);
  }
  if (parts.empty()) return wrong("nothing is said about which words");
  return parts;
}

Result<std::string> one_word(std::string_view text, std::string_view what) {
  if (text.empty()) return wrong(fmt::format("{} is missing", what));
  if (split_words(text).size() != 1) return wrong(fmt::format("{} is one word, here is: {}", what, text));
  return std::string(text);
}

Result<std::string> one_of(std::string_view text, std::span<const std::string_view> allowed) {
  if (std::ranges::find(allowed, text) == allowed.end())
    return wrong(fmt::format("\"{}\" is none of: {}", text, fmt::join(allowed, ", ")));
  return std::string(text);
}

// name key=value key="two words" -> outcome
Result<Step> tool(std::string_view text) {
  ToolRuns runs;
  if (const auto arrow = text.find("->"); arrow != std::string_view::npos) {
    TRY_ASSIGN(runs.outcome, one_word(trim(text.substr(arrow + 2)), "the outcome after ->"));
    text = trim(text.substr(0, arrow));
  }
  const auto blank = text.find(' ');
  TRY_ASSIGN(runs.name, one_word(text.substr(0, blank), "the name of the tool"));
  text = blank == std::string_view::npos ? std::string_view() : trim(text.substr(blank));
  while (!text.empty()) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0)
      return wrong(fmt::format("an argument is key=value, here is: {}", text));
    const auto key = trim(text.substr(0, equals));
    text.remove_prefix(equals + 1);
    std::string_view value;
    if (text.starts_with('"')) {
      const auto end = text.find('"', 1);
      if (end == std::string_view::npos) return wrong("a quote is not closed");
      value = text.substr(1, end - 1);
      text.remove_prefix(end + 1);
    } else {
      value = text.substr(0, text.find(' '));
      text.remove_prefix(value.size());
    }
    runs.arguments.emplace_back(key, value);
    text = trim(text);
  }
  return runs;
}

Result<Step> interruption(std::string_view text) {
  const auto end = text.starts_with('"') ? text.find('"', 1) : std::string_view::npos;
  if (end == std::string_view::npos)
    return wrong("Caller interrupts after \"words of the agent\": what the caller says");
  const auto rest = trim(text.substr(end + 1));
  if (!rest.starts_with(':') || trim(rest.substr(1)).empty() || end == 1)
    return wrong("Caller interrupts after \"words of the agent\": what the caller says");
  return CallerInterrupts{std::string(text.substr(1, end - 1)), std::string(trim(rest.substr(1)))};
}

Result<Step> cough(std::string_view text) {
  TRY_ASSIGN(const auto words, quoted(text));
  return CallerInterrupts{words.front(), {}};
}

Result<Step> journal(std::string_view text) {
  if (const auto rest = after(text, "has ")) {
    JournalHas has;
    const auto words = split_words(*rest);
    if (words.empty()) return wrong("Journal: has EVENT words");
    has.event = words[0];
    for (std::size_t i = 1; i < words.size(); ++i) has.words.emplace_back(words[i]);
    return has;
  }
  if (const auto rest = after(text, "lacks ")) {
    TRY_ASSIGN(auto words, quoted(*rest));
    return JournalLacks{std::move(words)};
  }
  return wrong("Journal: has EVENT words, or Journal: lacks \"words\"");
}

Result<std::chrono::milliseconds> milliseconds(std::string_view text, std::string_view example) {
  const auto words = split_words(text);
  const auto amount = words.size() == 2 && words[1] == "ms" ? parse_integer(words[0]) : std::nullopt;
  if (!amount || *amount < 0) return wrong(fmt::format("write \"{}\"", example));
  return std::chrono::milliseconds(*amount);
}

// Settings stand before the first step. False: the line is none.
Result<bool> setting(Scenario& scenario, std::string_view line) {
  if (const auto date = after(line, "today ")) {
    const auto day = parse_date(*date);
    if (!day) return wrong(fmt::format("\"{}\" is no date like 2026-11-01", *date));
    scenario.today = *day;
    return true;
  }
  if (const auto number = after(line, "caller number ")) {
    scenario.caller_number = *number;
    return true;
  }
  if (const auto time = after(line, "tools take ")) {
    TRY_ASSIGN(scenario.tools_take, milliseconds(*time, "tools take 1500 ms"));
    return true;
  }
  if (const auto time = after(line, "brain takes ")) {
    TRY_ASSIGN(scenario.brain_takes, milliseconds(*time, "brain takes 1500 ms"));
    return true;
  }
  if (line == "office closed") return scenario.office_open = false, true;
  if (line == "person cannot be reached") return scenario.transfers_succeed = false, true;
  if (line == "nurse line") return scenario.nurse_line = true, true;
  return false;
}

Result<Step> step(std::string_view line) {
  if (const auto text = after(line, "Caller:")) {
    if (text->empty()) return wrong("the caller says nothing: write \"Caller is silent\"");
    return CallerSays{std::string(*text)};
  }
  if (const auto text = after(line, "Caller keys:")) {
    TRY_ASSIGN(auto digits, one_word(*text, "what is keyed"));
    if (digits.find_first_not_of("0123456789*#") != std::string::npos)
      return wrong("keys are 0 to 9, * and #");
    return CallerKeys{std::move(digits)};
  }
  if (line == "Caller is silent") return CallerIsSilent{};
  if (line == "Caller hangs up") return CallerHangsUp{};
  if (const auto text = after(line, "Caller interrupts after ")) return interruption(*text);
  if (const auto text = after(line, "Caller coughs after ")) return cough(*text);
  if (const auto text = after(line, "Agent says:")) {
    TRY_ASSIGN(auto words, quoted(*text));
    return AgentSays{std::move(words)};
  }
  if (const auto text = after(line, "Agent does not say:")) {
    TRY_ASSIGN(auto words, quoted(*text));
    return AgentDoesNotSay{std::move(words)};
  }
  if (const auto text = after(line, "Agent asks for:")) {
    TRY_ASSIGN(auto what, one_of(*text, kQuestions));
    return AgentAsksFor{std::move(what)};
  }
  if (const auto text = after(line, "Tool:")) return tool(*text);
  if (const auto text = after(line, "No tool:")) {
    TRY_ASSIGN(auto name, one_word(*text, "the name of the tool"));
    return NoTool{std::move(name)};
  }
  if (const auto text = after(line, "Transfer:")) {
    TRY_ASSIGN(auto target, one_word(*text, "the target"));
    return TransferGoes{std::move(target)};
  }
  if (const auto text = after(line, "Agent speaks:")) {
    TRY_ASSIGN(auto how, one_of(*text, kPaces));
    return SpeechChanges{std::move(how)};
  }
  if (const auto text = after(line, "Call ends:")) {
    TRY_ASSIGN(auto reason, one_word(*text, "the reason"));
    return CallEnds{std::move(reason)};
  }
  if (const auto text = after(line, "Guess:")) {
    TRY_ASSIGN(auto how, one_of(*text, kGuesses));
    return GuessIs{std::move(how)};
  }
  if (const auto text = after(line, "Note:")) {
    const auto blank = text->find(' ');
    if (blank == std::string_view::npos) return wrong("Note: key value");
    return NoteSays{std::string(text->substr(0, blank)), std::string(trim(text->substr(blank)))};
  }
  if (const auto text = after(line, "Journal:")) return journal(*text);
  return wrong(fmt::format("not a line of a scenario: {}", line));
}

bool is_caller(const Step& step) { return step.index() <= 4; }

}  // namespace

int Scenario::caller_turns() const {
  return static_cast<int>(
      std::ranges::count_if(lines, [](const ScenarioLine& line) { return is_caller(line.step); }));
}

Result<Scenario> parse_scenario(std::string_view text) {
  Scenario scenario;
  int number = 0;
  for (const auto raw : split(text, '\n')) {
    ++number;
    const auto line = trim(raw);
    if (line.empty()) continue;
    if (line.starts_with('#')) {
      if (scenario.title.empty()) scenario.title = trim(line.substr(1));
      continue;
    }
    const auto place = fmt::format("line {}", number);
    if (scenario.lines.empty()) {
      auto taken = setting(scenario, line);
      if (!taken) return fail(taken.error().in(place));
      if (*taken) continue;
    }
    auto parsed = step(line);
    if (!parsed) return fail(parsed.error().in(place));
    scenario.lines.push_back({number, *std::move(parsed)});
  }
  if (scenario.lines.empty()) return fail(ErrorCode::invalid, "the scenario has no line");
  return scenario;
}

}  // namespace attendant::lab
