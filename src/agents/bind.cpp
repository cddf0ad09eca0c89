#include "agents/bind.hpp"

namespace attendant::agents {
namespace {

using config::Fields;

constexpr config::Range kRates{0.5F, 2.0F};
constexpr config::Range kLevels{0.2F, 2.0F};
constexpr config::Range kTemperatures{0.0F, 2.0F};

Status any(std::string_view) { return {}; }

void bind(Fields& f, Voice& s) {
  f.value("name", s.name, "of the synthesiser's voices; \"\": the configured one");
  f.value("rate", s.rate, kRates, "1.0 is the voice's own");
  f.value("level", s.level, kLevels, "1.0 is the voice's own");
}

void bind(Fields& f, Language& s) {
  f.value("language", s.language, "BCP 47: en, es, es-US");
  f.value("greeting", s.greeting,
          "when it takes the call or the caller is announced to it; \"\": the configuration's, or none");
  f.value("return_greeting", s.return_greeting, "when the caller is announced to it again");
  f.named_texts("texts", s.texts, any, "the dialogue engine's sentences in other words, by name");
}

void bind(Fields& f, BrainChoice& s) {
  f.value("kind", s.kind, {"dialogue", "model", "auto", "live"},
          "who thinks; auto: a model while one is healthy, else the dialogue engine");
  f.value("pool", s.pool, "of the configuration's model pools; \"\": the first");
  f.value("temperature", s.temperature, kTemperatures, "of the model");
  f.value("max_tokens", s.max_tokens, {16, 4096}, "of one answer of the model");
  f.value("data_to_model", s.data_to_model, {"nothing", "masked", "everything"},
          "what the model may see of members' data");
}

void bind(Fields& f, ToolUse& s) {
  f.value("name", s.name, "of the catalogue of tools");
  f.value("when", s.when, "for a model: when to use it");
  f.texts("examples", s.examples, any, "what callers say who want it");
  f.value("confirm", s.confirm, {"as_tool", "always"},
          "always: a yes is needed also where the tool asks none");
  f.value("say_while_running", s.say_while_running,
          "said when it lets the caller wait; \"\": the tool's own words");
  f.value("on_interrupt", s.on_interrupt, {"as_tool", "finish", "cancel"},
          "when the caller talks over it; what writes is always finished");
}

void bind(Fields& f, Carry& s) {
  f.value("summary", s.summary, "of the conversation so far");
  f.value("slots", s.slots, "the claim, service or bill that was talked about");
}

void bind(Fields& f, HandOver& s) {
  f.value("to", s.to, "an agent, or somebody of people.targets");
  f.value("style", s.style, {"discrete", "announced"}, "discrete: nothing is said of it");
  f.value("say", s.say, "what is said of it when it is announced");
  f.value("when", s.when, "for a model: when to hand over");
  f.texts("examples", s.examples, any, "what callers say who want to be there: \"the billing desk\"");
  f.section(
      "carry", [&s](Fields& section) { bind(section, s.carry); },
      "what the other is told; identity always goes along");
}

void bind(Fields& f, GuardRails& s) {
  f.value("mask_personal_data", s.mask_personal_data, "before words reach a model");
  f.value("screen_injection", s.screen_injection,
          "tool results and documents that give orders are not obeyed");
  f.value("only_grounded", s.only_grounded, "amounts, dates and ids that no tool gave are not spoken");
  f.value("no_medical_advice", s.no_medical_advice, "it is refused");
}

void bind(Fields& f, Limits& s) {
  f.value("turn_deadline", s.turn_deadline, "a model's whole turn; then the dialogue engine takes it");
  f.value("tool_rounds", s.tool_rounds, {1, 10}, "of tools in one turn of a model");
  f.value("no_match", s.no_match, {1, 10},
          "turns in a row that were not understood until a person is called");
  f.value("no_input", s.no_input, {1, 10}, "silences in a row until a person is offered");
}

template <class Item>
void list(Fields& f, std::string_view key, std::vector<Item>& items, std::string_view help) {
  f.sections(
      key, items.size(), [&items](std::size_t size) { items.assign(size, {}); },
      [&items](Fields& item, std::size_t i) { bind(item, items[i]); }, help);
}

}  // namespace

void bind(Fields& f, Agent& s) {
  f.value("id", s.id, "its name among the agents: lower-case letters, digits and _");
  f.value("name", s.name, "as callers hear it: our billing desk; \"\": the id");
  f.value("answers", s.answers, "takes the call when it comes in: one agent does");
  f.value("persona", s.persona, "for a model: who it is, how it speaks, what it never does");
  f.section("voice", [&s](Fields& section) { bind(section, s.voice); }, "how it sounds");
  list(f, "languages", s.languages, "what it says in each language; the first is the one it begins with");
  f.section("brain", [&s](Fields& section) { bind(section, s.brain); }, "who thinks");
  list(f, "tools", s.tools, "what it may do");
  list(f, "hand_overs", s.hand_overs, "who goes on with what it may not do");
  f.section("guard_rails", [&s](Fields& section) { bind(section, s.guard_rails); }, "what holds for a model");
  f.section("limits", [&s](Fields& section) { bind(section, s.limits); }, "when something else happens");
}

}  // namespace attendant::agents
