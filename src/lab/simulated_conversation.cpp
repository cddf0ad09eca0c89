#include "lab/simulated_conversation.hpp"

#include <utility>

namespace attendant::lab {
namespace {

using Kind = CallerMove::Kind;

class Talk {
 public:
  Talk(SimulatedCaller& caller, TextCall& call) : caller_(caller), call_(call) {}

  Conversation run() {
    call_.start();
    while (!call_.ended()) {
      call_.await_first_words();
      const auto begun = coming();
      if (const auto over = acknowledged_ ? std::nullopt : caller_.speaks_into(begun)) {
        speak_over(*over);
        continue;
      }
      call_.settle();
      if (call_.ended()) break;
      const auto turn = coming();
      seen_ = call_.happenings().size();
      make(caller_.next(turn));
    }
    caller_.hears(coming());
    return finished();
  }

 private:
  // What the agent has said and asked since the caller's last move.
  AgentTurn coming() {
    AgentTurn turn;
    turn.over = call_.ended();
    const auto& all = call_.happenings();
    for (auto at = seen_; at < all.size(); ++at) {
      if (all[at].kind == Happening::Kind::said)
        turn.sentences.push_back(all[at].heard.value_or(all[at].text));
      if (all[at].kind == Happening::Kind::asked) asked_ = asked_from(all[at].text);
      if (all[at].kind == Happening::Kind::transfer || all[at].kind == Happening::Kind::ended) asked_.reset();
    }
    turn.asked = asked_;
    return turn;
  }

  static std::optional<conversation::Asked> asked_from(std::string_view name) {
    using conversation::Asked;
    for (const auto asked :
         {Asked::open, Asked::ask_member_id, Asked::ask_dob, Asked::ask_zip, Asked::ask_claim,
          Asked::ask_service, Asked::confirm, Asked::anything_else, Asked::ask_phone}) {
      if (to_string(asked) == name) return asked;
    }
    return std::nullopt;
  }

  void speak_over(const CallerMove& move) {
    made_.push_back({move, call_.events().size()});
    const auto before = call_.happenings().size();
    if (!call_.interrupts(move.after, move.text)) {
      call_.settle();
      call_.says(move.text);
    }
    // After a backchannel the agent goes on, and what it says is still to be heard.
    acknowledged_ = move.answers == Question::none;
    if (!acknowledged_) seen_ = before;
  }

  void make(const CallerMove& move) {
    made_.push_back({move, call_.events().size()});
    acknowledged_ = false;
    switch (move.kind) {
      case Kind::says:
        pauses_ += static_cast<int>(spoken_parts(move.text).size()) - 1;
        return call_.says(move.text);
      case Kind::keys:
        return call_.keys(move.text);
      case Kind::silent:
        return call_.is_silent();
      case Kind::interrupts:
        return call_.says(move.text);
      case Kind::hangs_up:
        return call_.hangs_up();
    }
  }

  Conversation finished() {
    return {.moves = std::move(made_),
            .events = call_.events(),
            .policy = call_.policy(),
            .turns = call_.turns(),
            .happenings = call_.happenings(),
            .writes = {},
            .wishes_answered = caller_.answered(),
            .caller_satisfied = caller_.satisfied(),
            .fed_up = caller_.fed_up(),
            .cut_offs = call_.cut_offs(),
            .pauses = pauses_,
            .duration = call_.now()};
  }

  SimulatedCaller& caller_;
  TextCall& call_;
  std::vector<MoveMade> made_;
  std::size_t seen_ = 0;
  std::optional<conversation::Asked> asked_;
  bool acknowledged_ = false;  // "uh-huh" was said into this turn of the agent; once is enough
  int pauses_ = 0;
};

}  // namespace

Conversation converse(SimulatedCaller& caller, TextCall& call) { return Talk(caller, call).run(); }

}  // namespace attendant::lab
