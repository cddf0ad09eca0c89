#include "agents/import.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "agents/jinja.hpp"
#include "base/text.hpp"
#include "config/node.hpp"

namespace attendant::agents {
namespace {

using config::Node;
using Kind = ImportNote::Kind;
namespace fs = std::filesystem;

constexpr std::string_view kPerson = "person";
constexpr const char* kTransferWords = "One moment, please.";

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_small(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// "ClaimsSpecialist", "claims-specialist": claims_specialist; "FNOLAgent": fnol_agent.
std::string id_of(std::string_view name) {
  std::string id;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool begins_word =
        is_upper(c) && i > 0 &&
        (is_small(name[i - 1]) || (is_upper(name[i - 1]) && i + 1 < name.size() && is_small(name[i + 1])));
    const bool parts = begins_word || (!is_upper(c) && !is_small(c));
    if (parts && !id.empty() && id.back() != '_') id += '_';
    if (is_upper(c)) id += static_cast<char>(c - 'A' + 'a');
    if (is_small(c)) id += c;
  }
  while (id.ends_with('_')) id.pop_back();
  return id;
}

// A scalar below maps, by its path.
std::optional<std::string> text_at(const Node& node, std::initializer_list<std::string_view> path) {
  const Node* at = &node;
  for (const auto key : path) {
    const auto* entry = at->kind == Node::Kind::map ? at->find_entry(key) : nullptr;
    if (entry == nullptr) return std::nullopt;
    at = &entry->value;
  }
  if (at->kind != Node::Kind::scalar) return std::nullopt;
  return at->scalar;
}

std::optional<float> number(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  float value = 0.0F;
  const auto* end = text->data() + text->size();
  const auto [stopped, error] = std::from_chars(text->data(), end, value);
  if (error != std::errc() || stopped != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

bool is_agent(const Node& node) {
  if (node.kind != Node::Kind::map || node.find_entry("handoffs") != nullptr) return false;
  return text_at(node, {"agent", "name"}).has_value() ||
         (text_at(node, {"name"}).has_value() &&
          (node.find_entry("tools") != nullptr || node.find_entry("prompt_template_path") != nullptr ||
           node.find_entry("prompts") != nullptr));
}

struct Theirs {
  const AgentFile* file = nullptr;
  Node document;
};

class Importer {
 public:
  Importer(const std::vector<AgentFile>& files, const Vocabulary& known) : files_(files), known_(known) {}

  Result<Import> run() {
    TRY(sort_files());
    if (sources_.empty())
      return fail(ErrorCode::not_found, "there is no agent: no YAML file has agent.name, or name and tools");
    read_defaults();
    for (const Theirs& source : sources_) read_agent(source);
    for (std::size_t i = 0; i < sources_.size(); ++i) read_tools(sources_[i], agents_[i]);
    if (graph_.file != nullptr) read_graph();
    choose_who_answers();
    connect_what_has_no_graph();
    for (const Agent& agent : agents_) import_.files.push_back({agent.id + ".yaml", to_yaml(agent)});
    const auto checked = load_team(import_.files, known_);
    if (!checked) return fail(checked.error());
    return std::move(import_);
  }

 private:
  void note(Kind kind, const Theirs& from, std::string_view path, std::string what, std::string why) {
    const auto place = from.document.place_of(path);
    import_.notes.push_back({.kind = kind,
                             .place = fmt::format("{}:{}:{}", from.file->name, place.line, place.column),
                             .what = std::move(what),
                             .why = std::move(why)});
  }

  Status sort_files() {
    for (const AgentFile& file : files_) {
      const auto extension = fs::path(file.name).extension();
      if (extension != ".yaml" && extension != ".yml") continue;
      TRY_ASSIGN(auto document, config::parse_yaml(file.text, file.name));
      const auto stem = fs::path(file.name).stem();
      if (stem == "_defaults")
        defaults_ = {&file, std::move(document)};
      else if (document.kind == Node::Kind::map && document.find_entry("handoffs") != nullptr)
        graph_ = {&file, std::move(document)};
      else if (is_agent(document))
        sources_.push_back({&file, std::move(document)});
    }
    return {};
  }

  void read_defaults() {
    if (defaults_.file != nullptr) take_variables(defaults_.document);
  }
  void take_variables(const Node& document) {
    const auto* variables = document.find_entry("template_vars");
    if (variables == nullptr) return;
    for (const auto& [name, place, value] : variables->value.map)
      if (value.kind == Node::Kind::scalar) variables_[name] = value.scalar;
  }

  // Of the agent's own file, else of the defaults.
  std::optional<std::string> setting(const Theirs& source,
                                     std::initializer_list<std::string_view> path) const {
    auto own = text_at(source.document, path);
    if (own || defaults_.file == nullptr) return own;
    return text_at(defaults_.document, path);
  }

  void read_agent(const Theirs& source) {
    const Node& node = source.document;
    const bool first = node.find_entry("agent") != nullptr;  // generation
    const auto name = (first ? text_at(node, {"agent", "name"}) : text_at(node, {"name"})).value_or("");
    const auto about = first ? text_at(node, {"agent", "description"}) : text_at(node, {"description"});
    auto& agent = agents_.emplace_back();
    agent.id = id_of(name);
    agent.languages.emplace_back();
    note(Kind::mapped, source, first ? "agent.name" : "name", "name: " + name, "id: " + agent.id);
    names_[name] = agent.id;
    about_[agent.id] = first_line(about.value_or(""));
    if (first && text_at(node, {"agent", "creator"}))
      note(Kind::dropped, source, "agent.creator", "agent.creator, organization",
           "who wrote a file is the version control's to know");

    const auto of_all = variables_;
    take_variables(node);
    take_sentence(source, "greeting", agent.languages.front().greeting);
    take_sentence(source, "return_greeting", agent.languages.front().return_greeting);
    take_voice(source, agent);
    take_model(source, agent);
    take_prompt(source, agent, about.value_or(""));
    variables_ = of_all;

    if (const auto trigger = text_at(node, {"handoff", "trigger"})) triggers_[*trigger] = agent.id;
    if (text_at(node, {"handoff", "is_entry_point"}) == "true" && entry_.empty()) entry_ = agent.id;
    if (node.find_entry("session") != nullptr)
      note(Kind::dropped, source, "session", "session",
           "audio formats and the end of a turn are the configuration's (turn.*): the same for every agent");
  }

  static std::string first_line(std::string_view text) {
    std::string line;
    for (const auto word : split_words(text)) {
      if (!line.empty()) line += ' ';
      line += word;
    }
    return line;
  }

  void take_sentence(const Theirs& source, std::string_view key, std::string& into) {
    const auto* entry = source.document.find_entry(key);
    if (entry == nullptr || entry->value.kind != Node::Kind::scalar) return;
    auto translated = from_jinja(entry->value.scalar, variables_, JinjaInto::sentence);
    into = std::move(translated.text);
    note(Kind::mapped, source, key, std::string(key), "languages[0]." + std::string(key));
    for (auto& change : translated.notes)
      note(Kind::changed, source, key, std::string(key), std::move(change));
  }

  // "+5%" is 1.05
  void take_voice(const Theirs& source, Agent& agent) {
    if (const auto name = setting(source, {"voice", "name"})) {
      agent.voice.name = *name;
      note(Kind::mapped, source, "voice.name", "voice.name: " + *name,
           "voice.name; a synthesiser that does not have it speaks with the configured voice");
    }
    if (auto rate = setting(source, {"voice", "rate"})) {
      auto digits = *rate;
      if (digits.starts_with('+')) digits.erase(0, 1);
      const bool percent = digits.ends_with('%');
      if (percent) digits.pop_back();
      const auto value = number(digits);
      if (value && percent) {
        agent.voice.rate = std::clamp(std::round(100.0F + *value) / 100.0F, 0.5F, 2.0F);
        note(Kind::mapped, source, "voice.rate", "voice.rate: " + *rate,
             fmt::format("voice.rate: {}", agent.voice.rate));
      } else {
        note(Kind::dropped, source, "voice.rate", "voice.rate: " + *rate, "is no percentage");
      }
    }
    if (const auto style = setting(source, {"voice", "style"}))
      note(Kind::dropped, source, "voice.style", "voice.style: " + *style, "the voices here have no styles");
  }

  void take_model(const Theirs& source, Agent& agent) {
    const bool cascade = setting(source, {"cascade_model", "deployment_id"}).has_value();
    const std::string_view model = cascade ? "cascade_model" : "model";
    const auto deployment = setting(source, {model, "deployment_id"});
    if (!deployment) return;
    const bool live = deployment->contains("realtime");
    agent.brain.kind = live ? BrainKind::live : BrainKind::automatic;
    note(Kind::changed, source, model, fmt::format("{}.deployment_id: {}", model, *deployment),
         fmt::format("brain.kind: {}; name the deployment in a model pool of the configuration",
                     to_string(agent.brain.kind)));
    note(Kind::changed, source, model, "tool results",
         "brain.data_to_model: nothing, until you say what a model may see of members' data");
    if (const auto temperature = number(setting(source, {model, "temperature"})))
      agent.brain.temperature = std::clamp(*temperature, 0.0F, 2.0F);
    for (const std::string_view key : {"max_tokens", "max_completion_tokens", "max_response_output_tokens"})
      if (const auto most = number(setting(source, {model, key})))
        agent.brain.max_tokens = static_cast<int>(std::clamp(*most, 16.0F, 4096.0F));
    if (setting(source, {model, "top_p"}))
      note(Kind::dropped, source, model, fmt::format("{}.top_p", model), "only the temperature is set here");
    if (cascade && setting(source, {"voicelive_model", "deployment_id"}))
      note(Kind::dropped, source, "voicelive_model", "voicelive_model",
           "an agent has one brain: set brain.kind: live for speech to speech");
  }

  // A path below the folder, wherever prompts are kept in it.
  const AgentFile* prompt_file(const Theirs& source, const std::string& path) const {
    const auto beside =
        (fs::path(source.file->name).parent_path() / path).lexically_normal().generic_string();
    const AgentFile* found = nullptr;
    for (const AgentFile& file : files_) {
      if (file.name == path || file.name == beside) return &file;
      if (file.name.ends_with("/" + path)) found = &file;
    }
    return found;
  }

  void take_prompt(const Theirs& source, Agent& agent, const std::string& about) {
    const bool second = text_at(source.document, {"prompt_template_path"}).has_value();
    const std::string key = second ? "prompt_template_path" : "prompts.path";
    const auto path = second ? text_at(source.document, {"prompt_template_path"})
                             : text_at(source.document, {"prompts", "path"});
    const auto* file = path ? prompt_file(source, *path) : nullptr;
    if (file == nullptr) {
      agent.persona = about.empty() ? "You are " + agent.id + "." : first_line(about);
      note(Kind::changed, source, key, key + ": " + path.value_or("(none)"),
           "the prompt is not in the folder: the description stands for it");
      return;
    }
    const auto& name = file->name;
    auto translated = from_jinja(file->text, variables_, JinjaInto::persona);
    agent.persona = std::move(translated.text);
    note(Kind::mapped, source, key, key + ": " + name, "persona");
    for (auto& change : translated.notes) note(Kind::changed, source, key, name, std::move(change));
  }

  void read_tools(const Theirs& source, Agent& agent) {
    const auto* tools = source.document.find_entry("tools");
    if (tools == nullptr || tools->value.kind != Node::Kind::list) return;
    for (std::size_t i = 0; i < tools->value.list.size(); ++i) {
      const Node& item = tools->value.list[i];
      const auto name = item.kind == Node::Kind::scalar ? item.scalar : text_at(item, {"name"}).value_or("");
      read_tool(source, agent, fmt::format("tools[{}]", i), name);
    }
  }

  void read_tool(const Theirs& source, Agent& agent, const std::string& path, const std::string& name) {
    const auto what = "tool " + name;
    if (const auto* tool = known_.tool(name); tool != nullptr) {
      if (agent.tool(name) == nullptr) agent.tools.push_back({.name = name});
      return note(Kind::mapped, source, path, what, "the tool of that name");
    }
    if (const auto trigger = triggers_.find(name); trigger != triggers_.end()) {
      if (trigger->second == agent.id) return;
      hand_over(agent, trigger->second);
      return note(Kind::mapped, source, path, what, "hand-over to " + trigger->second);
    }
    if (name.starts_with("escalate_human") || name.starts_with("transfer_call") ||
        name.contains("human_agent") || name.contains("live_agent")) {
      hand_over(agent, std::string(kPerson));
      return note(Kind::mapped, source, path, what, "hand-over to person");
    }
    if (name.starts_with("escalate_emergency"))
      return note(Kind::dropped, source, path, what, "an emergency is heard and answered with every agent");
    if (name.starts_with("verify_") || name.starts_with("authenticate") || name.contains("mfa"))
      return note(Kind::dropped, source, path, what,
                  "who is calling is proved by the tool runtime: every agent has verify_member and its kin");
    note(Kind::dropped, source, path, what,
         name.starts_with("handoff") ? "nobody among these agents takes it"
                                     : "there is no tool of that name here");
  }

  HandOver& hand_over(Agent& agent, const std::string& to) {
    const auto found = std::ranges::find(agent.hand_overs, to, &HandOver::to);
    if (found != agent.hand_overs.end()) return *found;
    const auto about = about_.find(to);
    return agent.hand_overs.emplace_back(
        HandOver{.to = to, .when = about == about_.end() ? std::string() : about->second});
  }

  Agent* agent_named(const std::optional<std::string>& name) {
    const auto id = name ? names_.find(*name) : names_.end();
    if (id == names_.end()) return nullptr;
    return &*std::ranges::find(agents_, id->second, &Agent::id);
  }

  void read_graph() {
    const auto style_of = [](const std::optional<std::string>& type) {
      return type == "discrete" ? HandOverStyle::discrete : HandOverStyle::announced;
    };
    const auto& edges = graph_.document.find_entry("handoffs")->value.list;
    for (std::size_t i = 0; i < edges.size(); ++i) {
      const auto path = fmt::format("handoffs[{}]", i);
      const auto from_name = text_at(edges[i], {"from"});
      const auto to_name = text_at(edges[i], {"to"});
      const auto what = fmt::format("{} -> {}", from_name.value_or("?"), to_name.value_or("?"));
      Agent* from = agent_named(from_name);
      const Agent* to = agent_named(to_name);
      if (from == nullptr || to == nullptr || from == to) {
        note(Kind::dropped, graph_, path, what, "one of them is none of these agents");
        continue;
      }
      auto& edge = hand_over(*from, to->id);
      auto type = text_at(edges[i], {"type"});
      if (!type) type = text_at(graph_.document, {"handoff_type"});
      edge.style = style_of(type);
      if (edge.style == HandOverStyle::announced) edge.say = kTransferWords;
      edge.carry.slots = edge.carry.summary = text_at(edges[i], {"share_context"}) != "false";
      note(edge.style == HandOverStyle::announced ? Kind::changed : Kind::mapped, graph_, path, what,
           edge.style == HandOverStyle::announced
               ? fmt::format("announced: say \"{}\", then the greeting of {}", kTransferWords, to->id)
               : "discrete");
    }
    if (const auto* start = agent_named(text_at(graph_.document, {"start_agent"}))) entry_ = start->id;
    if (graph_.document.find_entry("agent_defaults") != nullptr)
      note(Kind::dropped, graph_, "agent_defaults", "agent_defaults", "the company's name is texts.company");
  }

  // Whoever proves the caller is the first in both generations, where nothing else is said.
  void choose_who_answers() {
    if (entry_.empty()) {
      const auto proves = std::ranges::find_if(agents_, [](const Agent& a) { return a.id.contains("auth"); });
      entry_ = proves == agents_.end() ? agents_.front().id : proves->id;
      note(Kind::changed, sources_.front(), "", "who answers", fmt::format("{}: no file says it", entry_));
    }
    std::ranges::find(agents_, entry_, &Agent::id)->answers = true;
  }

  void connect_what_has_no_graph() {
    const bool none = std::ranges::all_of(agents_, [](const Agent& agent) {
      return std::ranges::all_of(agent.hand_overs, [](const HandOver& h) { return h.to == kPerson; });
    });
    if (none && agents_.size() > 1) {
      for (Agent& agent : agents_)
        for (const Agent& other : agents_)
          if (other.id != agent.id && (agent.answers || other.answers)) hand_over(agent, other.id);
      note(Kind::changed, sources_.front(), "", "hand-overs",
           fmt::format("the first generation has no graph: {} hands over to each, and each back", entry_));
    }
    for (Agent& agent : agents_) hand_over(agent, std::string(kPerson));
  }

  const std::vector<AgentFile>& files_;
  const Vocabulary& known_;
  Theirs defaults_, graph_;
  std::vector<Theirs> sources_;
  std::vector<Agent> agents_;  // of the sources, in their order
  std::map<std::string, std::string> variables_;
  std::map<std::string, std::string> names_;     // theirs to ids
  std::map<std::string, std::string> triggers_;  // hand-off tools to ids
  std::map<std::string, std::string> about_;     // descriptions by id
  std::string entry_;
  Import import_;
};

}  // namespace

std::string_view to_string(ImportNote::Kind kind) {
  static constexpr std::array<std::string_view, 3> kNames = {"mapped", "changed", "dropped"};
  return kNames.at(static_cast<std::size_t>(kind));
}

Result<Import> import_agents(const std::vector<AgentFile>& theirs, const Vocabulary& known) {
  return Importer(theirs, known).run();
}

}  // namespace attendant::agents
