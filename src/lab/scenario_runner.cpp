#include "lab/scenario_runner.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <span>
#include <type_traits>

#include <fmt/format.h>

#include "base/text.hpp"

namespace attendant::lab {
namespace {

using Kind = Happening::Kind;

bool contains(std::string_view text, std::string_view words) {
  return lower(text).find(lower(words)) != std::string::npos;
}

std::string described(const Happening& happening) {
  switch (happening.kind) {
    case Kind::said:
      return "Agent: " + happening.text;
    case Kind::asked:
      return "  (asked: " + happening.text + ")";
    case Kind::tool:
      return fmt::format("  (tool {} {} -> {})", happening.text, happening.detail, happening.outcome);
    case Kind::transfer:
      return fmt::format("  (transfer to {}: {})", happening.text, happening.detail);
    case Kind::speech:
      return "  (speech " + happening.detail + ")";
    case Kind::note:
      return fmt::format("  (note {}={})", happening.text, happening.detail);
    case Kind::guess:
      return "  (guess " + happening.text + ")";
    case Kind::ended:
      return "  (ended: " + happening.text + ")";
  }
  return {};
}

class Player {
 public:
  Player(const Scenario& scenario, CallUnderTest& call) : scenario_(scenario), call_(call) {}

  ScenarioResult run() {
    call_.start();
    for (const auto& line : scenario_.lines) {
      if (!std::visit([this](const auto& step) { return play(step); }, line.step)) break;
      if (!problem_) continue;
      result_.failures.push_back(fmt::format("line {}: {}", line.number, *problem_));
      problem_.reset();
    }
    call_.settle();
    write_down();
    return std::move(result_);
  }

 private:
  // ---- the caller. False: the call is over, the rest makes no sense.
  bool play(const CallerSays& says) {
    return turn(says.text, [&] { call_.says(says.text); });
  }
  bool play(const CallerKeys& keys) {
    return turn("[keys " + keys.digits + "]", [&] { call_.keys(keys.digits); });
  }
  bool play(const CallerIsSilent&) {
    return turn("[silent]", [&] { call_.is_silent(); });
  }
  bool play(const CallerHangsUp&) {
    return turn("[hangs up]", [&] { call_.hangs_up(); });
  }
  bool play(const CallerInterrupts& interrupts) {
    return turn(interrupts.text.empty() ? "[coughs]" : "[interrupts] " + interrupts.text, [&] {
      if (!call_.interrupts(interrupts.after, interrupts.text))
        problem_ = fmt::format("cannot interrupt: the agent is not saying \"{}\"", interrupts.after);
    });
  }

  template <class Action>
  bool turn(const std::string& written, Action action) {
    const bool over = call_.ended();
    write_down();
    result_.transcript += "Caller: " + written + "\n";
    since_ = call_.happenings().size();
    if (over) {
      problem_ = "the call is over already";
      return true;
    }
    action();
    return true;
  }

  // ---- expectations
  bool play(const AgentSays& says) {
    for (const auto& words : says.words)
      expect([&] { return said(words); }, fmt::format("the agent did not say \"{}\"", words));
    return true;
  }
  bool play(const AgentDoesNotSay& says) {
    call_.settle();
    for (const auto& words : says.words)
      if (said(words)) problem_ = fmt::format("the agent said \"{}\"", words);
    return true;
  }
  bool play(const AgentAsksFor& asks) {
    const auto asked = [&]() -> std::string {
      std::string last = "nothing";
      for (const auto& happening : recent())
        if (happening.kind == Kind::asked)
          last = happening.text.starts_with("ask_") ? happening.text.substr(4) : happening.text;
      return last;
    };
    expect([&] { return asked() == asks.what; },
           fmt::format("the agent asked for {}, not for {}", asked(), asks.what));
    return true;
  }
  bool play(const ToolRuns& tool) {
    const auto fits = [&](const Happening& happening) {
      if (happening.kind != Kind::tool || happening.text != tool.name) return false;
      if (!tool.outcome.empty() && happening.outcome != tool.outcome) return false;
      return std::ranges::all_of(tool.arguments, [&](const auto& argument) {
        const auto written = " " + happening.detail + " ";
        return written.find(" " + argument.first + "=" + argument.second + " ") != std::string::npos;
      });
    };
    expect([&] { return std::ranges::any_of(recent(), fits); },
           fmt::format("the tool {} did not run like that", tool.name));
    return true;
  }
  bool play(const NoTool& tool) {
    call_.settle();
    for (const auto& happening : recent())
      if (happening.kind == Kind::tool && happening.text == tool.name)
        problem_ = fmt::format("the tool {} ran", tool.name);
    return true;
  }
  bool play(const TransferGoes& transfer) {
    expect_kind(Kind::transfer, transfer.target, "no transfer to " + transfer.target);
    return true;
  }
  bool play(const CallEnds& ends) {
    expect_kind(Kind::ended, ends.reason, "the call did not end with " + ends.reason);
    return true;
  }
  bool play(const GuessIs& guess) {
    expect_kind(Kind::guess, guess.how, "no guess was " + guess.how);
    return true;
  }
  bool play(const SpeechChanges& speech) {
    const auto fits = [&](const Happening& happening) {
      if (happening.kind != Kind::speech) return false;
      const float rate = std::strtof(happening.detail.c_str() + happening.detail.find('=') + 1, nullptr);
      const float level = std::strtof(happening.detail.c_str() + happening.detail.rfind('=') + 1, nullptr);
      if (speech.how == "slower") return rate < 1.0F;
      if (speech.how == "faster") return rate > 1.0F;
      return speech.how == "louder" ? level > 1.0F : level < 1.0F;
    };
    expect([&] { return std::ranges::any_of(recent(), fits); }, "the agent does not speak " + speech.how);
    return true;
  }
  bool play(const NoteSays& note) {
    const auto fits = [&](const Happening& happening) {
      return happening.kind == Kind::note && happening.text == note.key &&
             contains(happening.detail, note.value);
    };
    expect([&] { return std::ranges::any_of(call_.happenings(), fits); },
           fmt::format("no note {} {}", note.key, note.value));
    return true;
  }
  bool play(const JournalHas& has) {
    // What the brain wants it may have wanted before the turn was over.
    const auto name = "\"event\":\"" + has.event + "\"";
    const auto other = has.event == "brain_acted" ? "\"event\":\"brain_guessed\"" : name;
    const auto fits = [&](const std::string& line) {
      return (contains(line, name) || contains(line, other)) &&
             std::ranges::all_of(has.words, [&](const auto& word) { return contains(line, word); });
    };
    expect([&] { return std::ranges::any_of(call_.journal(), fits); },
           fmt::format("the journal has no {} {}", has.event, fmt::join(has.words, " ")));
    return true;
  }
  bool play(const JournalLacks& lacks) {
    for (const auto& line : call_.journal())
      for (const auto& words : lacks.words)
        if (contains(line, words)) problem_ = fmt::format("the journal holds \"{}\"", words);
    return true;
  }

  void expect_kind(Kind kind, const std::string& text, std::string message) {
    call_.settle();
    expect(
        [&] {
          return std::ranges::any_of(recent(),
                                     [&](const Happening& h) { return h.kind == kind && h.text == text; });
        },
        std::move(message));
  }

  // Something may follow what is being said (a hand-over that fails): heard out before it counts as missing.
  template <class Fits>
  void expect(Fits fits, std::string message) {
    if (fits()) return;
    call_.settle();
    if (!fits()) problem_ = std::move(message);
  }

  bool said(std::string_view words) const {
    std::string all;
    for (const auto& happening : recent())
      if (happening.kind == Kind::said) all += happening.text + " ";
    return contains(all, words);
  }

  std::span<const Happening> recent() const { return std::span(call_.happenings()).subspan(since_); }

  void write_down() {
    const auto& all = call_.happenings();
    for (; written_ < all.size(); ++written_) result_.transcript += described(all[written_]) + "\n";
  }

  const Scenario& scenario_;
  CallUnderTest& call_;
  ScenarioResult result_;
  std::optional<std::string> problem_;
  std::size_t since_ = 0;
  std::size_t written_ = 0;
};

}  // namespace

ScenarioResult play(const Scenario& scenario, CallUnderTest& call) { return Player(scenario, call).run(); }

}  // namespace attendant::lab
