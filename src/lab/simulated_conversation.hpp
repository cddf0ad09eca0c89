// One conversation between a simulated caller and an agent, and all that is known of it afterwards. Pure but
// for the call; one thread.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "conversation/core.hpp"
#include "insurance/tool.hpp"
#include "lab/simulated_caller.hpp"
#include "lab/text_call.hpp"

namespace attendant::lab {

struct MoveMade {
  CallerMove move;
  std::size_t events_before = 0;  // of the call, when it was made
};

// A write that the store has carried out during the call.
struct StoredWrite {
  std::string kind;  // "start_appeal"
  std::string member_id;
  std::string reference;
};

struct Conversation {
  std::vector<MoveMade> moves;
  std::vector<conversation::Event> events;
  conversation::Policy policy;                  // under which they came about
  std::vector<conversation::TurnRecord> turns;  // what was said as far as it was heard
  std::vector<Happening> happenings;
  std::vector<StoredWrite> writes;
  std::size_t wishes_answered = 0;
  bool caller_satisfied = false;
  bool fed_up = false;
  int cut_offs = 0;
  int pauses = 0;  // inside the caller's sentences, 0.3 .. 1.2 s
  std::chrono::milliseconds duration{0};
};

// The call has not been started. `writes` is left empty: the store knows.
Conversation converse(SimulatedCaller& caller, TextCall& call);

}  // namespace attendant::lab
