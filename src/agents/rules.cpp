#include "agents/rules.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "agents/template.hpp"
#include "base/text.hpp"
#include "config/nearest.hpp"

namespace attendant::agents {
namespace {

constexpr std::size_t kLongestSentence = 400;
constexpr std::size_t kLongestPersona = 20'000;
constexpr std::size_t kMostExamples = 200;

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 40 && id.front() >= 'a' && id.front() <= 'z' &&
         std::ranges::all_of(
             id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

// "en", "es-US": letters, and parts of letters or digits.
bool is_language(std::string_view tag) {
  const auto parts = split(tag, '-');
  return parts.front().size() >= 2 && parts.front().size() <= 3 &&
         std::ranges::all_of(parts, [](std::string_view part) {
           return !part.empty() && part.size() <= 8 && std::ranges::all_of(part, [](char c) {
             return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
           });
         });
}

std::string unknown(std::string_view word, std::string_view what, const std::vector<std::string>& known) {
  const auto meant = config::nearest(word, known);
  if (meant) return fmt::format("'{}' is no {}; did you mean {}?", word, what, *meant);
  return fmt::format("'{}' is no {}; known: {}", word, what, fmt::join(known, ", "));
}

// `name_of` of each item must be given, and given once.
template <class Items, class NameOf>
void check_names(const Items& items, std::string_view list, std::string_view key, NameOf name_of,
                 const Report& report) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto path = fmt::format("{}[{}].{}", list, i, key);
    const std::string& name = name_of(items[i]);
    if (name.empty()) report(path, "must be given");
    const auto first = std::ranges::find(items, name, name_of);
    if (!name.empty() && first != items.begin() + static_cast<std::ptrdiff_t>(i))
      report(path, fmt::format("'{}' is in the list already", name));
  }
}

void check_sentence(const std::string& path, std::string_view text, const std::vector<std::string>& values,
                    const Report& report) {
  if (text.size() > kLongestSentence)
    report(path, fmt::format("is longer than {} bytes: nobody listens so long", kLongestSentence));
  else if (const auto good = check_template(text, values); !good)
    report(path, good.error().message);
}

void check_languages(const Agent& agent, const Vocabulary& known, const Report& report) {
  const std::vector<std::string> greeting_values{std::string(kCompany), std::string(kAgent),
                                                 std::string(kHours), std::string(kName)};
  std::vector<std::string> names;
  for (const auto& text : known.texts) names.push_back(text.name);
  check_names(
      agent.languages, "languages", "language",
      [](const Language& l) -> const std::string& { return l.language; }, report);
  for (std::size_t i = 0; i < agent.languages.size(); ++i) {
    const auto& language = agent.languages[i];
    const auto path = fmt::format("languages[{}]", i);
    if (!language.language.empty() && !is_language(language.language))
      report(path + ".language", "expects a language tag, such as en or es-US");
    check_sentence(path + ".greeting", language.greeting, greeting_values, report);
    check_sentence(path + ".return_greeting", language.return_greeting, greeting_values, report);
    for (const auto& [name, sentence] : language.texts) {
      const auto at = fmt::format("{}.texts.{}", path, name);
      const auto* text = known.text(name);
      if (text == nullptr) {
        report(at, unknown(name, "sentence of the dialogue engine", names));
        continue;
      }
      check_sentence(at, sentence, text->values, report);
      if (trim(sentence).empty())
        report(at, "must not be empty");
      else if (text->question && !trim(sentence).ends_with('?'))
        report(at, "must end in a question mark: the caller is asked something there");
    }
  }
  const bool talks_english =
      std::ranges::any_of(agent.languages, [](const Language& l) { return l.language.starts_with("en"); });
  if (agent.brain.kind == BrainKind::dialogue && !talks_english)
    report("languages", "the dialogue engine speaks English only: add en, or choose another brain.kind");
}

void check_tools(const Agent& agent, const Vocabulary& known, const Report& report) {
  std::vector<std::string> names;
  for (const auto& tool : known.tools) names.push_back(tool.name);
  check_names(
      agent.tools, "tools", "name", [](const ToolUse& t) -> const std::string& { return t.name; }, report);
  for (std::size_t i = 0; i < agent.tools.size(); ++i) {
    const auto& use = agent.tools[i];
    const auto path = fmt::format("tools[{}]", i);
    if (use.name.empty()) continue;
    const auto* tool = known.tool(use.name);
    if (tool == nullptr) {
      report(path + ".name", unknown(use.name, "tool", names));
      continue;
    }
    if (tool->writes && use.on_interrupt == OnInterrupt::cancel)
      report(path + ".on_interrupt", "cancel is not for a tool that writes: a write that began is finished");
    if (use.examples.size() > kMostExamples)
      report(path + ".examples", fmt::format("more than {} are too many", kMostExamples));
    check_sentence(path + ".say_while_running", use.say_while_running, {}, report);
  }
}

void check_hand_overs(const Agent& agent, const Report& report) {
  const std::vector<std::string> values{std::string(kCompany), std::string(kAgent), std::string(kName)};
  check_names(
      agent.hand_overs, "hand_overs", "to", [](const HandOver& h) -> const std::string& { return h.to; },
      report);
  for (std::size_t i = 0; i < agent.hand_overs.size(); ++i) {
    const auto& hand_over = agent.hand_overs[i];
    const auto path = fmt::format("hand_overs[{}]", i);
    if (hand_over.style == HandOverStyle::announced && trim(hand_over.say).empty())
      report(path + ".say", "must be given: an announced hand-over says where the caller goes");
    if (hand_over.style == HandOverStyle::discrete && !hand_over.say.empty())
      report(path + ".say", "is never said: the hand-over is discrete; set style: announced");
    check_sentence(path + ".say", hand_over.say, values, report);
  }
}

}  // namespace

void check_agent(const Agent& agent, const Vocabulary& known, const Report& report) {
  if (!is_id(agent.id))
    report("id", "expects lower-case letters, digits and _, with a letter first, such as billing");
  if (agent.persona.size() > kLongestPersona)
    report("persona", fmt::format("is longer than {} bytes", kLongestPersona));
  const bool thinks_by_model = agent.brain.kind != BrainKind::dialogue;
  if (thinks_by_model && trim(agent.persona).empty())
    report("persona", "must be given: a model needs to know who it is");
  check_languages(agent, known, report);
  check_tools(agent, known, report);
  check_hand_overs(agent, report);
  if (agent.limits.turn_deadline < 500ms || agent.limits.turn_deadline > 30s)
    report("limits.turn_deadline", "must be from 500ms to 30s");
}

void check_team(std::span<const Agent> agents, const Vocabulary& known, const TeamReport& report) {
  std::vector<std::string> names = known.people;
  for (const Agent& agent : agents) names.push_back(agent.id);
  std::ptrdiff_t answering = 0;
  for (std::size_t i = 0; i < agents.size(); ++i) {
    const Agent& agent = agents[i];
    const auto first = std::ranges::find(agents, agent.id, &Agent::id);
    if (first != agents.begin() + static_cast<std::ptrdiff_t>(i))
      report(i, "id", fmt::format("'{}' is the id of another file already", agent.id));
    if (std::ranges::find(known.people, agent.id) != known.people.end())
      report(i, "id", fmt::format("'{}' is somebody that calls are transferred to", agent.id));
    if (agent.answers && ++answering > 1) report(i, "answers", "another agent answers already: one does");
    for (std::size_t k = 0; k < agent.hand_overs.size(); ++k) {
      const auto path = fmt::format("hand_overs[{}].to", k);
      const std::string& to = agent.hand_overs[k].to;
      if (to == agent.id)
        report(i, path, "an agent does not hand over to itself");
      else if (!to.empty() && std::ranges::find(names, to) == names.end())
        report(i, path, unknown(to, "agent and nobody that calls are transferred to", names));
    }
  }
  if (answering == 0 && !agents.empty()) report(0, "", "no agent answers: one file needs 'answers: true'");
}

}  // namespace attendant::agents
