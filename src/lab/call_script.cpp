#include "lab/call_script.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "base/text.hpp"

namespace attendant::lab {
namespace {

namespace json = boost::json;
using conversation::Asked;

constexpr std::array kContexts = {Asked::open,    Asked::ask_member_id, Asked::ask_dob,
                                  Asked::ask_zip, Asked::ask_claim,     Asked::ask_service,
                                  Asked::confirm, Asked::anything_else, Asked::ask_phone};
constexpr std::chrono::milliseconds kLongestWait{60'000};
constexpr int kMostRepeats = 2;  // an agent that asks a third time is not understood by repeating

std::string text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

Result<ScriptInterruption> parse_interruption(const json::value& value, const std::filesystem::path& folder) {
  const auto* object = value.if_object();
  const auto* after = object == nullptr ? nullptr : object->if_contains("after_ms");
  const bool timed = after != nullptr && after->is_int64() && after->get_int64() >= 0 &&
                     after->get_int64() <= kLongestWait.count();
  if (!timed || text_at(*object, "file").empty())
    return fail(ErrorCode::invalid, "an interruption needs \"after_ms\", up to a minute, and a \"file\"");
  return ScriptInterruption{.after = std::chrono::milliseconds(after->get_int64()),
                            .file = folder / text_at(*object, "file"),
                            .text = text_at(*object, "text")};
}

Result<ScriptTurn> parse_turn(const json::value& value, const std::filesystem::path& folder, bool noisy) {
  const auto* object = value.if_object();
  if (object == nullptr) return fail(ErrorCode::invalid, "a turn must be an object");
  const auto context = text_at(*object, "context");
  const auto* known =
      std::ranges::find_if(kContexts, [&](Asked asked) { return to_string(asked) == context; });
  if (known == kContexts.end()) return fail(ErrorCode::invalid, "there is no context \"" + context + "\"");
  auto file = noisy ? text_at(*object, "noisy_file") : std::string();
  if (file.empty()) file = text_at(*object, "file");
  if (file.empty()) return fail(ErrorCode::invalid, "a turn needs a \"file\"");
  ScriptTurn turn{.context = *known, .file = folder / file, .text = text_at(*object, "text")};
  if (const auto* over = object->if_contains("interruption")) {
    TRY_ASSIGN(turn.interruption, parse_interruption(*over, folder));
  }
  return turn;
}

Result<CallScript> parse_script(std::string_view line, const std::filesystem::path& folder, bool noisy) {
  boost::system::error_code error;
  const auto value = json::parse(line, error);
  if (error) return fail(ErrorCode::invalid, "no JSON: " + error.message());
  const auto* object = value.if_object();
  const auto* turns = object == nullptr ? nullptr : object->if_contains("turns");
  if (turns == nullptr || !turns->is_array()) return fail(ErrorCode::invalid, "a call needs \"turns\"");
  CallScript script{.name = text_at(*object, "call"), .turns = {}};
  for (const auto& turn : turns->get_array()) {
    auto parsed = parse_turn(turn, folder, noisy);
    if (!parsed) return fail(parsed.error().in("turn " + std::to_string(script.turns.size() + 1)));
    script.turns.push_back(*std::move(parsed));
  }
  if (script.turns.empty()) return fail(ErrorCode::invalid, "a call needs at least one turn");
  return script;
}

// Questions that a caller's next own wish may follow.
bool invites_a_wish(Asked asked) { return asked == Asked::open || asked == Asked::anything_else; }

}  // namespace

Result<std::vector<CallScript>> parse_call_scripts(std::string_view lines,
                                                   const std::filesystem::path& folder, bool noisy) {
  std::vector<CallScript> scripts;
  int number = 0;
  for (const auto line : split(lines, '\n')) {
    ++number;
    if (trim(line).empty()) continue;
    auto script = parse_script(line, folder, noisy);
    if (!script) return fail(script.error().in("line " + std::to_string(number)));
    scripts.push_back(*std::move(script));
  }
  if (scripts.empty()) return fail(ErrorCode::invalid, "there is no call in it");
  return scripts;
}

TurnPicker::TurnPicker(CallScript script)
    : script_(std::move(script)), used_(script_.turns.size()), repeated_(script_.turns.size()) {}

const ScriptTurn* TurnPicker::next(std::optional<Asked> asked) {
  const auto first_unused = [this](auto fits) {
    for (std::size_t i = 0; i < used_.size(); ++i)
      if (!used_[i] && fits(script_.turns[i].context)) return i;
    return used_.size();
  };
  const auto none = used_.size();
  if (!asked) {
    const auto next = first_unused([](Asked) { return true; });
    return next == none ? nullptr : use(next);
  }
  if (const auto exact = first_unused([&](Asked context) { return context == *asked; });
      exact != none && *asked != Asked::anything_else)
    return use(exact);
  if (invites_a_wish(*asked))
    if (const auto wish = first_unused(invites_a_wish); wish != none) return use(wish);
  for (std::size_t i = 0; i < used_.size(); ++i)
    if (script_.turns[i].context == *asked && used_[i] && repeated_[i] < kMostRepeats) {
      ++repeated_[i];
      return &script_.turns[i];
    }
  // Asked what the script has no words for: go on with the next thing on the caller's mind.
  const auto wish = first_unused([](Asked) { return true; });
  return wish == none ? nullptr : use(wish);
}

bool TurnPicker::finished() const {
  return std::ranges::all_of(used_, [](bool used) { return used; });
}

const ScriptTurn* TurnPicker::use(std::size_t index) {
  used_[index] = true;
  return &script_.turns[index];
}

}  // namespace attendant::lab
