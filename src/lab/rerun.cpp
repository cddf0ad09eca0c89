#include "lab/rerun.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::lab {
namespace {

using conversation::Event;
using Kind = CallerTurnThen::Kind;

std::string called(std::string_view name, std::string_view arguments, std::string_view outcome) {
  return fmt::format("{}{}{} -> {}", name, arguments.empty() ? "" : " ", arguments, outcome);
}

class Then {
 public:
  explicit Then(const conversation::Policy& policy) : policy_(policy) { turns_.emplace_back(); }

  std::vector<TurnPair> run(std::span<const Event> events) {
    for (const auto& event : events) {
      if (const auto* answered = std::get_if<conversation::ToolAnswered>(&event.body))
        (guessing_ ? ahead_ : side().tools)
            .push_back(called(answered->name, arguments_[answered->id], to_string(answered->answer.outcome)));
      for (const auto& effect : conversation::step(state_, event, policy_))
        std::visit([this](const auto& one) { note(one); }, effect);
    }
    return std::move(turns_);
  }

 private:
  Side& side() { return turns_.back().then; }
  void begin(CallerTurnThen caller) {
    turns_.push_back({.caller = std::move(caller), .then = {}, .now = {}});
  }

  template <class Effect>
  void note(const Effect&) {}
  // A guess becomes a turn when it is kept.
  void note(const conversation::Guess& guess) {
    const auto* heard = std::get_if<conversation::Heard>(&guess.input);
    if (heard == nullptr) return;
    guessed_ = *heard;
    guessing_ = true;
    ahead_.clear();
  }
  void note(const conversation::KeepGuess&) {
    guessing_ = false;
    input_of(guessed_);
    side().tools = std::exchange(ahead_, {});
  }
  void note(const conversation::ForgetGuess&) { guessing_ = false; }
  void note(const conversation::Think& think) {
    guessing_ = false;  // kept, thrown away, or refused: none is open once the brain is asked for good
    std::visit([this](const auto& input) { input_of(input); }, think.input);
  }
  void note(const conversation::Speak& speak) { side().said.push_back(speak.text); }
  void note(const conversation::RunTool& run) { arguments_[run.id] = as_words(run.arguments); }
  void note(const conversation::TransferTo& transfer) { side().end = "transfer to " + transfer.target; }
  void note(const conversation::HangUp& hang_up) { side().end = "ended: " + hang_up.reason; }

  template <class Input>
  void input_of(const Input&) {}
  void input_of(const conversation::Heard& heard) {
    begin({Kind::says, heard.text, std::exchange(spoken_into_, {})});
  }
  void input_of(const conversation::Keyed& keyed) {
    begin({Kind::keys, keyed.digits, std::exchange(spoken_into_, {})});
  }
  void input_of(const conversation::Silence&) { begin({Kind::silent, {}, {}}); }
  void input_of(const conversation::Interrupted& interrupted) { spoken_into_ = interrupted.heard; }

  const conversation::Policy& policy_;
  conversation::State state_;
  std::vector<TurnPair> turns_;
  std::map<std::uint32_t, std::string> arguments_;
  std::string spoken_into_;
  conversation::Heard guessed_;
  bool guessing_ = false;
  std::vector<std::string> ahead_;  // tools that ran for the guess
};

Side side_since(const TextCall& call, std::size_t since) {
  Side side;
  std::size_t meant = 0;  // tools before the last guess
  const auto& all = call.happenings();
  for (auto at = since; at < all.size(); ++at) {
    const auto& one = all[at];
    if (one.kind == Happening::Kind::guess && one.text == "forgotten") side.tools.resize(meant);
    if (one.kind == Happening::Kind::said) {
      side.said.push_back(one.text);
      meant = side.tools.size();
    }
    if (one.kind == Happening::Kind::tool) side.tools.push_back(called(one.text, one.detail, one.outcome));
    if (one.kind == Happening::Kind::transfer) side.end = "transfer to " + one.text;
    if (one.kind == Happening::Kind::ended) side.end = "ended: " + one.text;
  }
  return side;
}

void play(const CallerTurnThen& turn, TextCall& call) {
  switch (turn.kind) {
    case Kind::begins:
      return call.start();
    case Kind::keys:
      return call.keys(turn.text);
    case Kind::silent:
      return call.is_silent();
    case Kind::says:
      if (turn.spoken_into.empty() || !call.interrupts(turn.spoken_into, turn.text)) call.says(turn.text);
  }
}

// Broken at blanks.
std::vector<std::string> lines_of(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  for (const auto word : split_words(text)) {
    if (!lines.back().empty() && lines.back().size() + 1 + word.size() > width) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
  }
  return lines;
}

std::vector<std::string> column(const Side& side, std::size_t width) {
  std::vector<std::string> lines;
  const auto add = [&](const std::string& text) {
    std::ranges::move(lines_of(text, width), std::back_inserter(lines));
  };
  for (const auto& tool : side.tools) add("[" + tool + "]");
  for (const auto& sentence : side.said) add(sentence);
  if (!side.end.empty()) add("[" + side.end + "]");
  return lines;
}

std::string caller_line(const CallerTurnThen& caller) {
  switch (caller.kind) {
    case Kind::begins:
      return "the call begins";
    case Kind::says:
      return (caller.spoken_into.empty() ? "Caller: " : "Caller, breaking in: ") + caller.text;
    case Kind::keys:
      return "Caller keys " + std::to_string(caller.text.size()) + " digits";
    case Kind::silent:
      return "Caller says nothing";
  }
  return {};
}

boost::json::object as_json(const Side& side) {
  boost::json::array said, tools;
  for (const auto& sentence : side.said) said.emplace_back(sentence);
  for (const auto& tool : side.tools) tools.emplace_back(tool);
  return {{"said", std::move(said)}, {"tools", std::move(tools)}, {"end", side.end}};
}

}  // namespace

std::vector<TurnPair> turns_then(std::span<const Event> events, const conversation::Policy& policy) {
  return Then(policy).run(events);
}

void have_again(std::vector<TurnPair>& turns, TextCall& call) {
  for (auto& turn : turns) {
    if (call.ended()) return;
    const auto since = call.happenings().size();
    play(turn.caller, call);
    // Who is about to be interrupted has not finished.
    const bool last = &turn == &turns.back();
    const bool interrupted = !last && !(&turn + 1)->caller.spoken_into.empty();
    if (interrupted)
      call.await_first_words();
    else
      call.settle();
    turn.now = side_since(call, since);
  }
  call.hangs_up();
}

TextCall::RunTool answered_from(std::span<const Event> events, TextCall::RunTool otherwise) {
  struct Answer {
    ToolAnswer answer;
    conversation::Identity identity;
  };
  // By name and arguments, in the order of the calls.
  auto known = std::make_shared<std::multimap<std::string, Answer>>();
  std::map<std::uint32_t, std::string> keys;
  const auto key = [](std::string_view name, const boost::json::object& arguments, bool confirmed) {
    return fmt::format("{}|{}|{}", name, boost::json::serialize(arguments), confirmed);
  };
  const auto take_calls = [&](const std::vector<conversation::Act>& acts) {
    for (const auto& act : acts)
      if (const auto* call = std::get_if<conversation::CallTool>(&act))
        keys[call->id] = key(call->name, call->arguments, call->confirmed);
  };
  for (const auto& event : events) {
    if (const auto* acted = std::get_if<conversation::BrainActed>(&event.body)) take_calls(acted->acts);
    if (const auto* guessed = std::get_if<conversation::BrainGuessed>(&event.body)) take_calls(guessed->acts);
    const auto* answered = std::get_if<conversation::ToolAnswered>(&event.body);
    // One that was cancelled answered nothing.
    if (answered != nullptr && answered->answer.outcome != Outcome::cancelled)
      known->emplace(keys[answered->id], Answer{answered->answer, answered->identity});
  }
  return [known, key, otherwise = std::move(otherwise)](conversation::Identity& identity,
                                                        const conversation::RunTool& run) {
    const auto wanted = key(run.name, run.arguments, run.confirmed);
    const auto found = known->lower_bound(wanted);
    if (found == known->end() || found->first != wanted) return otherwise(identity, run);
    const auto answer = std::move(found->second);
    known->erase(found);
    identity = answer.identity;
    return answer.answer;
  };
}

std::string side_by_side(std::span<const TurnPair> turns, std::size_t width) {
  const auto half = std::max<std::size_t>(width, 60) / 2 - 2;
  std::string text;
  for (const auto& turn : turns) {
    text += fmt::format("{} {}\n", turn.same() ? " " : "*", caller_line(turn.caller));
    const auto then = column(turn.then, half);
    const auto now = column(turn.now, half);
    if (turn.same()) {
      for (const auto& line : column(turn.then, 2 * half)) text += "    " + line + "\n";
      continue;
    }
    for (std::size_t i = 0; i < std::max(then.size(), now.size()); ++i)
      text +=
          fmt::format("  {:<{}} | {}\n", i < then.size() ? then[i] : "", half, i < now.size() ? now[i] : "");
  }
  return text;
}

boost::json::object as_json(std::span<const TurnPair> turns) {
  boost::json::array list;
  int different = 0;
  for (const auto& turn : turns) {
    different += turn.same() ? 0 : 1;
    list.push_back({{"caller", caller_line(turn.caller)},
                    {"same", turn.same()},
                    {"then", as_json(turn.then)},
                    {"now", as_json(turn.now)}});
  }
  return {{"turns", turns.size()}, {"different", different}, {"conversation", std::move(list)}};
}

}  // namespace attendant::lab
