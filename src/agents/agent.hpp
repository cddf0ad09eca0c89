// An agent as its file describes it, and the agents of one version together. Plain values that never change
// once they are loaded: any thread may read them, and a call keeps those that it began with.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attendant::agents {

using namespace std::chrono_literals;

// Who thinks. `automatic`: the model while a pool of it is healthy, the dialogue engine otherwise.
enum class BrainKind { dialogue, model, automatic, live };
std::string_view to_string(BrainKind kind);

// What a language model may see of what a tool answered about a member. `nothing`: the outcome only, and the
// tool's sentences are spoken as they are; `masked`: placeholders for names, dates, ids and amounts.
enum class DataToModel { nothing, masked, everything };

struct BrainChoice {
  BrainKind kind = BrainKind::dialogue;
  std::string pool;  // of the configuration's model pools; empty: the first
  float temperature = 0.3F;
  int max_tokens = 300;  // of one answer
  DataToModel data_to_model = DataToModel::nothing;
};

// How it sounds. 1.0 is the voice's own rate and level; a caller's "slower" and "louder" come on top.
struct Voice {
  std::string name;  // empty, or one that no synthesiser knows: the configured voice
  float rate = 1.0F;
  float level = 1.0F;
  bool operator==(const Voice&) const = default;
};

// What it says in one language. Templates: see template.hpp.
struct Language {
  std::string language = "en";  // BCP 47
  std::string greeting;  // when it takes the call, or is announced; empty: the configuration's, or none
  std::string return_greeting;                             // when the caller is announced to it again
  std::vector<std::pair<std::string, std::string>> texts;  // of the dialogue engine's sentences, by name

  const std::string* text(std::string_view name) const;  // null: the default holds
};

enum class Confirm { as_tool, always };
enum class OnInterrupt { as_tool, finish, cancel };

// A tool that the agent may use, and how it uses it. Who may see what is the tool runtime's business.
struct ToolUse {
  std::string name;
  std::string when;                    // for a model, beside the catalogue's description
  std::vector<std::string> examples;   // what callers say who want it
  Confirm confirm = Confirm::as_tool;  // always: a yes is needed also where the tool asks for none
  std::string say_while_running;       // when it lets the caller wait; empty: the tool's own filler
  OnInterrupt on_interrupt = OnInterrupt::as_tool;
};

// discrete: the caller notices nothing but, perhaps, the voice. announced: `say`, then the other's greeting.
enum class HandOverStyle { discrete, announced };

// What the other is told. Identity always goes along: it is the call's, not an agent's.
struct Carry {
  bool summary = true;
  bool slots = true;  // what the conversation was about, so that nothing need be named twice
};

struct HandOver {
  std::string to;  // an agent, or somebody that calls may be transferred to
  HandOverStyle style = HandOverStyle::discrete;
  std::string say;                    // announced: the sentence; a template
  std::string when;                   // for a model
  std::vector<std::string> examples;  // what callers say who want to be there
  Carry carry;
  bool to_person = false;  // `to` is no agent: a transfer. Found out when it is loaded
};

struct GuardRails {
  bool mask_personal_data = true;  // towards a model, beyond what data_to_model says
  bool screen_injection = true;    // of tool results and documents
  bool only_grounded = true;  // amounts, dates, ids and statuses stand in a tool's result, or are not said
  bool no_medical_advice = true;
};

struct Limits {
  std::chrono::milliseconds turn_deadline = 2500ms;  // a model's whole turn; then it is rescued
  int tool_rounds = 4;                               // of one turn
  int no_match = 3;                                  // turns in a row that were not understood; then a person
  int no_input = 3;                                  // silences in a row; then a person is offered
};

struct Agent {
  std::string id;        // "billing"
  std::string name;      // as said: "our billing desk"; empty: the id
  bool answers = false;  // takes the call when it comes in: one agent does
  std::string persona;   // for a model: who it is, how it speaks, what it never does
  Voice voice;
  std::vector<Language> languages;  // the first is the one it begins with; never empty
  BrainChoice brain;
  std::vector<ToolUse> tools;  // with those that every agent has
  std::vector<HandOver> hand_overs;
  GuardRails guard_rails;
  Limits limits;

  const ToolUse* tool(std::string_view tool) const;      // null: not one of its tools
  const HandOver* hand_over(std::string_view to) const;  // null: it hands nobody over there
  const Language& speaks() const { return languages.front(); }
  const std::string& spoken_name() const { return name.empty() ? id : name; }
};

// The agents of one version.
struct Team {
  std::string version;  // "3-5f2c9a1b": counter and the beginning of the content's hash
  std::vector<Agent> agents;

  const Agent* find(std::string_view id) const;
  const Agent& answering() const;  // there is exactly one
  // The hand-overs, one after the other, that lead from `from` to the nearest agent who has the tool, or to
  // the agent of that id. Empty when it is that agent already, or none can be reached.
  std::vector<const HandOver*> way_to_tool(const Agent& from, std::string_view tool) const;
  std::vector<const HandOver*> way_to_agent(const Agent& from, std::string_view id) const;

 private:
  std::vector<const HandOver*> way(const Agent& from,
                                   const std::function<bool(const Agent&)>& is_there) const;
};
using TeamPtr = std::shared_ptr<const Team>;

}  // namespace attendant::agents
