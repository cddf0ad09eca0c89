// Scenario scripts: conversations that a non-programmer can read and write (tests/scenarios/README.md).
// Parsing only; pure.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"

namespace attendant::lab {

// ---- what the caller does
struct CallerSays {
  std::string text;
};
struct CallerKeys {
  std::string digits;
};
struct CallerIsSilent {};
struct CallerInterrupts {
  std::string after;  // words of the agent
  std::string text;   // empty: a voice without words
};
struct CallerHangsUp {};

// ---- what is expected since the caller's last line
struct AgentSays {
  std::vector<std::string> words;  // each must occur; case does not matter
};
struct AgentDoesNotSay {
  std::vector<std::string> words;
};
struct AgentAsksFor {
  std::string what;  // "member_id", "open", ...: the last question
};
struct ToolRuns {
  std::string name;
  std::vector<std::pair<std::string, std::string>> arguments;  // each must be there
  std::string outcome;                                         // empty = any
};
struct NoTool {
  std::string name;
};
struct TransferGoes {
  std::string target;
};
struct SpeechChanges {
  std::string how;  // "slower", "faster", "louder", "quieter"
};
struct CallEnds {
  std::string reason;
};
// What the brain was asked before the turn was over was "kept" (used) or "forgotten" (the caller went on).
struct GuessIs {
  std::string how;
};
// ---- what is expected of the whole call so far
struct NoteSays {
  std::string key, value;
};
struct JournalHas {
  std::string event;               // "tool_answered"
  std::vector<std::string> words;  // all in the same line
};
struct JournalLacks {
  std::vector<std::string> words;  // in no line
};

using Step = std::variant<CallerSays, CallerKeys, CallerIsSilent, CallerInterrupts, CallerHangsUp, AgentSays,
                          AgentDoesNotSay, AgentAsksFor, ToolRuns, NoTool, TransferGoes, SpeechChanges,
                          CallEnds, GuessIs, NoteSays, JournalHas, JournalLacks>;

struct ScenarioLine {
  int number = 0;  // in the file, from 1
  Step step;
};

struct Scenario {
  std::string title;  // the first comment
  Date today{std::chrono::year(2026) / 11 / 1};
  std::string caller_number;
  bool office_open = true;
  bool transfers_succeed = true;
  bool nurse_line = false;
  std::chrono::milliseconds tools_take{0};   // what each tool needs to answer
  std::chrono::milliseconds brain_takes{0};  // and the brain
  std::vector<ScenarioLine> lines;

  int caller_turns() const;
};

// The error names the line: "line 7: ...".
Result<Scenario> parse_scenario(std::string_view text);

}  // namespace attendant::lab
