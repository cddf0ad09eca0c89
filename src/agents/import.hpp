// Agent files of the Azure real-time voice accelerator ("ARTAgent"), both generations, as files of ours:
//   v1: one YAML an agent: agent{name, ..}, model{deployment_id, ..}, voice{name, style, rate},
//   prompts{path},
//       tools[]
//   v2: NAME/agent.yaml over _defaults.yaml: name, greeting, return_greeting, cascade_model, voicelive_model,
//       handoff{trigger}, tools[], prompt_template_path; orchestration.yaml: start_agent, handoffs[]{from,
//       to, tool, type, share_context}
// Pure. What has no place here is told, never dropped in silence.
#pragma once

#include <string>
#include <vector>

#include "agents/load.hpp"
#include "agents/vocabulary.hpp"
#include "base/result.hpp"

namespace attendant::agents {

struct ImportNote {
  enum class Kind { mapped, changed, dropped };
  Kind kind = Kind::mapped;
  std::string place;  // "claims/agent.yaml:12:3"
  std::string what;   // their key, and its value where it is short
  std::string why;    // what became of it
};
std::string_view to_string(ImportNote::Kind kind);

struct Import {
  std::vector<AgentFile> files;  // "claims_specialist.yaml"; they are valid together
  std::vector<ImportNote> notes;
};

// `theirs`: the YAML files and the prompts, each under its path below the folder. An error when there is no
// agent among them, a file cannot be read, or what came out does not fit together.
Result<Import> import_agents(const std::vector<AgentFile>& theirs, const Vocabulary& known);

}  // namespace attendant::agents
