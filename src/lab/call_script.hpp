// The turns of a recorded caller, and which of them answers what the agent has just asked. One JSON object a
// call:
//   {"call": "s1", "turns": [{"context": "open", "file": "s1/01.wav", "text": "..."}, ...]}
// A turn may have an "interruption": {"after_ms": 2000, "file": "s1/02.wav", "text": "..."}, said over the
// agent's answer to it, that long after the answer began.
// Pure; one thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "conversation/acts.hpp"

namespace attendant::lab {

struct ScriptInterruption {
  std::chrono::milliseconds after{0};
  std::filesystem::path file;
  std::string text;
};

struct ScriptTurn {
  conversation::Asked context = conversation::Asked::open;  // what the agent should have asked
  std::filesystem::path file;
  std::string text;
  std::optional<ScriptInterruption> interruption{};
};

struct CallScript {
  std::string name;
  std::vector<ScriptTurn> turns;
};

// The calls of a JSON Lines file; files are relative to `folder`. `noisy`: the noisy_file of a turn where
// there is one. The error names the line.
Result<std::vector<CallScript>> parse_call_scripts(std::string_view lines,
                                                   const std::filesystem::path& folder, bool noisy);

class TurnPicker {
 public:
  explicit TurnPicker(CallScript script);

  // The caller's next turn. An agent may ask in another order than the script, or again: then the turn that
  // fits is picked, or the fitting one is said once more. Null when the caller has nothing left to say.
  const ScriptTurn* next(std::optional<conversation::Asked> asked);
  bool finished() const;

 private:
  const ScriptTurn* use(std::size_t index);

  CallScript script_;
  std::vector<bool> used_;
  std::vector<int> repeated_;
};

}  // namespace attendant::lab
