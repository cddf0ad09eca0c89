// The agents of a version as speech-to-speech models: what each is told before it talks (who it is, the
// rules, its functions), and what holds for it. The same for every call; read only.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "agents/agent.hpp"
#include "speech/live_model.hpp"
#include "tools/spec.hpp"

namespace attendant::call {

// Functions by which a model acts on the call itself; they are no tools of the tool runtime.
inline constexpr std::string_view kTransferFunction = "transfer_to_person";  // {"summary"}
inline constexpr std::string_view kHandOverFunction = "hand_over_to_";  // and the agent's name; {"summary"}
inline constexpr std::string_view kEndFunction = "end_call";            // {"reason"}

struct LiveAgent {
  bool live = true;      // else the dialogue engine has its turns
  std::string greeting;  // said in the ordinary voice, as it is; empty: none
  speech::LiveSetting setting;
  // Whether the model sees what a tool answered. Else it is told the outcome, and the tool's sentences are
  // said in the ordinary voice, as they are.
  bool share_answers = false;
  int tool_rounds = 4;  // of one turn
  agents::GuardRails guard;
  std::vector<agents::ToolUse> tools;        // what its file says of them
  std::vector<agents::HandOver> hand_overs;  // `say` as it is said

  const agents::ToolUse* tool(std::string_view name) const;  // null: its file says nothing of it
};

struct LiveTeam {
  agents::TeamPtr team;  // null: one agent with every tool
  std::string first;     // who takes the call
  std::map<std::string, LiveAgent, std::less<>> agents;
  std::vector<std::string> operators_texts;  // true for every caller
};

// What the configuration says.
struct LiveTexts {
  std::string company;
  std::string greeting;  // of the agent who answers, where its file has none
  std::string office_hours;
};

LiveTeam live_team(agents::TeamPtr team, const tools::Catalogue& catalogue, const LiveTexts& texts);

}  // namespace attendant::call
