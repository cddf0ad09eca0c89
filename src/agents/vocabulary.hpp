// What the rest of the program knows, against which agent files are checked: this room must not know rooms
// that use it. Filled in by app (or a test).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attendant::agents {

struct Vocabulary {
  struct Tool {
    std::string name;
    bool writes = false;
    bool for_everyone = false;  // every agent has it, listed or not: proving who is calling, a call-back
  };
  // A sentence of the dialogue engine that files may put in other words.
  struct Text {
    std::string name;
    std::vector<std::string> values;  // {digits}, ...: what its place can hold
    bool question = false;            // it must end as one: the caller has the turn after it
  };
  std::vector<Tool> tools;
  std::vector<Text> texts;
  std::vector<std::string> people;  // who calls may be transferred to

  const Tool* tool(std::string_view name) const;
  const Text* text(std::string_view name) const;
};

}  // namespace attendant::agents
